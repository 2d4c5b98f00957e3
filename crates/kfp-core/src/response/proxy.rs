//! Answers of proxies, login services and other applications, recognised by status, headers and first bytes.
//!
//! Each text is as Envoy, Istio, oauth2-proxy and oidc-authservice write it; the tests hold recorded answers of theirs.

use http::{HeaderMap, StatusCode, header};

use super::html;
use crate::error::{Hop, ProxyReason, SignedOut, TokenRefusal};
use crate::headers::{GRPC_STATUS, UPSTREAM_TIME};

/// The length of `RBAC: access denied`: all that a HEAD leaves of it.
const RBAC_LENGTH: &str = "19";

/// How much of a text is looked at.
const LOOKED_AT: usize = 1024;

/// Who answered, where Envoy's headers say.
pub(super) fn hop(headers: &HeaderMap) -> Hop {
    if headers.contains_key(UPSTREAM_TIME) {
        Hop::Further
    } else if text(headers, header::SERVER).contains("envoy") {
        Hop::FirstProxy
    } else {
        Hop::Unknown
    }
}

/// Who answered in the application's place, by status, headers and the beginning of the body.
pub(crate) fn of_answer(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
) -> Option<ProxyReason> {
    match status {
        status if status.is_success() => of_success(headers, body),
        status if status.is_redirection() => Some(of_redirect(status, headers)),
        StatusCode::PAYLOAD_TOO_LARGE => Some(ProxyReason::BodyTooLarge),
        StatusCode::TOO_MANY_REQUESTS => Some(ProxyReason::RateLimited),
        StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Some(ProxyReason::HeadersTooLarge),
        status => Some(of_error(status, headers, body)),
    }
}

/// A 2xx that is not the application's.
fn of_success(headers: &HeaderMap, body: &[u8]) -> Option<ProxyReason> {
    match text(headers, GRPC_STATUS) {
        "7" => return Some(ProxyReason::RbacDenied),
        "16" => {
            return Some(ProxyReason::SignedOut {
                by: SignedOut::EmptyObject,
            });
        }
        "14" => return Some(ProxyReason::NoHealthyUpstream),
        _ => {}
    }
    if body.trim_ascii().is_empty() {
        Some(ProxyReason::NoContent)
    } else if html::is_html(text(headers, header::CONTENT_TYPE), body) {
        Some(html::reason(body))
    } else {
        None
    }
}

/// A 3xx. KFP redirects only to clean a path, and permanently; any other redirect of a call leads to a login.
fn of_redirect(status: StatusCode, headers: &HeaderMap) -> ProxyReason {
    let location = text(headers, header::LOCATION);
    let leads_to_login = ["/dex/auth", "/oauth2/", "/authservice/", "/login"]
        .iter()
        .any(|part| location.contains(part));
    match status {
        _ if leads_to_login => ProxyReason::SignedOut {
            by: SignedOut::Redirect,
        },
        StatusCode::MOVED_PERMANENTLY | StatusCode::PERMANENT_REDIRECT => ProxyReason::PathCleaned,
        StatusCode::FOUND | StatusCode::SEE_OTHER | StatusCode::TEMPORARY_REDIRECT => {
            ProxyReason::SignedOut {
                by: SignedOut::Redirect,
            }
        }
        _ => ProxyReason::Other,
    }
}

/// A 4xx or 5xx that KFP did not write.
fn of_error(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> ProxyReason {
    let content_type = text(headers, header::CONTENT_TYPE);
    let body = body.trim_ascii();
    if body.is_empty() {
        return of_empty_error(status, headers, content_type);
    }
    if html::is_html(content_type, body) {
        return html::reason(body);
    }
    if body.starts_with(b"{") {
        return of_json_error(status, body);
    }
    let start = String::from_utf8_lossy(&body[..body.len().min(LOOKED_AT)]);
    of_text(&start).unwrap_or_else(|| of_status(status))
}

fn of_empty_error(status: StatusCode, headers: &HeaderMap, content_type: &str) -> ProxyReason {
    // The answer to a HEAD has the headers of the body that is left out.
    match status {
        StatusCode::UNAUTHORIZED if content_type.starts_with("application/json") => {
            ProxyReason::SignedOut {
                by: SignedOut::EmptyObject,
            }
        }
        StatusCode::UNAUTHORIZED if headers.contains_key(header::WWW_AUTHENTICATE) => {
            ProxyReason::TokenRefused {
                refusal: TokenRefusal::Other,
            }
        }
        StatusCode::UNAUTHORIZED => ProxyReason::EmptyUnauthorized,
        StatusCode::FORBIDDEN if content_type.starts_with("text/html") => ProxyReason::SignedOut {
            by: SignedOut::SignInPage,
        },
        StatusCode::FORBIDDEN if text(headers, header::CONTENT_LENGTH) == RBAC_LENGTH => {
            ProxyReason::RbacDenied
        }
        StatusCode::FORBIDDEN => ProxyReason::LoginServiceDown,
        StatusCode::NOT_FOUND => ProxyReason::NoRoute,
        StatusCode::SERVICE_UNAVAILABLE => ProxyReason::UnknownService,
        status => of_status(status),
    }
}

fn of_json_error(status: StatusCode, body: &[u8]) -> ProxyReason {
    #[derive(serde::Deserialize)]
    struct Kubernetes<'a> {
        #[serde(borrow)]
        kind: std::borrow::Cow<'a, str>,
        #[serde(borrow, default)]
        message: std::borrow::Cow<'a, str>,
    }
    let is_empty_object = body.strip_prefix(b"{").map(<[u8]>::trim_ascii) == Some(b"}");
    match status {
        StatusCode::UNAUTHORIZED if is_empty_object => ProxyReason::SignedOut {
            by: SignedOut::EmptyObject,
        },
        _ => match serde_json::from_slice::<Kubernetes<'_>>(body) {
            Ok(object) if object.kind == "Status" && is_of_the_service_proxy(&object.message) => {
                ProxyReason::KubernetesProxy
            }
            Ok(object) if object.kind == "Status" => ProxyReason::KubernetesApi,
            _ => ProxyReason::Other,
        },
    }
}

/// In the words of Kubernetes' API server, where it passes a call on to a service.
fn is_of_the_service_proxy(text: &str) -> bool {
    let words = text.get(..30).unwrap_or(text).to_ascii_lowercase();
    words.starts_with("error trying to reach service")
}

fn of_text(text: &str) -> Option<ProxyReason> {
    let begins = |prefix: &str| text.starts_with(prefix);
    let reason = if begins("RBAC: access denied") {
        ProxyReason::RbacDenied
    } else if begins("Jwt is expired") {
        ProxyReason::SignedOut {
            by: SignedOut::ExpiredToken,
        }
    } else if begins("Jw")
        || text.contains("in Jwt are not allowed")
        || text.contains("invalid bearer token")
    {
        ProxyReason::TokenRefused {
            refusal: token_refusal(text),
        }
    } else if begins("no healthy upstream") {
        ProxyReason::NoHealthyUpstream
    } else if begins("upstream connect error") {
        // Before headers nothing of an answer came, but the request may have arrived.
        let terminated = [
            "connection termination",
            "remote reset",
            "local reset",
            "protocol error",
        ];
        if terminated.iter().any(|reason| text.contains(reason)) {
            ProxyReason::Reset
        } else {
            ProxyReason::ConnectFailure
        }
    } else if is_of_the_service_proxy(text) {
        ProxyReason::KubernetesProxy
    } else if begins("upstream request timeout") || begins("stream timeout") {
        ProxyReason::Timeout
    } else if begins("OIDC Setup is not complete") {
        ProxyReason::LoginServiceDown
    } else if text.contains("CSRF") {
        ProxyReason::LoginFailed
    } else if begins("404 page not found") || begins("Cannot ") {
        ProxyReason::NoRoute
    } else {
        return None;
    };
    Some(reason)
}

/// Envoy's words.
fn token_refusal(text: &str) -> TokenRefusal {
    if text.contains("issuer is not configured") {
        TokenRefusal::Issuer
    } else if text.contains("Audiences in Jwt") {
        TokenRefusal::Audience
    } else if text.contains("verification fails") || text.contains("have key to match") {
        TokenRefusal::Signature
    } else if text.contains("not yet valid") {
        TokenRefusal::NotYetValid
    } else if text.contains("is not in the form") || text.contains("is an invalid") {
        TokenRefusal::Malformed
    } else if text.contains("Jwt is missing") {
        TokenRefusal::Missing
    } else if text.contains("remote fetch") {
        TokenRefusal::KeysUnavailable
    } else {
        TokenRefusal::Other
    }
}

/// When nothing but the status speaks.
fn of_status(status: StatusCode) -> ProxyReason {
    match status {
        StatusCode::UNAUTHORIZED => ProxyReason::EmptyUnauthorized,
        StatusCode::GATEWAY_TIMEOUT => ProxyReason::Timeout,
        _ => ProxyReason::Other,
    }
}

fn text(headers: &HeaderMap, name: impl header::AsHeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
