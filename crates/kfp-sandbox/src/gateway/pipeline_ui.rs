//! ml-pipeline-ui, as far as clients use it: the way to the KFP API below `/pipeline`, and its own healthz.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::map_response;
use axum::response::{Html, IntoResponse, Json};
use axum::routing::{any, get};
use http::{Response, StatusCode, Uri};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::dashboard::{by_express, cannot};
use crate::login::STYLE;
use crate::mesh::{ML_PIPELINE, ML_PIPELINE_UI, Policy, Sidecar};

const PREFIX: &str = "/pipeline";
const ML_PIPELINE_SIDECAR: Sidecar = Sidecar {
    identity: ML_PIPELINE,
    policy: Policy::MlPipeline,
};
/// The API server's answer to healthz is a few hundred bytes.
const MAX_HEALTHZ_BYTES: usize = 64 * 1024;
const PAGE: &str = "<h1>Kubeflow Pipelines</h1>\n<p class=\"sandbox\">Simulated: the stock user interface is not part \
                    of the sandbox. Its way to the API is: <code>/pipeline/apis/v2beta1/…</code></p>";

/// The router; `kfp` is the bare API server.
pub(crate) fn router(kfp: Router) -> Router {
    Router::new()
        .route("/pipeline/apis/v1beta1/healthz", any(healthz))
        .route("/pipeline/apis/v2beta1/healthz", any(healthz))
        .route("/pipeline/apis/v1beta1/{*rest}", any(forward))
        .route("/pipeline/apis/v2beta1/{*rest}", any(forward))
        .route("/pipeline/", get(page))
        .fallback(cannot)
        .layer(map_response(by_express))
        .with_state(kfp)
}

/// Passes a request on as it is, the user's header included: this server is admitted to speak for users.
async fn forward(State(kfp): State<Router>, mut request: Request) -> Response<Body> {
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let Some(Ok(target)) = target.strip_prefix(PREFIX).map(str::parse::<Uri>) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    *request.uri_mut() = target;
    ML_PIPELINE_SIDECAR
        .call(kfp, Some(ML_PIPELINE_UI), request)
        .await
}

/// This server answers healthz itself, in its own shape, and always with 200.
async fn healthz(State(kfp): State<Router>, request: Request) -> Response<Body> {
    let known = api_server(kfp, request.uri().path()).await;
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

async fn api_server(kfp: Router, path: &str) -> Option<Value> {
    let target = path.strip_prefix(PREFIX)?;
    let request = Request::builder().uri(target).body(Body::empty()).ok()?;
    let Ok(response) = kfp.oneshot(request).await;
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
