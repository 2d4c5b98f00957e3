//! The dashboard's API. The identity header is believed: only the gateway reaches the dashboard.

use axum::extract::State;
use axum::response::{IntoResponse, Json, Response};
use http::{HeaderMap, StatusCode};
use serde_json::{Value, json};

use super::membership;
use crate::cluster::Cluster;
use crate::config::LoginEra;
use crate::fault::Switch;

fn user(headers: &HeaderMap) -> Option<&str> {
    headers
        .get("kubeflow-userid")
        .and_then(|value| value.to_str().ok())
}

fn logout_url(era: LoginEra) -> &'static str {
    match era {
        LoginEra::Authservice => "/authservice/logout",
        LoginEra::Oauth2Proxy => "/oauth2/sign_out",
    }
}

pub(super) async fn env_info(State(cluster): State<Cluster>, headers: HeaderMap) -> Response {
    let user = user(&headers);
    if cluster.switches().is_on(Switch::AccessManagementDown) {
        return broken();
    }
    let namespaces = membership::bindings(&cluster, user);
    Json(json!({
        "user": user.unwrap_or("anonymous@kubeflow.org"),
        "platform": {
            "provider": "other",
            "providerName": "other",
            "kubeflowVersion": "sandbox (simulated)",
            "logoutUrl": logout_url(cluster.config().login),
        },
        "namespaces": namespaces,
        "isClusterAdmin": user.is_none(),
    }))
    .into_response()
}

pub(super) async fn exists(State(cluster): State<Cluster>, headers: HeaderMap) -> Response {
    let user = user(&headers);
    let namespaces = membership::bindings(&cluster, user);
    let owns_one = namespaces.iter().any(|binding| binding["role"] == "owner");
    Json(json!({
        "user": user.unwrap_or("anonymous@kubeflow.org"),
        "hasAuth": user.is_some(),
        "hasWorkgroup": owns_one,
        "registrationFlowAllowed": false,
    }))
    .into_response()
}

/// Names every namespace to everyone, as the real one does.
pub(super) async fn namespaces(State(cluster): State<Cluster>) -> Json<Vec<Value>> {
    Json(membership::namespaces(&cluster))
}

pub(super) async fn links() -> Json<Value> {
    Json(json!({
        "menuLinks": [
            {"type": "item", "link": "/kfp-console/", "text": "Pipelines console", "icon": "kubeflow:pipeline-centered"},
        ],
        "externalLinks": [],
        "quickLinks": [],
        "documentationItems": [],
    }))
}

pub(super) async fn settings() -> Json<Value> {
    Json(json!({"DASHBOARD_FORCE_IFRAME": true}))
}

pub(super) async fn debug(headers: HeaderMap) -> Json<Value> {
    Json(json!({
        "user": user(&headers),
        "profilesServiceUrl": "http://profiles-kfam.kubeflow:8081/kfam",
        "registrationFlowAllowed": false,
        "headersForIdentity": {"USERID_HEADER": "kubeflow-userid", "USERID_PREFIX": ""},
    }))
}

pub(super) async fn no_route() -> Response {
    let body = json!({"error": "Could not find the route you're looking for"});
    (StatusCode::NOT_FOUND, Json(body)).into_response()
}

/// What the dashboard answers when it cannot learn the namespaces.
fn broken() -> Response {
    (
        StatusCode::INTERNAL_SERVER_ERROR,
        Json(json!({"error": {}})),
    )
        .into_response()
}
