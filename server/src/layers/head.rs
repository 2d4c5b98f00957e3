//! The size of a request's head.
//!
//! hyper answers a head that it cannot hold itself, without a body. It is therefore told to hold more than what is
//! allowed ([`crate::serve`]), and what is over the limit is refused here, in words. Only what is far beyond the limit is
//! still hyper's.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::problem::{Failure, ProblemCode};

/// More header lines than these no gateway sends (Envoy itself stops at 100).
const MOST_HEADERS: usize = 128;

/// Refuses a head with more bytes than the limit, or with more lines than [`MOST_HEADERS`].
pub(super) async fn layer(State(limit): State<usize>, request: Request, next: Next) -> Response {
    let detail = if request.headers().len() > MOST_HEADERS {
        format!("A request may have {MOST_HEADERS} header lines.")
    } else if bytes(&request) > limit {
        format!("The request line and the headers together may have {limit} bytes.")
    } else {
        return next.run(request).await;
    };
    Failure::new(ProblemCode::HeadTooLarge, detail).into_response()
}

/// The bytes of the head as it came, but for spaces that nobody needs: `METHOD target HTTP/1.1`, `name: value`, and the
/// ends of the lines.
fn bytes(request: &Request) -> usize {
    let line = request.method().as_str().len()
        + request
            .uri()
            .path_and_query()
            .map_or(1, |target| target.as_str().len())
        + " HTTP/1.1 \r\n\r\n".len();
    let headers = request.headers().iter();
    headers.fold(line, |sum, (name, value)| {
        sum + name.as_str().len() + value.len() + ": \r\n".len()
    })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn every_byte_of_the_head_counts() {
        let head = "GET /a?b=c HTTP/1.1\r\nhost: x\r\ncookie: a\r\ncookie: bc\r\n\r\n";
        let request = Request::builder()
            .uri("/a?b=c")
            .header("host", "x")
            .header("cookie", "a")
            .header("cookie", "bc")
            .body(Body::empty())
            .expect("a request");
        assert_eq!(bytes(&request), head.len());
    }
}
