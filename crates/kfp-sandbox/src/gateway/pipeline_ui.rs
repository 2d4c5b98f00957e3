//! ml-pipeline-ui, as far as clients use it: the way to the KFP API below `/pipeline`, its own healthz, logs and
//! artifacts.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Json};
use axum::routing::{any, get};
use http::{Response, StatusCode, Uri};
use serde_json::{Value, json};

use super::{artifacts, pod_logs};
use crate::cluster::Cluster;
use crate::dashboard::{by_express, cannot};
use crate::login::STYLE;
use crate::mesh::{ML_PIPELINE_UI, MlPipeline};
use crate::workloads::Workloads;

const PREFIX: &str = "/pipeline";
/// The API server's answer to healthz is a few hundred bytes.
const MAX_HEALTHZ_BYTES: usize = 64 * 1024;
const PAGE: &str = "<h1>Kubeflow Pipelines</h1>\n<p class=\"sandbox\">Simulated: the stock user interface is not part \
                    of the sandbox. Its way to the API is: <code>/pipeline/apis/v2beta1/…</code></p>";

/// What ml-pipeline-ui has behind it; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct PipelineUi {
    ml_pipeline: MlPipeline,
    cluster: Cluster,
}

/// The router.
pub(crate) fn router(ml_pipeline: MlPipeline, cluster: Cluster) -> Router {
    let ui = PipelineUi {
        ml_pipeline,
        cluster,
    };
    Router::new()
        .route("/pipeline/apis/v1beta1/healthz", any(healthz))
        .route("/pipeline/apis/v2beta1/healthz", any(healthz))
        .route("/pipeline/apis/v1beta1/workflows", any(internal))
        .route("/pipeline/apis/v1beta1/workflows/{*rest}", any(internal))
        .route("/pipeline/apis/v1beta1/scheduledworkflows", any(internal))
        .route(
            "/pipeline/apis/v1beta1/scheduledworkflows/{*rest}",
            any(internal),
        )
        .route("/pipeline/apis/v2beta1/workflows/{*rest}", any(internal))
        .route(
            "/pipeline/apis/v2beta1/scheduledworkflows/{*rest}",
            any(internal),
        )
        .route("/pipeline/k8s/pod/logs", get(pod_logs::get))
        .route("/pipeline/artifacts/get", get(artifacts::get))
        .route(
            "/pipeline/artifacts/{source}/{bucket}/{*key}",
            get(artifacts::download),
        )
        .route("/pipeline/apis/v1beta1/{*rest}", any(forward))
        .route("/pipeline/apis/v2beta1/{*rest}", any(forward))
        .route("/pipeline/", get(page))
        .fallback(cannot)
        .layer(map_response(by_express))
        .with_state(ui)
}

impl PipelineUi {
    /// Whether it is told who calls, and asks what they may do.
    pub(super) fn is_multi_user(&self) -> bool {
        self.cluster.config().multi_user
    }

    /// What runs, and what it leaves.
    pub(super) fn workloads(&self) -> &Workloads {
        self.cluster.workloads()
    }

    /// Logs and artifacts are for those who may look into the namespace; the API server is asked.
    ///
    /// # Errors
    /// The refusal.
    pub(super) async fn may_view(
        &self,
        namespace: &str,
        request: Request,
    ) -> Result<(), Response<Body>> {
        let review: String = form_urlencoded::Serializer::new(String::new())
            .append_pair("namespace", namespace)
            .append_pair("resources", "VIEWERS")
            .append_pair("verb", "GET")
            .finish();
        let (mut parts, _) = request.into_parts();
        let Ok(target) = format!("/apis/v1beta1/auth?{review}").parse() else {
            return Err(StatusCode::BAD_REQUEST.into_response());
        };
        parts.uri = target;
        let review = Request::from_parts(parts, Body::empty());
        let answer = self.ml_pipeline.call(Some(ML_PIPELINE_UI), review).await;
        if answer.status() == StatusCode::OK {
            return Ok(());
        }
        let refused = format!("User is not authorized to GET VIEWERS in namespace {namespace}");
        Err((StatusCode::FORBIDDEN, refused).into_response())
    }
}

/// Passes a request on as it is, the user's header included: this server is admitted to speak for users.
async fn forward(State(ui): State<PipelineUi>, mut request: Request) -> Response<Body> {
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let Some(Ok(target)) = target.strip_prefix(PREFIX).map(str::parse::<Uri>) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    *request.uri_mut() = target;
    ui.ml_pipeline.call(Some(ML_PIPELINE_UI), request).await
}

/// What KFP's own agents report to is closed to everyone behind this server.
async fn internal(request: Request) -> Response<Body> {
    let refused = format!(
        "{} endpoint is not meant for external usage.",
        request.uri().path()
    );
    (StatusCode::FORBIDDEN, refused).into_response()
}

/// This server answers healthz itself, in its own shape, and always with 200.
async fn healthz(State(ui): State<PipelineUi>, request: Request) -> Response<Body> {
    let known = api_server(&ui.ml_pipeline, request.uri().path()).await;
    let field = |name: &str| known.as_ref().and_then(|known| known.get(name)).cloned();
    let mut body = json!({
        "apiServerReady": known.is_some(),
        "buildDate": "simulated by the sandbox",
        "frontendCommitHash": "unknown",
        "frontendTagName": "unknown",
    });
    for (theirs, ours) in [
        ("commit_sha", "apiServerCommitHash"),
        ("tag_name", "apiServerTagName"),
        ("multi_user", "apiServerMultiUser"),
        ("multi_user", "multi_user"),
        ("pipeline_store", "pipelineStore"),
    ] {
        if let Some(value) = field(theirs) {
            body[ours] = value;
        }
    }
    Json(body).into_response()
}

async fn api_server(ml_pipeline: &MlPipeline, path: &str) -> Option<Value> {
    let target = path.strip_prefix(PREFIX)?;
    let request = Request::builder().uri(target).body(Body::empty()).ok()?;
    let response = ml_pipeline.call(Some(ML_PIPELINE_UI), request).await;
    if response.status() != StatusCode::OK {
        return None;
    }
    let body = to_bytes(response.into_body(), MAX_HEALTHZ_BYTES)
        .await
        .ok()?;
    serde_json::from_slice(&body).ok()
}

async fn page() -> Response<Body> {
    let html = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<link rel=\"icon\" href=\"data:,\">\n<title>Kubeflow Pipelines</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n{PAGE}\n</main>\n</body>\n</html>\n"
    );
    Html(html).into_response()
}
