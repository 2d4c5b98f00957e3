//! A panic is a defect of the console: logged once, answered with a 500.

use std::any::Any;

use axum::body::Body;
use axum::response::{IntoResponse, Response};

use crate::problem::{Failure, ProblemCode};

/// The answer to a request whose handler panicked.
///
/// The text of the panic goes nowhere: it may hold what the request held. The place stands in the line that the panic
/// hook wrote.
pub(super) fn answer(_panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    tracing::error!("a request handler panicked");
    Failure::new(
        ProblemCode::Internal,
        "A defect of the console stopped this request.",
    )
    .into_response()
}
