//! The second port: health, readiness, metrics. No route of the gateway leads here.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};

use crate::lifecycle::Readiness;
use crate::telemetry::Metrics;

/// The media type that Prometheus asks for.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone, Debug)]
struct Ops {
    readiness: Readiness,
    metrics: Arc<Metrics>,
}

/// The routes of the second port.
pub(crate) fn router(readiness: Readiness, metrics: Arc<Metrics>) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(readyz))
        .route("/metrics", get(figures))
        .with_state(Ops { readiness, metrics })
}

async fn readyz(State(ops): State<Ops>) -> Response {
    if ops.readiness.is_open() {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
    }
}

async fn figures(State(ops): State<Ops>) -> Response {
    ([(header::CONTENT_TYPE, OPEN_METRICS)], ops.metrics.text()).into_response()
}
