//! An empty sandbox with the identities of the recordings.

use std::time::Duration;

use bytes::Bytes;
use http::Method;
use kfp_sandbox::{Clock, Sandbox, SandboxConfig, TokenRequest};
use serde_json::{Value, json};

use crate::client::{Answer, Call};
use crate::packages::{form, package};

const BOUNDARY: &str = "rigboundary0123456789";

/// Life of the recordings' tokens.
const LIFE: Duration = Duration::from_hours(1);

#[derive(Debug)]
pub struct Rig {
    pub sandbox: Sandbox,
    pub clock: Clock,
    made_at: time::OffsetDateTime,
    /// The token that is over after [`LIFE`].
    expiring: String,
}

impl Rig {
    /// Starts it. Header users: alice (edit in team-a), bob (edit in team-b), carol (view in team-a); accounts
    /// `default-editor` and `default-viewer` in both.
    pub async fn start(multi_user: bool) -> Self {
        Self::start_with(multi_user, |_| {}).await
    }

    /// [`Self::start`] with other settings.
    pub async fn start_with(multi_user: bool, change: impl FnOnce(&mut SandboxConfig)) -> Self {
        let mut config = SandboxConfig::default();
        config.seed = false;
        config.multi_user = multi_user;
        config.clock = Clock::system();
        // Nothing is reported of a workflow unless a topic says when.
        config.engine.timing.first_pass = u32::MAX;
        change(&mut config);
        let clock = config.clock.clone();
        let sandbox = Sandbox::start(config).await.expect("a sandbox");
        // The recordings were made without Argo's controller: workflows stood still until somebody patched them.
        sandbox.set_controller_down(true).await;
        let mut rig = Self {
            sandbox,
            made_at: clock.now(),
            clock,
            expiring: String::new(),
        };
        rig.make_identities().await;
        rig.made_at = rig.clock.now();
        rig.expiring = rig.sandbox.mint_token(&TokenRequest {
            expires_in: LIFE,
            ..TokenRequest::for_pipelines("team-a", "default-editor")
        });
        rig
    }

    /// Moves the time to where the expiring token is over by `by`.
    pub fn expire_token_by(&self, by: Duration) {
        let end = self.made_at + LIFE + by;
        self.clock.advance(
            (end - self.clock.now())
                .try_into()
                .expect("the end lies ahead"),
        );
    }

    async fn make_identities(&self) {
        for (role, rules) in [
            ("kfp-edit", edit_rules()),
            ("kfp-view", self.rules_of("kubeflow-pipelines-view").await),
        ] {
            let role = json!({"metadata": {"name": role}, "rules": rules});
            self.make("/apis/rbac.authorization.k8s.io/v1/clusterroles", &role)
                .await;
        }
        for namespace in ["team-a", "team-b"] {
            self.make(
                "/api/v1/namespaces",
                &json!({"metadata": {"name": namespace}}),
            )
            .await;
            for account in ["default-editor", "default-viewer"] {
                let target = format!("/api/v1/namespaces/{namespace}/serviceaccounts");
                self.make(&target, &json!({"metadata": {"name": account}}))
                    .await;
            }
            self.bind(
                namespace,
                "ed",
                "kfp-edit",
                &account(namespace, "default-editor"),
            )
            .await;
            self.bind(
                namespace,
                "vi",
                "kfp-view",
                &account(namespace, "default-viewer"),
            )
            .await;
        }
        self.bind("team-a", "alice", "kfp-edit", &user("alice"))
            .await;
        self.bind("team-b", "bob", "kfp-edit", &user("bob")).await;
        self.bind("team-a", "carol", "kfp-view", &user("carol"))
            .await;
    }

    async fn rules_of(&self, role: &str) -> Value {
        let target = format!("/apis/rbac.authorization.k8s.io/v1/clusterroles/{role}");
        self.kubernetes(Method::GET, &target, None).await.value()["rules"].clone()
    }

    /// Lets everyone with a token ask for paths that are no resources.
    pub async fn let_everyone_get(&self, paths: &[&str]) {
        let name = "paths-for-everyone";
        let role = json!({
            "metadata": {"name": name},
            "rules": [{"verbs": ["get"], "nonResourceURLs": paths}],
        });
        self.make("/apis/rbac.authorization.k8s.io/v1/clusterroles", &role)
            .await;
        let binding = json!({
            "metadata": {"name": name},
            "subjects": [{"kind": "Group", "name": "system:authenticated"}],
            "roleRef": {"kind": "ClusterRole", "name": name},
        });
        self.make(
            "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
            &binding,
        )
        .await;
    }

    /// Gives a subject a role in a namespace.
    pub async fn bind(&self, namespace: &str, name: &str, role: &str, subject: &Value) {
        let binding = json!({
            "metadata": {"name": name},
            "subjects": [subject],
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role},
        });
        let target =
            format!("/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/rolebindings");
        self.make(&target, &binding).await;
    }

    pub async fn unbind(&self, namespace: &str, name: &str) {
        let target = format!(
            "/apis/rbac.authorization.k8s.io/v1/namespaces/{namespace}/rolebindings/{name}"
        );
        assert_eq!(
            self.kubernetes(Method::DELETE, &target, None).await.status,
            200
        );
    }

    pub async fn make(&self, target: &str, object: &Value) {
        let answer = self.kubernetes(Method::POST, target, Some(object)).await;
        assert_eq!(answer.status, 201, "{target}: {:?}", answer.value());
    }

    pub async fn kubernetes(&self, method: Method, target: &str, body: Option<&Value>) -> Answer {
        let mut call =
            Call::get(target).header("authorization", format!("Bearer {}", self.administrator()));
        call.method = method;
        call.body = body
            .map(|body| Bytes::from(body.to_string()))
            .unwrap_or_default();
        call.send(self.sandbox.addresses().kubernetes)
            .await
            .expect("an answer")
    }

    /// A token that may do everything.
    pub fn administrator(&self) -> String {
        self.token(
            "https://kubernetes.default.svc.cluster.local",
            "kube-system",
            "sandbox-admin",
        )
    }

    fn token(&self, audiences: &str, namespace: &str, service_account: &str) -> String {
        self.sandbox.mint_token(&TokenRequest {
            namespace: namespace.to_owned(),
            service_account: service_account.to_owned(),
            audiences: audiences.split(',').map(str::to_owned).collect(),
            expires_in: 4 * LIFE,
        })
    }

    /// A token by its recorded description: `token: aud=A sub=NAMESPACE/ACCOUNT`.
    pub fn described_token(&self, description: &str) -> Option<String> {
        if description == "token: rig administrator" {
            return Some(self.administrator());
        }
        if description.ends_with(" expired") {
            return Some(self.expiring.clone());
        }
        let (audiences, subject) = description
            .strip_prefix("token: aud=")?
            .split_once(" sub=")?;
        let (namespace, account) = subject.split_once('/')?;
        Some(self.token(audiences, namespace, account))
    }

    /// Calls the bare API server as `user`.
    pub async fn kfp(&self, user: &str, call: Call) -> Answer {
        let call = call.header("kubeflow-userid", format!("{user}@example.com"));
        call.send(self.sandbox.addresses().kfp)
            .await
            .expect("an answer")
    }

    pub async fn make_experiment(&self, user: &str, namespace: &str, name: &str) -> String {
        let body = json!({"display_name": name, "namespace": namespace});
        let answer = self
            .kfp(user, Call::post("/apis/v2beta1/experiments", &body))
            .await;
        id(&answer, "experiment_id")
    }

    /// Uploads a package; the ids of the pipeline and of its first version.
    pub async fn upload(&self, user: &str, query: &str, file: &str) -> (String, String) {
        self.upload_content(user, query, file, &package(file)).await
    }

    /// [`Self::upload`] of a file that is none of the samples.
    pub async fn upload_content(
        &self,
        user: &str,
        query: &str,
        file: &str,
        content: &[u8],
    ) -> (String, String) {
        let mut call = Call::get(format!("/apis/v2beta1/pipelines/upload?{query}")).header(
            "content-type",
            format!("multipart/form-data; boundary={BOUNDARY}"),
        );
        call.method = Method::POST;
        call.body = form(BOUNDARY, "uploadfile", file, content).into();
        let pipeline = id(&self.kfp(user, call).await, "pipeline_id");
        let versions = self
            .kfp(
                user,
                Call::get(format!("/apis/v2beta1/pipelines/{pipeline}/versions")),
            )
            .await;
        let version = versions.value()["pipeline_versions"][0]["pipeline_version_id"].clone();
        (pipeline, version.as_str().expect("a version").to_owned())
    }

    pub async fn make_run(&self, user: &str, body: &Value) -> String {
        id(
            &self.kfp(user, Call::post("/apis/v2beta1/runs", body)).await,
            "run_id",
        )
    }

    pub async fn make_recurring_run(&self, user: &str, body: &Value) -> String {
        let call = Call::post("/apis/v2beta1/recurringruns", body);
        id(&self.kfp(user, call).await, "recurring_run_id")
    }
}

/// The rules of the recordings' role, as that cluster held them.
fn edit_rules() -> Value {
    let rule = |resources: &[&str], verbs: &[&str]| json!({"verbs": verbs, "apiGroups": ["pipelines.kubeflow.org"], "resources": resources});
    json!([
        rule(&["pipelines", "pipelineversions"], &["get", "list", "create", "delete", "update"]),
        rule(&["experiments"], &["get", "list", "archive", "create", "delete", "unarchive"]),
        rule(&["runs"], &["get", "list", "archive", "create", "delete", "retry", "terminate", "unarchive", "reportMetrics", "readArtifact"]),
        rule(&["jobs"], &["get", "list", "create", "delete", "disable", "enable"]),
        rule(&["visualizations"], &["create"]),
        {"verbs": ["get", "create", "delete"], "apiGroups": ["kubeflow.org"], "resources": ["viewers"]},
    ])
}

fn id(answer: &Answer, key: &str) -> String {
    let value = answer.value();
    value[key]
        .as_str()
        .unwrap_or_else(|| panic!("{value}"))
        .to_owned()
}

pub fn user(name: &str) -> Value {
    json!({"kind": "User", "apiGroup": "rbac.authorization.k8s.io", "name": format!("{name}@example.com")})
}

pub fn account(namespace: &str, name: &str) -> Value {
    json!({"kind": "ServiceAccount", "namespace": namespace, "name": name})
}
