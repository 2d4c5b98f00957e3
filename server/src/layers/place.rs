//! Which path of ours a request is for.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::uri::PathAndQuery;
use http::{HeaderValue, Method, StatusCode, Uri, header};

use super::error_body::ShapeCell;
use crate::app::App;
use crate::problem::{Failure, ProblemCode, Shape};

/// Takes the prefix off.
pub(super) async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    if request.method() == Method::OPTIONS {
        return StatusCode::NO_CONTENT.into_response();
    }
    let prefix = &app.config().app.prefix;
    if prefix.is_bare(request.uri().path()) {
        return to_slash(&request, prefix.as_str());
    }
    if let Some(inner) = prefix.strip(request.uri().path()).map(str::to_owned) {
        match with_path(request.uri(), &inner) {
            Some(uri) => *request.uri_mut() = uri,
            None => return unknown(),
        }
    }
    let path = request.uri().path();
    if let Some(shape) = request.extensions().get::<ShapeCell>() {
        shape.set(Shape::of(path));
    }
    next.run(request).await
}

/// A relative redirect: scheme and host of an absolute one would be guesses behind a gateway.
fn to_slash(request: &Request, prefix: &str) -> Response {
    if request.method() != Method::GET && request.method() != Method::HEAD {
        return unknown();
    }
    let target = match request.uri().query() {
        Some(query) => format!("{prefix}?{query}"),
        None => prefix.to_owned(),
    };
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::PERMANENT_REDIRECT;
    match HeaderValue::from_str(&target) {
        Ok(target) => response.headers_mut().insert(header::LOCATION, target),
        Err(_) => return unknown(),
    };
    response
}

fn with_path(uri: &Uri, path: &str) -> Option<Uri> {
    let path_and_query = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = http::uri::Parts::default();
    parts.path_and_query =
        Some(PathAndQuery::from_maybe_shared(bytes::Bytes::from(path_and_query)).ok()?);
    Uri::from_parts(parts).ok()
}

fn unknown() -> Response {
    Failure::new(ProblemCode::UnknownPath, "Not Found").into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_is_replaced_and_query_kept() {
        let uri: Uri = "/kfp-console/api/session?a=%20b".parse().expect("a URI");
        assert_eq!(
            with_path(&uri, "/api/session").expect("a URI").to_string(),
            "/api/session?a=%20b"
        );
    }
}
