//! A sandbox with the console behind its gateway: two tenants, and somebody without any right.
//!
//! Everything behind the console is **simulated** (`kfp-sandbox`), and so are the gateway, its sessions and the mesh.

mod bare;
mod client;
mod front;
mod objects;
mod packages;
mod sign_in;

pub(crate) use bare::Bare;
pub(crate) use client::{Sent, send};
pub(crate) use front::Front;
pub(crate) use objects::{Objects, PACKAGE, World};
pub(crate) use sign_in::sign_in;

use std::net::SocketAddr;

use kfp_sandbox::{KubernetesUser, LoginEra, Sandbox, SandboxConfig, TokenRequest};
use serde_json::json;
use tempfile::TempDir;

use crate::attempts::Attempt;
use crate::support::{Policy, ScriptedKubernetes};
pub(crate) use front::Standing;
use packages::Packages;

/// The tenant who attacks: may do everything in [`OWN`] and nothing elsewhere.
pub(crate) const MALLORY: &str = "jbpark8@example.com";
/// Signed in, without any right.
pub(crate) const OUTSIDER: &str = "newcomer@example.com";
/// The namespace of [`MALLORY`].
pub(crate) const OWN: &str = "kubeflow-jbpark8";
/// The namespace of the tenant who is attacked.
pub(crate) const FOREIGN: &str = "team-nlp";
/// Who owns [`FOREIGN`].
pub(crate) const VICTIM: &str = "nlp-lead@example.com";

/// A simulated Kubeflow; [`Whole::stand`] puts a console into it.
pub(crate) struct Whole {
    pub(crate) sandbox: Sandbox,
    /// Allows everybody everything.
    allowing: ScriptedKubernetes,
    packages: Packages,
    folder: TempDir,
}

impl Whole {
    pub(crate) async fn start(era: LoginEra) -> Self {
        let packages = Packages::start().await;
        let mut config = SandboxConfig::default();
        config.login = era;
        config.pipeline_url_hosts = vec![packages.address.to_string()];
        let sandbox = Sandbox::start(config).await.expect("a sandbox");
        let folder = tempfile::tempdir().expect("a folder");
        let for_kfp = TokenRequest::for_pipelines("kubeflow", "kfp-console");
        let for_kubernetes = TokenRequest {
            audiences: Vec::new(),
            ..for_kfp.clone()
        };
        for (name, request) in [("kfp", for_kfp), ("kubernetes", for_kubernetes)] {
            let token = sandbox.mint_token(&request);
            std::fs::write(folder.path().join(name), token).expect("a token file");
        }
        Self {
            sandbox,
            allowing: ScriptedKubernetes::start(Policy::AllowAll).await,
            packages,
            folder,
        }
    }

    /// Puts a console behind the gateway, in place of the one before.
    pub(crate) async fn stand(&self, front: Front) -> Standing {
        let standing = Standing::start(self, front).await;
        self.sandbox.set_console(standing.url());
        standing
    }

    pub(crate) fn gateway(&self) -> SocketAddr {
        self.sandbox.addresses().gateway
    }

    /// Gives the console's account a right that it should never have: to report workflows as KFP's own agent does.
    pub(crate) async fn let_console_report(&self) {
        let administrator = self
            .sandbox
            .kubernetes_token(&KubernetesUser::administrator());
        let account =
            json!({"kind": "ServiceAccount", "namespace": "kubeflow", "name": "kfp-console"});
        let binding = json!({
            "apiVersion": "rbac.authorization.k8s.io/v1",
            "kind": "ClusterRoleBinding",
            "metadata": {"name": "too-much"},
            "subjects": [account],
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "ml-pipeline-persistenceagent"},
        });
        let path = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
        let sent = Sent::new("POST", path)
            .header("authorization", &format!("Bearer {administrator}"))
            .header("content-type", "application/json")
            .body(&binding.to_string());
        let answer = send(self.sandbox.addresses().kubernetes, &sent).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }

    /// New objects of both tenants and a shared pipeline, made behind everybody's back.
    pub(crate) async fn world(&self) -> World {
        let (own, foreign, shared) =
            futures::join!(self.objects(OWN), self.objects(FOREIGN), self.objects(""));
        World {
            own,
            foreign,
            shared,
            packages: self.packages.address,
        }
    }

    /// New objects in place of those that an attempt took away or changed.
    pub(crate) async fn renew(&self, world: &mut World, after: &Attempt) {
        let acts = after.path.contains(':') || after.path.ends_with("/terminate");
        if !acts && !matches!(after.method, "DELETE" | "PATCH") && after.headers.len() < 2 {
            return;
        }
        if after.path.contains("-b") {
            world.foreign = self.objects(FOREIGN).await;
        }
        if after.path.contains("-s") {
            world.shared = self.objects("").await;
        }
    }

    async fn objects(&self, namespace: &str) -> Objects {
        let account = TokenRequest::for_pipelines("kubeflow", "kfp-console");
        let token = self.sandbox.mint_token(&account);
        Objects::make(self.sandbox.addresses().kfp, &token, namespace).await
    }
}
