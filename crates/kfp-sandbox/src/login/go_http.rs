//! Answers in the form in which Go's `net/http` writes them: the login services are Go programs, and clients tell
//! them apart by such details.

use axum::body::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, LOCATION};
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};

/// A whole answer of a login service.
pub(crate) type Answer = Response<Bytes>;

/// An answer without a body.
pub(crate) fn empty(status: StatusCode) -> Answer {
    with_body(status, None, String::new())
}

/// An answer with a body of the given content type.
pub(crate) fn with_body(
    status: StatusCode,
    content_type: Option<&'static str>,
    body: String,
) -> Answer {
    let length = HeaderValue::from(body.len());
    let mut answer = Response::new(Bytes::from(body));
    *answer.status_mut() = status;
    if let Some(content_type) = content_type {
        answer
            .headers_mut()
            .insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    answer.headers_mut().insert(CONTENT_LENGTH, length);
    answer
}

/// An HTML page.
pub(crate) fn page(status: StatusCode, html: String) -> Answer {
    with_body(status, Some("text/html; charset=utf-8"), html)
}

/// `http.Error`: plain text that ends in a newline, with content sniffing switched off.
pub(crate) fn error(status: StatusCode, text: &str) -> Answer {
    let mut answer = with_body(
        status,
        Some("text/plain; charset=utf-8"),
        format!("{text}\n"),
    );
    let nosniff = HeaderValue::from_static("nosniff");
    answer
        .headers_mut()
        .insert(HeaderName::from_static("x-content-type-options"), nosniff);
    answer
}

/// The answer of Go's multiplexers for a path nobody registered.
pub(crate) fn not_found() -> Answer {
    error(StatusCode::NOT_FOUND, "404 page not found")
}

/// `http.Redirect`: a content type for GET and HEAD, and a small page for GET alone.
pub(crate) fn redirect(method: &Method, status: StatusCode, location: &str) -> Answer {
    let mut answer = match *method {
        Method::GET => {
            let reason = status.canonical_reason().unwrap_or_default();
            page(
                status,
                format!("<a href=\"{}\">{reason}</a>.\n\n", escape_html(location)),
            )
        }
        Method::HEAD => with_body(status, Some("text/html; charset=utf-8"), String::new()),
        _ => empty(status),
    };
    set_location(&mut answer, location);
    answer
}

/// A redirect with an empty body whatever the method, as the path-cleaning multiplexers answer.
pub(crate) fn bare_redirect(status: StatusCode, location: &str) -> Answer {
    let mut answer = empty(status);
    set_location(&mut answer, location);
    answer
}

fn set_location(answer: &mut Answer, location: &str) {
    // Every caller passes a cleaned path or an address that was checked; what still is no header value is dropped.
    if let Ok(value) = HeaderValue::from_str(location) {
        answer.headers_mut().insert(LOCATION, value);
    }
}

/// Escapes text for HTML as Go's `html.EscapeString` does.
pub(crate) fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&#34;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_has_a_page_for_get_only() {
        let get = redirect(&Method::GET, StatusCode::FOUND, "/a?b=1&c=2");
        assert_eq!(get.body(), "<a href=\"/a?b=1&amp;c=2\">Found</a>.\n\n");
        let post = redirect(&Method::POST, StatusCode::FOUND, "/a?b=1&c=2");
        assert!(post.body().is_empty());
        assert_eq!(post.headers().get(CONTENT_TYPE), None);
        assert_eq!(post.headers()[LOCATION], "/a?b=1&c=2");
    }

    #[test]
    fn a_location_that_is_no_header_value_is_left_out() {
        let answer = redirect(&Method::GET, StatusCode::FOUND, "/a\nset-cookie: x");
        assert_eq!(answer.headers().get(LOCATION), None);
    }
}
