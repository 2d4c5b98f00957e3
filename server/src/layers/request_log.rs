//! One log line, the metrics and the trace's step for every request.
//!
//! Logged are method, path template, status, duration, user (hashed) and the kind of failure; never a path with ids,
//! a query, a header or a cookie.

use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::RequestId;
use crate::app::App;
use crate::problem::Failure;
use crate::telemetry::{Course, Ended, Step};

/// What the layers and routes below find out about a request and the log wants to know.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestRecord(Arc<Found>);

#[derive(Debug, Default)]
struct Found {
    template: OnceLock<&'static str>,
    user: OnceLock<String>,
}

impl RequestRecord {
    /// The route that serves the request, with names in place of ids.
    pub(crate) fn template(&self, template: &'static str) {
        let _ = self.0.template.set(template);
    }

    /// The hashed user.
    pub(crate) fn user(&self, hashed: String) {
        let _ = self.0.user.set(hashed);
    }
}

/// Writes the line and counts the request.
pub(super) async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let record = RequestRecord::default();
    request.extensions_mut().insert(record.clone());
    let id = request.extensions().get::<RequestId>().cloned();
    let method = request.method().clone();
    let started = Instant::now();
    let in_flight = app.metrics().request_begins();
    let given = id.as_ref().map(|id| id.header().clone());
    let course = Course::of_request(request.headers(), given);
    let span = app.tracer().begin(Step::Request, course.parent());
    let course = course.below(span.place());
    let trace = course.parent().map(|place| format!("{:032x}", place.trace));
    // Boxed: what it holds would stand twice on the stack, once for the course and once for the request.
    let response = course.around(Box::pin(next.run(request))).await;
    drop(in_flight);
    let duration = started.elapsed();
    let template = record.0.template.get().copied().unwrap_or("none");
    let status = response.status();
    app.metrics()
        .request_ends(&method, template, status, duration);
    let failure = response.extensions().get::<Arc<Failure>>();
    span.end(Ended {
        request: Some((known(&method), template)),
        status: Some(status),
        problem: failure.map(|failure| failure.code.slug()),
    });
    tracing::info!(
        request.id = id.as_ref().map(RequestId::as_str),
        trace.id = trace,
        http.method = known(&method),
        http.route = template,
        http.status = status.as_u16(),
        duration_ms = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
        user.id = record.0.user.get().map(String::as_str),
        problem = failure.map(|failure| failure.code.slug()),
        "request"
    );
    response
}

/// A client may invent methods; the log and the metrics only know the usual ones.
pub(crate) fn known(method: &http::Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
