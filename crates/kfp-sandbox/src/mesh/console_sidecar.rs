//! The console's own sidecar, on the way out.

use axum::Router;
use axum::extract::Request;
use tokio::time::Instant;

use super::identity::CONSOLE;
use super::ml_pipeline::MlPipeline;
use super::sidecar::{answered, from_outbound_envoy};

/// `ml-pipeline` as the console reaches it through a sidecar of its own: with the console's identity, which may not
/// speak for a user either, and with the marks of two proxies on every answer.
pub(crate) fn console_sidecar(ml_pipeline: MlPipeline) -> Router {
    Router::new().fallback(move |request: Request| {
        let ml_pipeline = ml_pipeline.clone();
        async move {
            let asked = request.headers().clone();
            let start = Instant::now();
            let response = ml_pipeline.call(Some(CONSOLE), request).await;
            from_outbound_envoy(answered(response, &asked, start))
        }
    })
}
