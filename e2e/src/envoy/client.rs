//! The smallest browser: one request at a time, sent exactly as given, redirects left alone.

use std::net::SocketAddr;

use anyhow::{Context as _, Result, ensure};
use axum::body::{Body, Bytes, to_bytes};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// The host of every request at a gateway, as in the recordings.
const HOST: &str = "kubeflow.example.com";

/// A whole answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

impl Reply {
    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or("(not text)")
    }

    /// The first value of a header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is none.
    pub fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.body).with_context(|| format!("no JSON: {}", self.text()))
    }
}

/// An answer whose body is still on its way.
#[derive(Debug)]
pub struct Opened {
    /// Status.
    pub status: StatusCode,
    /// Headers.
    pub headers: HeaderMap,
    /// The body as it comes. The connection ends with it.
    pub body: Body,
}

/// Sends one request, whose body may still be on its way, and returns when the head of the answer is there.
///
/// # Errors
/// When there is no answer, or the request cannot be written as HTTP.
pub async fn open(
    to: SocketAddr,
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: Body,
) -> Result<Opened> {
    let stream = TcpStream::connect(to)
        .await
        .with_context(|| format!("cannot connect to {to}"))?;
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(1024 * 1024)
        .handshake(TokioIo::new(stream))
        .await?;
    // It ends when both the sender and the body are dropped.
    tokio::spawn(connection);
    let mut request = Request::new(body);
    *request.method_mut() = Method::from_bytes(method.as_bytes())?;
    *request.uri_mut() = url
        .parse::<Uri>()
        .with_context(|| format!("{url} cannot be sent"))?;
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes())?;
        request
            .headers_mut()
            .append(name, HeaderValue::from_str(value)?);
    }
    let (parts, body) = sender.send_request(request).await?.into_parts();
    Ok(Opened {
        status: parts.status,
        headers: parts.headers,
        body: Body::new(body),
    })
}

/// Sends one request and reads the whole answer.
///
/// # Errors
/// When there is no answer, or the request cannot be written as HTTP.
pub async fn send(
    to: SocketAddr,
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Result<Reply> {
    let opened = open(to, method, url, headers, Body::from(body.into())).await?;
    Ok(Reply {
        status: opened.status,
        headers: opened.headers,
        body: to_bytes(opened.body, usize::MAX).await?,
    })
}

/// A GET at a gateway with those further headers.
///
/// # Errors
/// When there is no answer.
pub async fn get(to: SocketAddr, url: &str, headers: &[(&str, &str)]) -> Result<Reply> {
    let mut all = vec![("Host", HOST)];
    all.extend_from_slice(headers);
    send(to, "GET", url, &all, Bytes::new()).await
}

/// A GET of one that may not be there yet.
pub(super) async fn try_get(to: SocketAddr, url: &str) -> Result<Reply> {
    send(to, "GET", url, &[("Host", "localhost")], Bytes::new()).await
}

/// Cookies as a browser keeps them for one host.
#[derive(Clone, Debug, Default)]
pub struct Jar(Vec<(String, String)>);

impl Jar {
    /// Takes over the `Set-Cookie` lines of an answer.
    pub fn take_from(&mut self, reply: &Reply) {
        for line in reply.headers.get_all("set-cookie") {
            let pair = line
                .to_str()
                .unwrap_or_default()
                .split(';')
                .next()
                .unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap_or_default();
            self.0.retain(|(kept, _)| kept != name);
            if !value.is_empty() {
                self.0.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// The `Cookie` header.
    pub fn header(&self) -> String {
        self.0
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// The value of one cookie.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(kept, _)| kept == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Signs in hop by hop, beginning at `/kfp-console/`, and returns the cookies.
///
/// # Errors
/// When a hop does not lead on.
pub async fn sign_in(gateway: SocketAddr, user: &str, password: &str) -> Result<Jar> {
    let mut jar = Jar::default();
    let first = get(gateway, "/kfp-console/", &[]).await?;
    jar.take_from(&first);
    let mut next = match first.status {
        StatusCode::FORBIDDEN => "/oauth2/start?rd=%2Fkfp-console%2F".to_owned(),
        _ => first.header("location").to_owned(),
    };
    while !next.starts_with("/dex/auth/local/login") {
        let reply = get(gateway, &next, &[("Cookie", &jar.header())]).await?;
        ensure!(
            reply.status == StatusCode::FOUND,
            "{next}: {} {}",
            reply.status,
            reply.text()
        );
        jar.take_from(&reply);
        reply.header("location").clone_into(&mut next);
    }
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("login", user)
        .append_pair("password", password)
        .finish();
    let headers = [
        ("Host", HOST),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let posted = send(gateway, "POST", &next, &headers, form).await?;
    ensure!(
        posted.status == StatusCode::SEE_OTHER,
        "the password was refused: {}",
        posted.status
    );
    let callback = get(
        gateway,
        posted.header("location"),
        &[("Cookie", &jar.header())],
    )
    .await?;
    ensure!(
        callback.header("location") == "/kfp-console/",
        "{}: {}",
        callback.status,
        callback.text()
    );
    jar.take_from(&callback);
    Ok(jar)
}
