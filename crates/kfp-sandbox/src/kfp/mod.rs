//! The KFP API server.

mod healthz;

use axum::Router;
use axum::routing::any;

use crate::cluster::Cluster;

/// The bare API server, as its container answers on port 8888: no sidecar in front.
///
/// A response that carries [`Abort`](crate::listener::Abort) stands for "the process died": callers in process
/// must treat it as a closed connection.
pub(crate) fn router(cluster: Cluster) -> Router {
    Router::new()
        .route("/apis/v2beta1/healthz", any(healthz::v2beta1))
        .route("/apis/v1beta1/healthz", any(healthz::v1beta1))
        .with_state(cluster)
}
