//! What the gateway does to the headers of every request from outside, and to every answer.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use http::header::{CONNECTION, COOKIE, HeaderName, HeaderValue, TE, TRANSFER_ENCODING, UPGRADE};
use http::{HeaderMap, Version};
use uuid::Uuid;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const EXTERNAL_ADDRESS: HeaderName = HeaderName::from_static("x-envoy-external-address");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const FORWARDED_CLIENT_CERT: HeaderName = HeaderName::from_static("x-forwarded-client-cert");

/// Request line and headers together may be this long.
const MAX_HEAD_BYTES: usize = 60 * 1024;
const MAX_HEADERS: usize = 100;

/// Whether Envoy would not read the request's head to its end.
pub(super) fn is_head_too_large(request: &Request) -> bool {
    let headers = request.headers();
    let line = request.method().as_str().len() + request.uri().to_string().len() + "HTTP/1.1".len();
    let bytes: usize = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum();
    headers.len() > MAX_HEADERS || line + bytes > MAX_HEAD_BYTES
}

/// Replaces what only a proxy may say about a request, and removes what belongs to one connection.
///
/// Deliberately not more than the real gateway does: a client's `x-forwarded-host`, `forwarded`, `x-real-ip` and the like
/// pass unchanged.
pub(super) fn clean_request(request: &mut Request) {
    let client = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |ConnectInfo(peer)| {
            peer.ip()
        })
        .to_string();
    let client = HeaderValue::from_str(&client).expect("an address is visible ASCII");
    join_cookies(request);
    // The one `TE` that is no matter of one connection.
    let trailers = request.version() == Version::HTTP_2
        && request.headers().get(TE).is_some_and(|te| te == "trailers");
    let headers = request.headers_mut();
    remove_hop_by_hop(headers);
    if trailers {
        headers.insert(TE, HeaderValue::from_static("trailers"));
    }
    let proxy_only: Vec<HeaderName> = headers
        .keys()
        .filter(|name| {
            name.as_str().starts_with("x-envoy-")
                && !name.as_str().starts_with("x-envoy-peer-metadata")
        })
        .cloned()
        .collect();
    for name in proxy_only {
        headers.remove(name);
    }
    headers.remove(FORWARDED_CLIENT_CERT);
    let mut forwarded_for: Vec<u8> = Vec::new();
    for hop in headers.get_all(FORWARDED_FOR) {
        forwarded_for.extend_from_slice(hop.as_bytes());
        forwarded_for.push(b',');
    }
    forwarded_for.extend_from_slice(client.as_bytes());
    if let Ok(forwarded_for) = HeaderValue::from_bytes(&forwarded_for) {
        headers.insert(FORWARDED_FOR, forwarded_for);
    }
    headers.insert(FORWARDED_PROTO, HeaderValue::from_static("http"));
    headers.insert(EXTERNAL_ADDRESS, client);
    let id = Uuid::new_v4().to_string();
    headers.insert(
        REQUEST_ID,
        HeaderValue::from_str(&id).expect("a UUID is visible ASCII"),
    );
}

/// HTTP/2 may send a cookie header in pieces, which mean one header; a second `Cookie` line of HTTP/1.1 stays one.
fn join_cookies(request: &mut Request) {
    if request.version() != Version::HTTP_2 {
        return;
    }
    let pieces: Vec<&[u8]> = request
        .headers()
        .get_all(COOKIE)
        .iter()
        .map(HeaderValue::as_bytes)
        .collect();
    if pieces.len() > 1
        && let Ok(joined) = HeaderValue::from_bytes(&pieces.join(&b"; "[..]))
    {
        request.headers_mut().insert(COOKIE, joined);
    }
}

/// Removes the headers of one connection. `Connection` cannot name a header of the request to be dropped with it.
pub(super) fn remove_hop_by_hop(headers: &mut HeaderMap) {
    for name in [CONNECTION, TE, TRANSFER_ENCODING, UPGRADE] {
        headers.remove(name);
    }
    for name in ["keep-alive", "proxy-connection", "expect"] {
        headers.remove(name);
    }
}

/// Whether the client asks for a websocket.
pub(super) fn wants_websocket(headers: &HeaderMap) -> bool {
    headers
        .get(UPGRADE)
        .is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"websocket"))
}

#[cfg(test)]
mod tests {
    use axum::body::Body;

    use super::*;

    #[test]
    fn a_client_cannot_speak_as_a_proxy() {
        let mut request = Request::builder()
            .uri("/")
            .header("x-forwarded-client-cert", "URI=spiffe://forged")
            .header("x-forwarded-for", "6.6.6.6")
            .header("x-forwarded-proto", "https")
            .header("x-envoy-internal", "true")
            .header("x-envoy-peer-metadata", "kept")
            .header("x-request-id", "chosen")
            .header("x-forwarded-host", "kept")
            .body(Body::empty())
            .unwrap();
        clean_request(&mut request);
        let headers = request.headers();
        assert_eq!(headers.get("x-forwarded-client-cert"), None);
        assert_eq!(headers["x-forwarded-for"], "6.6.6.6,127.0.0.1");
        assert_eq!(headers["x-forwarded-proto"], "http");
        assert_eq!(headers.get("x-envoy-internal"), None);
        assert_eq!(headers["x-envoy-external-address"], "127.0.0.1");
        assert_eq!(headers["x-envoy-peer-metadata"], "kept");
        assert_eq!(headers["x-forwarded-host"], "kept");
        assert_ne!(headers["x-request-id"], "chosen");
    }

    #[test]
    fn cookies_are_joined_as_their_protocol_means_them() {
        let request = |version| {
            let builder = Request::builder()
                .uri("/")
                .version(version)
                .header(COOKIE, "a=1");
            let mut request = builder.header(COOKIE, "s=2").body(Body::empty()).unwrap();
            clean_request(&mut request);
            request.headers()[COOKIE].clone()
        };
        assert_eq!(request(Version::HTTP_2), "a=1; s=2");
        assert_eq!(request(Version::HTTP_11), "a=1");
    }

    #[test]
    fn a_head_of_sixty_kibibytes_or_a_hundred_headers_passes() {
        let with = |names: usize, bytes: usize| {
            let mut request = Request::new(Body::empty());
            for number in 0..names {
                let name = HeaderName::from_bytes(format!("h{number}").as_bytes()).unwrap();
                let value = HeaderValue::from_str(&"v".repeat(bytes)).unwrap();
                request.headers_mut().insert(name, value);
            }
            is_head_too_large(&request)
        };
        assert!(!with(100, 1));
        assert!(with(101, 1));
        assert!(!with(1, 59 * 1024));
        assert!(with(1, 61 * 1024));
    }
}
