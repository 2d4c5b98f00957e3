//! As much of a browser as signing in takes: cookies, and redirects followed one by one.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;

use super::form::Form;

/// More hops than any login takes.
const MOST_HOPS: usize = 12;
/// Larger answers are no part of this test.
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// A browser with one site open.
pub(super) struct Browser {
    client: Client<HttpConnector, Full<Bytes>>,
    site: String,
    cookies: Vec<(String, String)>,
}

/// A page, where it was found, and what came with it.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) path: String,
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
}

impl Page {
    /// The body as text.
    pub(super) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Browser {
    pub(super) fn new(site: SocketAddr) -> Self {
        let client = Client::builder(TokioExecutor::new()).build_http();
        Self {
            client,
            site: format!("http://{site}"),
            cookies: Vec::new(),
        }
    }

    /// Opens an address and follows redirects.
    pub(super) async fn open(&mut self, path: &str) -> Result<Page, String> {
        self.follow(Method::GET, path.to_owned(), None).await
    }

    /// Sends a form of a page with some fields filled in, and follows redirects.
    pub(super) async fn submit(
        &mut self,
        page: &Page,
        form: &Form,
        filled: &[(&str, &str)],
    ) -> Result<Page, String> {
        let (method, path, body) = form.fill(&page.path, filled);
        self.follow(method, path, body).await
    }

    /// Fetches one address as a script does: no redirect is followed.
    pub(super) async fn fetch(
        &mut self,
        path: &str,
        accept_encoding: Option<&str>,
    ) -> Result<Page, String> {
        self.exchange(Method::GET, path, None, "application/json", accept_encoding)
            .await
    }

    async fn follow(
        &mut self,
        method: Method,
        path: String,
        body: Option<String>,
    ) -> Result<Page, String> {
        let (mut method, mut path, mut body) = (method, path, body);
        for _ in 0..MOST_HOPS {
            let page = self
                .exchange(method, &path, body, "text/html", None)
                .await?;
            if !page.status.is_redirection() {
                return Ok(page);
            }
            let location = page
                .headers
                .get(header::LOCATION)
                .and_then(|value| value.to_str().ok())
                .ok_or_else(|| format!("{} without a place to go", page.status))?;
            path = self.on_site(location)?;
            (method, body) = (Method::GET, None);
        }
        Err(format!("more than {MOST_HOPS} redirects"))
    }

    /// The path of an address on this site.
    fn on_site(&self, location: &str) -> Result<String, String> {
        match location.strip_prefix(self.site.as_str()) {
            Some(path) if path.starts_with('/') => Ok(path.to_owned()),
            _ if location.starts_with('/') && !location.starts_with("//") => {
                Ok(location.to_owned())
            }
            _ => Err("a redirect leads away from the gateway".to_owned()),
        }
    }

    async fn exchange(
        &mut self,
        method: Method,
        path: &str,
        body: Option<String>,
        accept: &'static str,
        accept_encoding: Option<&str>,
    ) -> Result<Page, String> {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("{}{path}", self.site))
            .header(header::ACCEPT, accept);
        if let Some(encoding) = accept_encoding {
            request = request.header(header::ACCEPT_ENCODING, encoding);
        }
        if body.is_some() {
            request = request
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header(header::ORIGIN, &self.site);
        }
        if !self.cookies.is_empty() {
            request = request.header(header::COOKIE, self.cookie_header());
        }
        let request = request
            .body(Full::from(body.unwrap_or_default()))
            .map_err(|error| format!("no request: {error}"))?;
        let response = self
            .client
            .request(request)
            .await
            .map_err(|error| crate::telemetry::chain(&error))?;
        self.keep_cookies(&response);
        let (head, body) = response.into_parts();
        let body = Limited::new(body, MOST_BYTES)
            .collect()
            .await
            .map_err(|error| error.to_string())?;
        Ok(Page {
            path: path.to_owned(),
            status: head.status,
            headers: head.headers,
            body: body.to_bytes(),
        })
    }

    fn cookie_header(&self) -> String {
        let pairs: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        pairs.join("; ")
    }

    fn keep_cookies<B>(&mut self, response: &Response<B>) {
        for value in response
            .headers()
            .get_all(header::SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
        {
            let mut parts = value.split(';').map(str::trim);
            let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
                continue;
            };
            self.cookies.retain(|(known, _)| known != name);
            // A cookie that is taken back comes empty, in both login services.
            if !value.is_empty() {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
    }
}

/// How a body came over the wire.
pub(super) fn encoding(headers: &HeaderMap) -> &str {
    headers
        .get(header::CONTENT_ENCODING)
        .map_or("identity", |value: &HeaderValue| {
            value.to_str().unwrap_or_default()
        })
}
