//! The API server of another release or set up otherwise, and what becomes of its process.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::StatusCode;
use http::header::WWW_AUTHENTICATE;
use serde_json::{Value, json};

use super::router::json as json_response;
use crate::cluster::Cluster;
use crate::fault::Switch;
use crate::listener::Abort;

/// A refusal is some hundred bytes.
const MAX_REFUSAL_BYTES: usize = 1024 * 1024;

/// `router` as the switches say.
pub(super) fn layer(cluster: Cluster, router: Router) -> Router {
    router.layer(from_fn_with_state(cluster, answer))
}

async fn answer(State(cluster): State<Cluster>, request: Request, next: Next) -> Response {
    let switches = cluster.switches();
    if switches.is_on(Switch::KfpDown) {
        return Abort::refused();
    }
    if switches.is_on(Switch::KfpFirstApiOnly) && request.uri().path().starts_with("/apis/v2beta1/")
    {
        let body = json!({"error": "Not Found", "code": 5, "message": "Not Found"});
        return json_response(StatusCode::NOT_FOUND, body.to_string());
    }
    let response = next.run(request).await;
    if response.extensions().get::<Abort>().is_some() {
        if switches.is_on(Switch::KfpDiesOfEmptyUser) {
            tracing::error!(
                "simulated crash: the KFP API server is down until `KfpDown` is turned off"
            );
            switches.set(Switch::KfpDown, true);
        }
        return response;
    }
    match response.status() {
        StatusCode::UNAUTHORIZED if switches.is_on(Switch::KfpAlpha) => {
            reworded(response, as_alpha).await
        }
        StatusCode::FORBIDDEN if switches.is_on(Switch::KfpEmptyGroup) => {
            reworded(response, without_group).await
        }
        _ => response,
    }
}

async fn reworded(response: Response, reword: fn(&str) -> (StatusCode, Value)) -> Response {
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, MAX_REFUSAL_BYTES).await.unwrap_or_default();
    let refusal: Value = serde_json::from_slice(&body).unwrap_or_default();
    let Some(message) = refusal.get("message").and_then(Value::as_str) else {
        return Response::from_parts(parts, Body::from(body));
    };
    let (status, body) = reword(message);
    parts.headers.remove(WWW_AUTHENTICATE);
    parts.headers.remove(http::header::CONTENT_LENGTH);
    parts.status = status;
    Response::from_parts(parts, Body::from(body.to_string()))
}

/// 2.0.0-alpha: the missing identity is an internal error with the place in the program behind it.
fn as_alpha(_message: &str) -> (StatusCode, Value) {
    let text = "Internal error: Unauthenticated: Request header error: there is no user identity header.: Request header \
                error: there is no user identity header.\nFailed to authorize with API\n\
                github.com/kubeflow/pipelines/backend/src/common/util.Wrap";
    let body = json!({"error": text, "code": 13, "message": text, "details": [{
        "@type": "type.googleapis.com/api.Error",
        "error_message": "Internal error: Unauthenticated",
        "error_details": text,
    }]});
    (StatusCode::INTERNAL_SERVER_ERROR, body)
}

/// 2.0 beta: the review named no group, and so was refused whatever the rights.
fn without_group(message: &str) -> (StatusCode, Value) {
    let message = message.replace("Group:pipelines.kubeflow.org,", "Group:,");
    let body = json!({"error": message, "code": 7, "message": message, "details": []});
    (StatusCode::FORBIDDEN, body)
}
