//! Writes come from our own page or from a program, never from a page of somebody else.
//!
//! The session cookie of the newer login era has no `SameSite`, so for two minutes after the login a browser sends it
//! with a form of any site. What tells such a request apart is its `Origin`, which browsers send with every write and
//! which the gateway passes unchanged. The rule:
//!
//! - `Sec-Fetch-Site`, where a browser sends it (not on plain http), must be `same-origin`;
//! - `Origin`, where there is one, must name the host that the request was sent to;
//! - without either it is no browser: a program such as the Python client, which carries a cookie that its user gave
//!   it on purpose. There is nothing to forge then;
//! - whoever sends it, a body must be JSON, bare bytes or, for an upload, a form with a file. A page cannot send the first two
//!   to another origin without asking by `OPTIONS` first, on which nothing is allowed.
//!
//! Scheme and forwarded headers are not compared: behind a load balancer the first is unknown, and the second can be
//! written by anybody.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, header};

use crate::app::App;
use crate::config::Defence;
use crate::problem::{Failure, ProblemCode};

/// Refuses a write of a foreign page.
pub(super) async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    if is_safe(request.method()) || !app.config().has(Defence::Origin) {
        return next.run(request).await;
    }
    match judge(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

fn is_safe(method: &Method) -> bool {
    // OPTIONS never comes here; everything unknown counts as a write.
    method == Method::GET || method == Method::HEAD
}

fn judge(headers: &HeaderMap) -> Result<(), Failure> {
    is_of_own_page(headers)?;
    content_type(headers)
}

/// Whether a request comes from our own page or from a program.
///
/// # Errors
/// A 403 for one of a foreign page.
pub(crate) fn is_of_own_page(headers: &HeaderMap) -> Result<(), Failure> {
    let foreign = |detail: &str| Failure::new(ProblemCode::ForeignOrigin, detail);
    if headers
        .get("sec-fetch-site")
        .is_some_and(|site| site != "same-origin")
    {
        return Err(foreign(
            "The browser says that the request was made by a page of another origin.",
        ));
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    if let Some(origin) = origins.next() {
        let host = headers.get(header::HOST).map(HeaderValue::as_bytes);
        if origins.next().is_some() || !host.is_some_and(|host| is_same(origin.as_bytes(), host)) {
            return Err(foreign(
                "The Origin header names another host than the one the request was sent to.",
            ));
        }
    }
    Ok(())
}

fn content_type(headers: &HeaderMap) -> Result<(), Failure> {
    let Some(value) = headers.get(header::CONTENT_TYPE) else {
        // Without a body there is nothing to type; a body without a type is refused where it is read.
        return Ok(());
    };
    let essence = value
        .to_str()
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/json" | "application/octet-stream" | "multipart/form-data" => Ok(()),
        _ => Err(Failure::new(
            ProblemCode::ContentType,
            "Writes take application/json or application/octet-stream, uploads take multipart/form-data.",
        )),
    }
}

/// Whether an origin such as `https://host:8443` is that of a `Host` header, with the scheme's own port left out or not.
fn is_same(origin: &[u8], host: &[u8]) -> bool {
    let (Ok(origin), Ok(host)) = (std::str::from_utf8(origin), std::str::from_utf8(host)) else {
        return false;
    };
    let (authority, port) = match origin.split_once("://") {
        Some(("http", authority)) => (authority, ":80"),
        Some(("https", authority)) => (authority, ":443"),
        _ => return false,
    };
    let bare = |authority: &str| {
        authority
            .strip_suffix(port)
            .unwrap_or(authority)
            .to_ascii_lowercase()
    };
    !authority.is_empty() && bare(authority) == bare(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(pairs: &[(&str, &str)]) -> Result<(), ProblemCode> {
        let mut headers = HeaderMap::new();
        headers.insert(
            header::HOST,
            HeaderValue::from_static("kubeflow.example.com:8080"),
        );
        for (name, value) in pairs {
            let name: http::HeaderName = name.parse().expect("a name");
            headers.append(name, value.parse().expect("a value"));
        }
        judge(&headers).map_err(|failure| failure.code)
    }

    #[test]
    fn our_own_page_may_write() {
        assert_eq!(
            judged(&[
                ("origin", "http://kubeflow.example.com:8080"),
                ("content-type", "application/json")
            ]),
            Ok(())
        );
        assert_eq!(
            judged(&[
                ("origin", "https://Kubeflow.example.com:8080"),
                ("sec-fetch-site", "same-origin")
            ]),
            Ok(())
        );
    }

    #[test]
    fn program_without_origin_may_write() {
        assert_eq!(
            judged(&[("content-type", "application/json; charset=utf-8")]),
            Ok(())
        );
        assert_eq!(
            judged(&[("content-type", "multipart/form-data; boundary=x")]),
            Ok(())
        );
        assert_eq!(judged(&[]), Ok(()));
    }

    #[test]
    fn foreign_page_may_not() {
        for origin in [
            "http://evil.example.com",
            "http://kubeflow.example.com",
            "http://kubeflow.example.com:80800",
            "http://kubeflow.example.com:8080.evil.example.com",
            "null",
            "",
            "file://kubeflow.example.com:8080",
            "http://",
        ] {
            assert_eq!(
                judged(&[("origin", origin)]),
                Err(ProblemCode::ForeignOrigin),
                "{origin}"
            );
        }
        let twice = [
            ("origin", "http://kubeflow.example.com:8080"),
            ("origin", "http://evil.example.com"),
        ];
        assert_eq!(judged(&twice), Err(ProblemCode::ForeignOrigin));
        for site in ["cross-site", "same-site", "none"] {
            assert_eq!(
                judged(&[("sec-fetch-site", site)]),
                Err(ProblemCode::ForeignOrigin),
                "{site}"
            );
        }
    }

    #[test]
    fn forged_forwarded_host_does_not_count() {
        let forged = [
            ("origin", "http://evil.example.com"),
            ("x-forwarded-host", "evil.example.com"),
        ];
        assert_eq!(judged(&forged), Err(ProblemCode::ForeignOrigin));
    }

    #[test]
    fn types_that_a_form_can_send_are_refused() {
        for content_type in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "",
            "application/jsonp",
        ] {
            assert_eq!(
                judged(&[("content-type", content_type)]),
                Err(ProblemCode::ContentType),
                "{content_type}"
            );
        }
    }

    #[test]
    fn port_of_the_scheme_may_be_left_out() {
        assert!(is_same(b"https://a.example", b"a.example"));
        assert!(is_same(b"https://a.example", b"a.example:443"));
        assert!(is_same(b"http://a.example:80", b"a.example"));
        assert!(!is_same(b"https://a.example", b"a.example:80"));
    }
}
