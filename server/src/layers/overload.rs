//! The number of requests at a time, and the longest time for one.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::Config;
use crate::problem::{Failure, ProblemCode};

/// Lets a bounded number of requests in.
#[derive(Clone, Debug)]
pub(super) struct Gate {
    places: Arc<Semaphore>,
    longest: Duration,
}

impl Gate {
    pub(super) fn new(config: &Config) -> Self {
        let upstream = config.kfp.kfp_timeout.max(config.kfp.upload_timeout);
        let longest = upstream
            .saturating_add(upstream)
            .saturating_add(config.limits.body_timeout)
            .saturating_add(config.kubernetes.review_timeout);
        Self {
            places: Arc::new(Semaphore::new(config.limits.max_requests)),
            longest,
        }
    }
}

/// Refuses a request for which there is no place.
pub(super) async fn layer(State(gate): State<Gate>, request: Request, next: Next) -> Response {
    let Ok(_place) = gate.places.try_acquire() else {
        return Failure::new(
            ProblemCode::Overloaded,
            "As many requests as allowed are being served.",
        )
        .into_response();
    };
    match tokio::time::timeout(gate.longest, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Failure::new(
            ProblemCode::KfpTimeout,
            "The request was not served in time.",
        )
        .into_response(),
    }
}
