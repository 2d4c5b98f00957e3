//! A name for every request, the gateway's if it gave one.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderValue;
use kfp_core::headers::REQUEST_ID;

use crate::random;

/// Longer ids are none of the gateway's (a UUID has 36 characters) and would only fill the log.
const LONGEST: usize = 64;

/// The name of a request, for the log, the error body and the call to KFP.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(HeaderValue);

impl RequestId {
    /// The id: letters, digits and `-` only.
    pub(crate) fn as_str(&self) -> &str {
        self.0.to_str().unwrap_or_default()
    }

    /// The id as it is sent.
    pub(super) fn header(&self) -> &HeaderValue {
        &self.0
    }

    fn of(request: &Request) -> Self {
        let given = request.headers().get(REQUEST_ID).filter(|value| {
            !value.is_empty()
                && value.len() <= LONGEST
                && value
                    .as_bytes()
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
        });
        Self(given.cloned().unwrap_or_else(|| {
            HeaderValue::from_str(&random::hex_of_store::<16>())
                .expect("hexadecimal digits are a header value")
        }))
    }
}

/// Names the request and repeats the name in the answer.
pub(super) async fn layer(mut request: Request, next: Next) -> Response {
    let id = RequestId::of(&request);
    request.extensions_mut().insert(id.clone());
    let mut response = next.run(request).await;
    response.headers_mut().insert(REQUEST_ID, id.0);
    response
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    fn id(given: &str) -> String {
        let request = Request::builder()
            .header(REQUEST_ID, given)
            .body(Body::empty())
            .expect("a request");
        RequestId::of(&request).as_str().to_owned()
    }

    #[test]
    fn takes_the_id_of_the_gateway() {
        assert_eq!(
            id("6f1c7b1e-8a3e-4c52-9d1c-0a1b2c3d4e5f"),
            "6f1c7b1e-8a3e-4c52-9d1c-0a1b2c3d4e5f"
        );
    }

    #[test]
    fn makes_its_own_where_the_given_one_could_break_a_log() {
        for bad in ["", "with space", "a\"b", &"x".repeat(65)] {
            assert_eq!(id(bad).len(), 32, "{bad}");
        }
        assert_ne!(id(""), id(""));
    }
}
