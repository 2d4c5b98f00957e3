//! The files of the browser program.

use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, header};
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use super::page;
use crate::layers::Nonce;
use crate::problem::{Failure, ProblemCode};

/// A file with a hash in its name never changes.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// Any other file is asked about each time.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The folder of the built browser program.
#[derive(Clone, Debug)]
pub(crate) struct Assets {
    folder: Option<PathBuf>,
    prefix: String,
    files: Option<ServeDir>,
}

impl Assets {
    /// Takes a folder; without one every address of the program is a 404 that says so.
    pub(crate) fn new(folder: Option<PathBuf>, prefix: &str) -> Self {
        let files = folder.as_ref().map(|folder| {
            ServeDir::new(folder)
                .append_index_html_on_directories(false)
                .precompressed_br()
                .precompressed_gzip()
        });
        Self {
            folder,
            prefix: prefix.to_owned(),
            files,
        }
    }

    /// Answers a request for an address of the program or a file of it.
    ///
    /// An address gets the page only if a browser navigates to it: whoever does not ask for HTML (a script, a style
    /// sheet, a fetch) would only misread it.
    pub(crate) async fn serve(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
        nonce: &Nonce,
    ) -> Response {
        if method != Method::GET && method != Method::HEAD {
            return Failure::new(
                ProblemCode::UnknownMethod,
                "Pages and files can only be read.",
            )
            .allow(["GET", "HEAD"])
            .into_response();
        }
        let (Some(folder), Some(files)) = (&self.folder, &self.files) else {
            return Failure::new(
                ProblemCode::NoBrowserProgram,
                "Only the API is served here.",
            )
            .into_response();
        };
        let is_page = path == "/"
            || path == "/index.html"
            || (page::is_address(path) && page::is_wanted(headers));
        if is_page {
            return self.page(folder, nonce).await;
        }
        file(files.clone(), method, path, headers).await
    }

    /// The page as the answer to a navigation that leads nowhere: the program says so in the reader's language and offers
    /// a way back. `None` where no program is served.
    pub(crate) async fn nowhere(&self, nonce: &Nonce) -> Option<Response> {
        let mut response = self.page(self.folder.as_ref()?, nonce).await;
        if response.status().is_success() {
            *response.status_mut() = StatusCode::NOT_FOUND;
        }
        Some(response)
    }

    async fn page(&self, folder: &Path, nonce: &Nonce) -> Response {
        match page::read(folder).await {
            Ok(page) => {
                let page = page::fill(&page, &self.prefix, nonce.as_str());
                let mut response = Response::new(Body::from(page));
                response.headers_mut().insert(
                    header::CONTENT_TYPE,
                    HeaderValue::from_static("text/html; charset=utf-8"),
                );
                response
            }
            Err(error) => {
                tracing::error!(error = %error, "the page of the browser program cannot be read");
                Failure::new(
                    ProblemCode::Internal,
                    "The page of the browser program cannot be read.",
                )
                .into_response()
            }
        }
    }
}

async fn file(files: ServeDir, method: &Method, path: &str, headers: &HeaderMap) -> Response {
    let missing =
        || Failure::new(ProblemCode::UnknownPath, "There is no such file.").into_response();
    // No file of a build needs an escape in its name, and what needs one is a way around the rule on hidden files.
    let named = path.trim_start_matches('/');
    let hidden = named.split('/').any(|element| element.starts_with('.'));
    if named.is_empty() || hidden || named.contains('%') {
        return missing();
    }
    let mut request = Request::builder().method(method).uri(path);
    for name in [
        header::ACCEPT_ENCODING,
        header::IF_MODIFIED_SINCE,
        header::RANGE,
    ] {
        if let (Some(value), Some(to)) = (headers.get(&name), request.headers_mut()) {
            to.insert(name, value.clone());
        }
    }
    let Ok(request) = request.body(Body::empty()) else {
        return missing();
    };
    let response = match files.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    let known = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if !known {
        return missing();
    }
    let mut response = response.into_response();
    let keep = if is_hashed(named) {
        FOR_EVER
    } else {
        ASK_AGAIN
    };
    response.headers_mut().insert(header::CACHE_CONTROL, keep);
    response
}

/// Whether the name holds a hash as trunk writes it: some 16 hexadecimal digits behind a dash, before the ending or `_bg`.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['-', '.', '_'])
        .any(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_known() {
        assert!(is_hashed("frontend-2f1e4d5c6b7a8990.js"));
        assert!(is_hashed("frontend-2f1e4d5c6b7a8990_bg.wasm"));
        assert!(!is_hashed("snippets/x-1234567890abcdef/inline0.js"));
        assert!(!is_hashed("favicon.svg"));
        assert!(!is_hashed("frontend-dashboard.js"));
    }
}
