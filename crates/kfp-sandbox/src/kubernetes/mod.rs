//! The Kubernetes API server, as far as a KFP client's surroundings use it.

use axum::Router;
use axum::routing::get;

use crate::cluster::Cluster;

/// The API server; bearer tokens of the sandbox's own issuer authenticate.
pub(crate) fn router(cluster: Cluster) -> Router {
    Router::new()
        .route("/readyz", get(|| async { "ok" }))
        .route("/livez", get(|| async { "ok" }))
        .with_state(cluster)
}
