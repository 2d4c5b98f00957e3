//! `healthz` in both API versions: no authentication, any method.

use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::router::json as json_response;
use crate::cluster::Cluster;
use crate::fault::Switch;

/// The KFP source that the sandbox plays, as the real server names it.
const COMMIT: &str = "7b70c7b95f";
const TAG: &str = "2.17.0";

/// The release that is played, as the real server names it.
fn tag(cluster: &Cluster) -> &'static str {
    if cluster.switches().is_on(Switch::KfpAlpha) {
        "2.0.0-alpha.7"
    } else {
        TAG
    }
}

pub(super) fn v2beta1(cluster: &Cluster) -> Response {
    let body = json!({
        "commit_sha": COMMIT,
        "tag_name": tag(cluster),
        "multi_user": cluster.multi_user(),
        "pipeline_store": "database",
    });
    json_response(StatusCode::OK, body.to_string())
}

pub(super) fn v1beta1(cluster: &Cluster) -> Response {
    let body =
        json!({"commit_sha": COMMIT, "tag_name": tag(cluster), "multi_user": cluster.multi_user()});
    json_response(StatusCode::OK, body.to_string())
}
