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

    /// A policy demands a token, and there is none: the challenge names no error.
    pub(crate) fn jwt_missing(realm: &str) -> Self {
        let challenge = HeaderValue::from_str(&format!("Bearer realm=\"{realm}\"")).ok();
        Self {
            challenge,
            ..Self::new(StatusCode::UNAUTHORIZED, "Jwt is missing")
        }
    }

    /// A policy names audiences, and the token has none of them. The only refusal of a token that is a 403.
    pub(crate) fn jwt_audience(realm: &str) -> Self {
        Self {
            status: StatusCode::FORBIDDEN,
            ..Self::jwt_refused("Audiences in Jwt are not allowed", realm)
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

    /// No connection to the application, for another reason.
    pub(crate) fn unreachable(words: &'static str) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, words)
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
        let mut response = self.worded(request);
        response.extensions_mut().insert(Local);
        response
    }

    fn worded(self, request: &HeaderMap) -> Response<Body> {
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

/// Marks the answer of a proxy, so that no hop claims that an application gave it.
#[derive(Clone, Copy, Debug)]
struct Local;

/// Whether an answer comes from the proxy in front of an application, not from it.
pub(crate) fn is_local(response: &Response<Body>) -> bool {
    response.extensions().get::<Local>().is_some()
}

/// Lets an answer count as that of whoever stands behind: for the next hop it is one, whoever gave it.
pub(crate) fn settle(mut response: Response<Body>) -> Response<Body> {
    response.extensions_mut().remove::<Local>();
    response
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
