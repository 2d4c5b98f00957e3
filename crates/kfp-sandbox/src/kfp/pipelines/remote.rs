//! Packages behind a URL: which are fetched at all, and what the real server says of those that are not there.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use axum::body::Body;
use http::header::LOCATION;
use http::{Request, Response, StatusCode, Uri};
use http_body_util::{BodyExt, Limited};
use hyper::body::Incoming;
use hyper::ext::ReasonPhrase;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::package::{MAX_BYTES, PackageError, read_package};
use crate::kfp::error::ApiError;

/// `PIPELINE_URL_TIMEOUT`.
const TIMEOUT: Duration = Duration::from_secs(30);
const MAX_REDIRECTS: usize = 10;

/// Hosts that a KFP server fetches from unless it is told otherwise.
const USUAL_HOSTS: [&str; 4] = [
    "storage.googleapis.com",
    "s3.amazonaws.com",
    "github.com",
    "raw.githubusercontent.com",
];

/// The refusals of one operation, which words them in its own way.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    /// Before a URL that is none.
    pub(super) not_a_url: fn(&str) -> String,
    /// Before a URL from which nothing came.
    pub(super) unreachable: &'static str,
    /// A URL that was answered with a status.
    pub(super) answered: fn(&str, &str) -> String,
    /// Around a file that is no package; empty for nothing.
    pub(super) unreadable: &'static str,
}

/// The package behind `url`.
///
/// `allowed` are the hosts, with their port, that the sandbox may ask over plain HTTP; no other is asked.
///
/// # Errors
/// 400 for what is no URL, for one that KFP's rules forbid, for an answer other than 200 and for what is no package;
/// 500 where nothing answers, which is always so of a host that is not `allowed`.
pub(super) async fn fetch(
    url: &str,
    allowed: &[String],
    words: Words,
) -> Result<Vec<u8>, ApiError> {
    if !is_request_uri(url) {
        return Err(ApiError::invalid((words.not_a_url)(url)));
    }
    let lost = |error: &str| {
        ApiError::internal(format!(
            "{} {url}: Get \"{url}\": {error}",
            words.unreachable
        ))
    };
    let mut target = url.to_owned();
    let mut response = tokio::time::timeout(TIMEOUT, get(&target, allowed))
        .await
        .unwrap_or_else(|_| Err(Failure::Lost(deadline().to_owned())));
    for _ in 0..MAX_REDIRECTS {
        let Some(next) = response
            .as_ref()
            .ok()
            .and_then(|found| redirect(found, &target))
        else {
            break;
        };
        target = next;
        response = tokio::time::timeout(TIMEOUT, get(&target, allowed))
            .await
            .unwrap_or_else(|_| Err(Failure::Lost(deadline().to_owned())));
    }
    let response = match response {
        Ok(response) => response,
        Err(Failure::Forbidden) => return Err(ApiError::invalid("Pipeline URL validation failed")),
        Err(Failure::Lost(why)) => return Err(lost(&why)),
    };
    if response.status().is_redirection() {
        return Err(ApiError::invalid("too many redirects"));
    }
    if response.status() != StatusCode::OK {
        return Err(ApiError::invalid((words.answered)(
            url,
            &status_line(&response),
        )));
    }
    let content = Limited::new(response.into_body(), MAX_BYTES + 1).collect();
    let content = match tokio::time::timeout(TIMEOUT, content).await {
        Ok(Ok(content)) => content.to_bytes(),
        Ok(Err(_)) => return Err(unreadable(words, &PackageError::TooLarge)),
        Err(_) => return Err(lost(deadline())),
    };
    read_package(base_name(url), &content).map_err(|error| unreadable(words, &error))
}

fn unreadable(words: Words, error: &PackageError) -> ApiError {
    let refusal = ApiError::invalid(error.to_string());
    if words.unreadable.is_empty() {
        refusal
    } else {
        refusal.wrap(words.unreadable)
    }
}

/// The last part of a URL's path, as Go's `path.Base` gives it.
pub(super) fn base_name(url: &str) -> &str {
    match url.trim_end_matches('/').rsplit('/').next() {
        None | Some("") if url.is_empty() => ".",
        None | Some("") => "/",
        Some(name) => name,
    }
}

enum Failure {
    /// KFP's rules do not let it be fetched.
    Forbidden,
    /// No answer.
    Lost(String),
}

async fn get(url: &str, allowed: &[String]) -> Result<Response<Incoming>, Failure> {
    let uri: Uri = url.parse().map_err(|_| Failure::Forbidden)?;
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    if uri.scheme_str() != Some("http") || !allowed.iter().any(|host| host == authority) {
        return Err(judge(&uri));
    }
    let client: Client<_, Body> = Client::builder(TokioExecutor::new()).build(HttpConnector::new());
    let request = Request::get(&uri)
        .body(Body::empty())
        .map_err(|_| Failure::Forbidden)?;
    client
        .request(request)
        .await
        .map_err(|error| Failure::Lost(reason(&error, &uri)))
}

/// What KFP's rules say of a URL that the sandbox does not ask: forbidden, or out of reach.
fn judge(uri: &Uri) -> Failure {
    let host = uri
        .host()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_lowercase();
    let usual_port = uri.port_u16().is_none_or(|port| port == 443);
    if uri.scheme_str() == Some("https") && usual_port && USUAL_HOSTS.contains(&host.as_str()) {
        return Failure::Lost(no_such_host(&host));
    }
    Failure::Forbidden
}

fn deadline() -> &'static str {
    "context deadline exceeded (Client.Timeout exceeded while awaiting headers)"
}

fn no_such_host(host: &str) -> String {
    format!("dial tcp: lookup {host} on (no resolver: simulated): no such host")
}

/// Why a call failed, in the words of Go's HTTP client.
fn reason(error: &hyper_util::client::legacy::Error, uri: &Uri) -> String {
    let host = uri.host().unwrap_or_default();
    let port = uri.port_u16().unwrap_or(80);
    let mut cause = error.source();
    while let Some(found) = cause {
        if let Some(io) = found.downcast_ref::<io::Error>() {
            return match io.kind() {
                io::ErrorKind::ConnectionRefused => {
                    format!("dial tcp {host}:{port}: connect: connection refused")
                }
                io::ErrorKind::ConnectionReset => "read: connection reset by peer".to_owned(),
                _ => no_such_host(host),
            };
        }
        cause = found.source();
    }
    "EOF".to_owned()
}

/// Where a redirect leads, relative ones included.
fn redirect(response: &Response<Incoming>, from: &str) -> Option<String> {
    if !response.status().is_redirection() {
        return None;
    }
    let location = response.headers().get(LOCATION)?.to_str().ok()?;
    if location.contains("://") {
        return Some(location.to_owned());
    }
    let uri: Uri = from.parse().ok()?;
    let base = format!("{}://{}", uri.scheme_str()?, uri.authority()?);
    Some(if location.starts_with('/') {
        format!("{base}{location}")
    } else {
        format!("{base}/{location}")
    })
}

fn status_line(response: &Response<Incoming>) -> String {
    let status = response.status();
    let reason = response.extensions().get::<ReasonPhrase>().map_or_else(
        || status.canonical_reason().unwrap_or_default().to_owned(),
        |reason| String::from_utf8_lossy(reason.as_bytes()).into_owned(),
    );
    format!("{} {reason}", status.as_u16())
}

/// Whether Go's `url.ParseRequestURI` takes it: rooted, or with a scheme.
fn is_request_uri(url: &str) -> bool {
    if url.bytes().any(|byte| byte.is_ascii_control()) {
        return false;
    }
    if url.starts_with('/') {
        return true;
    }
    let Some((scheme, rest)) = url.split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    letters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter))
        && !rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: Words = Words {
        not_a_url: |url| format!("no URL: {url}"),
        unreachable: "nothing at",
        answered: |url, status| format!("{url} said {status}"),
        unreadable: "",
    };

    async fn refused(url: &str) -> String {
        let error = fetch(url, &[], WORDS).await.unwrap_err();
        error.message().to_owned()
    }

    #[tokio::test]
    async fn without_leave_nothing_is_asked() {
        let forbidden = "Invalid input error: Pipeline URL validation failed";
        for url in [
            "http://example.com/p.yaml",
            "https://example.com/p.yaml",
            "https://127.0.0.1/p.yaml",
            "http://github.com/p.yaml",
            "https://github.com:8443/p.yaml",
            "https://github.com@example.com/p.yaml",
            "file:///etc/passwd",
            "/p.yaml",
        ] {
            assert_eq!(refused(url).await, forbidden, "{url}");
        }
        assert_eq!(refused("::").await, "Invalid input error: no URL: ::");
        assert!(
            refused("https://github.com/p.yaml").await.starts_with(
                "InternalServerError: nothing at https://github.com/p.yaml: Get \"https"
            )
        );
    }

    #[test]
    fn a_package_is_named_after_the_end_of_its_path() {
        assert_eq!(base_name("https://example.com/a/b.yaml"), "b.yaml");
        assert_eq!(base_name("https://example.com/a/"), "a");
        assert_eq!(base_name(""), ".");
    }
}
