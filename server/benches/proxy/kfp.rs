//! The simulated KFP.

use kfp_sandbox::{Addresses, Sandbox, SandboxConfig, TokenRequest};
use tokio::net::TcpStream;

use crate::load::{Target, exchange};

/// The namespace of the sample user.
pub(crate) const NAMESPACE: &str = "kubeflow-jbpark8";
/// The size of list that is looked for.
const BYTES: usize = 20_000;

/// A sandbox with its samples.
pub(crate) struct Kfp {
    sandbox: Sandbox,
}

impl Kfp {
    pub(crate) async fn start() -> Self {
        let sandbox = Sandbox::start(SandboxConfig::default()).await;
        Self {
            sandbox: sandbox.expect("a sandbox"),
        }
    }

    pub(crate) fn addresses(&self) -> &Addresses {
        self.sandbox.addresses()
    }

    /// A token of the console's account, for KFP or for Kubernetes.
    pub(crate) fn token(&self, audiences: &[&str]) -> String {
        self.sandbox.mint_token(&TokenRequest {
            audiences: audiences.iter().map(|name| (*name).to_owned()).collect(),
            ..TokenRequest::for_pipelines("kubeflow", "kfp-console")
        })
    }

    /// The API server itself, without a sidecar.
    pub(crate) fn direct(&self, path: &str) -> Target {
        let token = format!("Bearer {}", self.token(&["pipelines.kubeflow.org"]));
        Target::get(self.addresses().kfp, path, &[("authorization", &token)])
    }

    /// The address of the page of runs whose size is nearest.
    pub(crate) async fn list_of_20_kb(&self) -> String {
        let mut nearest = (usize::MAX, String::new());
        for order in ["asc", "desc"] {
            for size in 1..=50 {
                let path = format!(
                    "/apis/v2beta1/runs?namespace={NAMESPACE}&page_size={size}&sort_by=created_at%20{order}"
                );
                let bytes = self.bytes_of(&path).await;
                nearest = nearest.min((bytes.abs_diff(BYTES), path));
            }
        }
        nearest.1
    }

    pub(crate) async fn bytes_of(&self, path: &str) -> usize {
        let target = self.direct(path);
        let mut stream = TcpStream::connect(target.address)
            .await
            .expect("a connection");
        exchange(&mut stream, &target.request, &mut Vec::new())
            .await
            .len()
    }
}
