//! `healthz` in both API versions: no authentication, any method.

use axum::extract::State;
use axum::response::Json;
use serde_json::{Value, json};

use crate::cluster::Cluster;

/// The KFP source that the sandbox plays, as the real server names it.
const COMMIT: &str = "7b70c7b95f";
const TAG: &str = "2.17.0";

pub(super) async fn v2beta1(State(cluster): State<Cluster>) -> Json<Value> {
    Json(json!({
        "commit_sha": COMMIT,
        "tag_name": TAG,
        "multi_user": cluster.multi_user(),
        "pipeline_store": "database",
    }))
}

pub(super) async fn v1beta1(State(cluster): State<Cluster>) -> Json<Value> {
    Json(json!({"commit_sha": COMMIT, "tag_name": TAG, "multi_user": cluster.multi_user()}))
}
