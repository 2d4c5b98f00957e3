use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

/// A call that arrived at KFP.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) path_and_query: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Call {
    pub(crate) fn line(&self) -> String {
        format!("{} {}", self.method, self.path_and_query)
    }
}

type Script = dyn Fn(&Call) -> (u16, &'static str, Bytes) + Send + Sync;

/// A KFP that knows a few objects of two tenants, writes down what it was asked, and may follow another script.
#[derive(Clone)]
pub(crate) struct ScriptedKfp {
    pub(crate) address: SocketAddr,
    calls: Arc<Mutex<Vec<Call>>>,
    script: Arc<Mutex<Arc<Script>>>,
    server: Arc<Mutex<&'static str>>,
}

impl ScriptedKfp {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a free port");
        let kfp = Self {
            address: listener.local_addr().expect("an address"),
            calls: Arc::default(),
            script: Arc::new(Mutex::new(Arc::new(world))),
            server: Arc::new(Mutex::new("envoy")),
        };
        let router = Router::new().fallback(answer).with_state(kfp.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        kfp
    }

    /// From now on answers come from here.
    pub(crate) fn follow(
        &self,
        script: impl Fn(&Call) -> (u16, &'static str, Bytes) + Send + Sync + 'static,
    ) {
        *self.script.lock().expect("nobody panicked with it") = Arc::new(script);
    }

    /// From now on answers bear this name: `envoy` is that of the console's own sidecar.
    pub(crate) fn named(&self, server: &'static str) {
        *self.server.lock().expect("nobody panicked with it") = server;
    }

    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().expect("nobody panicked with it").clone()
    }

    pub(crate) fn lines(&self) -> Vec<String> {
        self.calls().iter().map(Call::line).collect()
    }
}

async fn answer(State(kfp): State<ScriptedKfp>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let call = Call {
        method: head.method.to_string(),
        path_and_query: head.uri.to_string(),
        headers: head.headers,
        body: body.collect().await.expect("a body").to_bytes(),
    };
    let script = Arc::clone(&kfp.script.lock().expect("nobody panicked with it"));
    let (status, content_type, body) = script(&call);
    kfp.calls
        .lock()
        .expect("nobody panicked with it")
        .push(call);
    Response::builder()
        .status(StatusCode::from_u16(status).expect("a status"))
        .header("content-type", content_type)
        .header("grpc-metadata-content-type", "application/grpc")
        .header("set-cookie", "from=kfp")
        .header(
            "server",
            *kfp.server.lock().expect("nobody panicked with it"),
        )
        .header("x-envoy-upstream-service-time", "1")
        .body(Body::from(body))
        .expect("an answer")
}

/// Two tenants with an experiment, a run, a pipeline and a version each; a shared pipeline; success for the rest.
pub(crate) fn world(call: &Call) -> (u16, &'static str, Bytes) {
    let path = call.path_and_query.split('?').next().unwrap_or_default();
    let body = match (call.method.as_str(), path) {
        ("GET", "/apis/v2beta1/healthz") => {
            json!({"commit_sha": "7b70c7b95f", "tag_name": "2.17.0", "multi_user": true})
        }
        ("GET", "/apis/v2beta1/experiments/e-a") => {
            json!({"experiment_id": "e-a", "namespace": "team-a"})
        }
        ("GET", "/apis/v2beta1/experiments/e-b") => {
            json!({"experiment_id": "e-b", "namespace": "team-b"})
        }
        ("GET", "/apis/v2beta1/runs/r-a") => json!({"run_id": "r-a", "experiment_id": "e-a"}),
        ("GET", "/apis/v2beta1/runs/r-b") => json!({"run_id": "r-b", "experiment_id": "e-b"}),
        ("GET", "/apis/v2beta1/recurringruns/j-a") => {
            json!({"recurring_run_id": "j-a", "experiment_id": "e-a"})
        }
        ("GET", "/apis/v2beta1/recurringruns/j-b") => {
            json!({"recurring_run_id": "j-b", "experiment_id": "e-b"})
        }
        ("GET", "/apis/v2beta1/pipelines/p-a") => {
            json!({"pipeline_id": "p-a", "namespace": "team-a"})
        }
        ("GET", "/apis/v2beta1/pipelines/p-b") => {
            json!({"pipeline_id": "p-b", "namespace": "team-b"})
        }
        ("GET", "/apis/v2beta1/pipelines/p-s") => json!({"pipeline_id": "p-s"}),
        ("GET", path)
            if path.starts_with("/apis/v2beta1/pipelines/") && path.ends_with("/versions/v-a") =>
        {
            version("a")
        }
        ("GET", path)
            if path.starts_with("/apis/v2beta1/pipelines/") && path.ends_with("/versions/v-b") =>
        {
            version("b")
        }
        ("GET", path)
            if path.starts_with("/apis/v2beta1/pipelines/") && path.ends_with("/versions/v-s") =>
        {
            version("s")
        }
        ("GET", path) if path.contains("unknown") => {
            let body = json!({"code": 5, "message": "Failed to get: ResourceNotFoundError: not found",
                "details": [{"@type": "type.googleapis.com/google.rpc.Status", "code": 5, "message": "not found"}]});
            return (404, "application/json", body.to_string().into());
        }
        _ => json!({}),
    };
    (200, "application/json", body.to_string().into())
}

fn version(of: &str) -> Value {
    json!({"pipeline_id": format!("p-{of}"), "pipeline_version_id": format!("v-{of}")})
}
