use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use http::StatusCode;
use serde_json::{Value, json};

/// How reviews are decided.
#[derive(Clone, Debug)]
pub(crate) enum Policy {
    AllowAll,
    DenyAll,
    /// Only these `verb resource namespace`.
    Only(HashSet<String>),
    /// An error in place of a decision.
    Broken,
    /// A review without a status.
    NoDecision,
    /// No answer, ever.
    Hang,
}

/// A Kubernetes that decides by a policy and writes down what it was asked.
#[derive(Clone)]
pub(crate) struct ScriptedKubernetes {
    pub(crate) address: SocketAddr,
    policy: Arc<Mutex<Policy>>,
    questions: Arc<Mutex<Vec<Value>>>,
}

impl ScriptedKubernetes {
    pub(crate) async fn start(policy: Policy) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let kubernetes = Self {
            address: listener.local_addr().expect("an address"),
            policy: Arc::new(Mutex::new(policy)),
            questions: Arc::default(),
        };
        let router = Router::new()
            .route(
                "/apis/authorization.k8s.io/v1/subjectaccessreviews",
                post(review),
            )
            .route("/api/v1/namespaces", get(namespaces))
            .with_state(kubernetes.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        kubernetes
    }

    pub(crate) fn decide_by(&self, policy: Policy) {
        *self.policy.lock().expect("nobody panicked with it") = policy;
    }

    /// The questions as `verb resource namespace`.
    pub(crate) fn questions(&self) -> Vec<String> {
        self.questions
            .lock()
            .expect("nobody panicked with it")
            .iter()
            .map(attributes)
            .collect()
    }

    /// The specs of the questions.
    pub(crate) fn specs(&self) -> Vec<Value> {
        self.questions
            .lock()
            .expect("nobody panicked with it")
            .clone()
    }
}

fn attributes(spec: &Value) -> String {
    let of = |name: &str| {
        spec["resourceAttributes"][name]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    format!("{} {} {}", of("verb"), of("resource"), of("namespace"))
}

async fn review(
    State(kubernetes): State<ScriptedKubernetes>,
    Json(mut review): Json<Value>,
) -> Response {
    kubernetes
        .questions
        .lock()
        .expect("nobody panicked with it")
        .push(review["spec"].clone());
    let policy = kubernetes
        .policy
        .lock()
        .expect("nobody panicked with it")
        .clone();
    let allowed = match policy {
        Policy::AllowAll => true,
        Policy::DenyAll => false,
        Policy::Only(granted) => granted.contains(&attributes(&review["spec"])),
        Policy::Broken => {
            let status = json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Failure",
                "message": "etcdserver: request timed out", "reason": "InternalError", "code": 500});
            return (StatusCode::INTERNAL_SERVER_ERROR, Json(status)).into_response();
        }
        Policy::NoDecision => return (StatusCode::CREATED, Json(review)).into_response(),
        Policy::Hang => std::future::pending().await,
    };
    review["status"] = json!({"allowed": allowed});
    (StatusCode::CREATED, Json(review)).into_response()
}

async fn namespaces() -> Json<Value> {
    let item = |name: &str, owner: &str| json!({"metadata": {"name": name, "annotations": {"owner": owner}}});
    Json(json!({
        "kind": "PartialObjectMetadataList",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": {},
        "items": [item("team-b", "b@example.com"), item("team-a", "a@example.com"), item("team-c", "c@example.com")],
    }))
}
