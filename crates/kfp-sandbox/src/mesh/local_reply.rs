//! Answers that Envoy gives itself, byte for byte as recorded.

use axum::body::Body;
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

/// An answer of the proxy, not of what stands behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalReply {
    status: StatusCode,
    body: &'static str,
    /// `www-authenticate`, for refused tokens.
    challenge: Option<HeaderValue>,
    /// Whether the connection ends with the answer.
    close: bool,
}

impl LocalReply {
    fn new(status: StatusCode, body: &'static str) -> Self {
        Self {
            status,
            body,
            challenge: None,
            close: false,
        }
    }

    /// No policy admits the caller. 19 bytes, no newline.
    pub(crate) fn rbac_denied() -> Self {
        Self::new(StatusCode::FORBIDDEN, "RBAC: access denied")
    }

    /// The login service is down, too slow, or answered 5xx.
    pub(crate) fn ext_authz_error() -> Self {
        Self::new(StatusCode::FORBIDDEN, "")
    }

    /// A token was refused; `realm` is the address of the request.
    pub(crate) fn jwt_refused(reason: &'static str, realm: &str) -> Self {
        let challenge = format!("Bearer realm=\"{realm}\", error=\"invalid_token\"");
        let challenge = HeaderValue::from_str(&challenge).ok();
        Self {
            challenge,
            ..Self::new(StatusCode::UNAUTHORIZED, reason)
        }
    }

    /// The request's head is longer than 60 KiB or has more than 100 headers.
    pub(crate) fn head_too_large() -> Self {
        Self {
            close: true,
            ..Self::new(
                StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
                "Request Header Fields Too Large",
            )
        }
    }

    /// The path cannot be normalised.
    pub(crate) fn bad_path() -> Self {
        Self {
            close: true,
            ..Self::new(StatusCode::BAD_REQUEST, "")
        }
    }

    /// No route.
    pub(crate) fn no_route() -> Self {
        Self::new(StatusCode::NOT_FOUND, "")
    }

    /// The service has no ready endpoint.
    pub(crate) fn no_healthy_upstream() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "no healthy upstream")
    }

    /// Nothing listens at the endpoint. Worded as Istio up to 1.29 does; later Envoys leave out the reason.
    pub(crate) fn connection_refused() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "upstream connect error or disconnect/reset before headers. retried and the latest reset reason: \
             remote connection failure, transport failure reason: delayed connect error: Connection refused",
        )
    }

    /// The connection to the application ended before its answer began.
    pub(crate) fn connection_terminated() -> Self {
        Self::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
        )
    }

    /// The application was slower than the route allows.
    pub(crate) fn upstream_timeout() -> Self {
        Self::new(StatusCode::GATEWAY_TIMEOUT, "upstream request timeout")
    }

    /// The answer to a request with those headers: gRPC callers get status 200 and the verdict in gRPC's terms.
    pub(crate) fn into_response(self, request: &HeaderMap) -> Response<Body> {
        if is_grpc(request) {
            return grpc(self.status, self.body);
        }
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        if let Some(challenge) = self.challenge {
            headers.insert(WWW_AUTHENTICATE, challenge);
        }
        headers.insert(CONTENT_LENGTH, HeaderValue::from(self.body.len()));
        if !self.body.is_empty() {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
        }
        if self.close {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

/// Whether the caller speaks gRPC.
pub(crate) fn is_grpc(request: &HeaderMap) -> bool {
    request.get(CONTENT_TYPE).is_some_and(|value| {
        let value = value.as_bytes();
        value == b"application/grpc" || value.starts_with(b"application/grpc+")
    })
}

/// An HTTP verdict in gRPC's terms.
pub(crate) fn grpc(status: StatusCode, message: &str) -> Response<Body> {
    let code = match status.as_u16() {
        400 => "13",
        401 => "16",
        403 => "7",
        404 => "12",
        429 | 502..=504 => "14",
        _ => "2",
    };
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers.insert(
        HeaderName::from_static("grpc-status"),
        HeaderValue::from_static(code),
    );
    if let Ok(message) = HeaderValue::from_str(message)
        && !message.is_empty()
    {
        headers.insert(HeaderName::from_static("grpc-message"), message);
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_denial_is_nineteen_bytes_of_plain_text() {
        let response = LocalReply::rbac_denied().into_response(&HeaderMap::new());
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
        assert_eq!(response.headers()[CONTENT_LENGTH], "19");
        assert_eq!(response.headers()[CONTENT_TYPE], "text/plain");
    }

    #[test]
    fn grpc_callers_get_grpc() {
        let mut request = HeaderMap::new();
        request.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
        let response = LocalReply::rbac_denied().into_response(&request);
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["grpc-status"], "7");
        assert_eq!(response.headers()["grpc-message"], "RBAC: access denied");
    }
}
