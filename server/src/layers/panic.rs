//! A panic is a defect of the console: logged once, answered with a 500.

use std::any::Any;

use axum::body::Body;
use axum::response::{IntoResponse, Response};

use crate::problem::{Failure, ProblemCode};

/// The answer to a request whose handler panicked.
///
/// The text of the panic goes nowhere: it may hold what the request held. The place stands in the line that the hook of
/// the log wrote.
pub(super) fn answer(_panic: Box<dyn Any + Send + 'static>) -> Response<Body> {
    Failure::new(
        ProblemCode::Internal,
        "A defect of the console stopped this request.",
    )
    .into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::extract::Request;
    use axum::middleware::from_fn_with_state;
    use axum::routing::get;
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;
    use crate::config::Prefix;
    use crate::layers::error_body;

    async fn defect() {
        panic!("what the request held");
    }

    #[tokio::test]
    async fn panic_becomes_a_500_that_does_not_repeat_its_text() {
        let router = Router::new()
            .route("/", get(defect))
            .layer(CatchPanicLayer::custom(answer))
            .layer(from_fn_with_state(Prefix::default(), error_body::layer));
        let request = Request::builder()
            .uri("/")
            .body(Body::empty())
            .expect("a request");
        let response = router.oneshot(request).await.expect("an answer");
        assert_eq!(response.status(), 500);
        let body = response
            .into_body()
            .collect()
            .await
            .expect("a body")
            .to_bytes();
        let problem: console_api::Problem = serde_json::from_slice(&body).expect("a problem");
        assert_eq!(problem.code, "console.internal");
        assert!(!format!("{problem:?}").contains("what the request held"));
    }
}
