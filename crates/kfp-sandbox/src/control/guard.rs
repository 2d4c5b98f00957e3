//! Who may use the control address.

use std::net::{IpAddr, SocketAddr};

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{HOST, ORIGIN};
use http::uri::Authority;

use crate::error::SandboxError;

/// Refuses to listen beyond loopback.
///
/// # Errors
/// [`SandboxError::ControlExposed`].
pub(crate) fn only_loopback(address: SocketAddr) -> Result<SocketAddr, SandboxError> {
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err(SandboxError::ControlExposed { address })
    }
}

/// Refuses pages of a browser on this machine: such a page could reach loopback, by a name that leads here or across
/// origins, and would give itself away by its host or its origin.
pub(super) async fn no_browsers(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let is_direct = host.is_none_or(names_loopback);
    let is_of_page = headers.contains_key(ORIGIN) || headers.contains_key("sec-fetch-site");
    if is_direct && !is_of_page {
        return next.run(request).await;
    }
    let why = "the sandbox's control address is for programs on this machine: call it by its loopback address, and not \
               from a page\n";
    (StatusCode::FORBIDDEN, why).into_response()
}

fn names_loopback(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority
        .host()
        .trim_start_matches('[')
        .trim_end_matches(']');
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_address_itself_names_loopback() {
        for host in ["127.0.0.1:80", "[::1]:80", "localhost", "127.3.2.1"] {
            assert!(names_loopback(host), "{host}");
        }
        for host in [
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:80",
            "10.0.0.1",
            "",
            "@127.0.0.1@x",
        ] {
            assert!(!names_loopback(host), "{host}");
        }
    }
}
