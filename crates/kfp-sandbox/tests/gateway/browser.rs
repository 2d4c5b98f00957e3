//! The smallest browser: one request at a time, redirects left alone, a cookie jar when asked for.

use std::net::SocketAddr;

use axum::body::{Body, Bytes, to_bytes};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, Uri};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::rig::HOST;

/// Why no whole answer came.
pub(crate) type Broken = Box<dyn std::error::Error + Send + Sync>;

/// A whole answer.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// The body as text, whatever it holds.
    pub(crate) fn lossy(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }
}

/// Sends a request exactly as given: no header is added but what HTTP/1.1 needs.
pub(crate) async fn send(
    to: SocketAddr,
    method: &str,
    url: &str,
    headers: &[(String, String)],
    body: Vec<u8>,
) -> Reply {
    try_send(to, method, url, headers, body).await.unwrap()
}

/// The same where no whole answer may come.
pub(crate) async fn try_send(
    to: SocketAddr,
    method: &str,
    url: &str,
    headers: &[(String, String)],
    body: Vec<u8>,
) -> Result<Reply, Broken> {
    let stream = TcpStream::connect(to).await?;
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(1024 * 1024)
        .handshake(TokioIo::new(stream))
        .await?;
    tokio::spawn(connection);
    let mut request = Request::new(Body::from(body));
    *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
    *request.uri_mut() = url.parse::<Uri>().unwrap();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        request
            .headers_mut()
            .append(name, HeaderValue::from_str(value).unwrap());
    }
    if !request.headers().contains_key("host") {
        let host = HeaderValue::from_static(HOST);
        request.headers_mut().insert("host", host);
    }
    let response = sender.send_request(request).await?;
    let (parts, body) = response.into_parts();
    let body = to_bytes(Body::new(body), usize::MAX).await?;
    Ok(Reply {
        status: parts.status,
        headers: parts.headers,
        body,
    })
}

/// Sends a request over HTTP/2 without TLS.
pub(crate) async fn send_http2(
    to: SocketAddr,
    method: &str,
    url: &str,
    headers: &[(String, String)],
) -> Reply {
    let stream = TcpStream::connect(to).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http2::handshake(
        hyper_util::rt::TokioExecutor::new(),
        TokioIo::new(stream),
    )
    .await
    .unwrap();
    tokio::spawn(connection);
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::from_bytes(method.as_bytes()).unwrap();
    *request.uri_mut() = format!("http://{HOST}{url}").parse::<Uri>().unwrap();
    *request.version_mut() = http::Version::HTTP_2;
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        request
            .headers_mut()
            .append(name, HeaderValue::from_str(value).unwrap());
    }
    let (parts, body) = sender.send_request(request).await.unwrap().into_parts();
    Reply {
        status: parts.status,
        headers: parts.headers,
        body: to_bytes(Body::new(body), usize::MAX).await.unwrap(),
    }
}

/// Sends what no HTTP library sends: an address with blanks, letters or a fragment.
pub(crate) async fn send_bytes(
    to: SocketAddr,
    method: &str,
    url: &str,
    headers: &[(String, String)],
) -> Reply {
    let lines = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"));
    let lines = lines.collect::<Vec<_>>().concat();
    let request = format!("{method} {url} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n");
    let mut stream = TcpStream::connect(to).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    read_answer(&answer)
}

/// A whole answer as it came on a socket, its body of a known length.
fn read_answer(answer: &[u8]) -> Reply {
    let end = answer
        .windows(4)
        .position(|window| window == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let mut headers = HeaderMap::new();
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        headers.append(
            HeaderName::from_bytes(name.as_bytes()).unwrap(),
            HeaderValue::from_str(value).unwrap(),
        );
    }
    Reply {
        status: status.parse().unwrap(),
        headers,
        body: Bytes::copy_from_slice(&answer[end + 4..]),
    }
}

/// A GET with a `Host` and those further headers.
pub(crate) async fn get(to: SocketAddr, url: &str, headers: &[(&str, &str)]) -> Reply {
    let mut all = vec![("Host".to_owned(), HOST.to_owned())];
    all.extend(
        headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    send(to, "GET", url, &all, Vec::new()).await
}

/// Cookies as a browser keeps them for one host.
#[derive(Debug, Default)]
pub(crate) struct Jar(Vec<(String, String)>);

impl Jar {
    /// Takes over the `Set-Cookie` lines of an answer.
    pub(crate) fn take_from(&mut self, reply: &Reply) {
        for line in reply.headers.get_all("set-cookie") {
            let pair = line.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.0.retain(|(kept, _)| kept != name);
            if !value.is_empty() {
                self.0.push((name.to_owned(), value.to_owned()));
            }
        }
    }

    /// The `Cookie` header.
    pub(crate) fn header(&self) -> String {
        self.0
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ")
    }

    pub(crate) fn value(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(kept, _)| kept == name)
            .map(|(_, value)| value.as_str())
            .unwrap()
    }
}

/// Signs in hop by hop, beginning at `/kfp-console/`, and returns the cookies.
pub(crate) async fn sign_in(gateway: SocketAddr, user: &str) -> Jar {
    let mut jar = Jar::default();
    let first = get(gateway, "/kfp-console/", &[]).await;
    jar.take_from(&first);
    match first.status {
        StatusCode::FORBIDDEN => sign_in_from(gateway, START, jar, user).await,
        _ => sign_in_from(gateway, first.header("location"), jar, user).await,
    }
}

/// Where a login at oauth2-proxy begins.
pub(crate) const START: &str = "/oauth2/start?rd=%2Fkfp-console%2F";

/// A login that goes on from there.
pub(crate) async fn sign_in_from(
    gateway: SocketAddr,
    begin: &str,
    mut jar: Jar,
    user: &str,
) -> Jar {
    let mut next = begin.to_owned();
    while !next.starts_with("/dex/auth/local/login") {
        let reply = get(gateway, &next, &[("Cookie", &jar.header())]).await;
        assert_eq!(reply.status, StatusCode::FOUND, "{next}");
        jar.take_from(&reply);
        reply.header("location").clone_into(&mut next);
    }
    let password = user.split('@').next().unwrap();
    let form = form_urlencoded::Serializer::new(String::new())
        .append_pair("login", user)
        .append_pair("password", password)
        .finish();
    let headers = [
        ("Host".to_owned(), HOST.to_owned()),
        (
            "Content-Type".to_owned(),
            "application/x-www-form-urlencoded".to_owned(),
        ),
    ];
    let mut posted = send(gateway, "POST", &next, &headers, form.into_bytes()).await;
    assert_eq!(posted.status, StatusCode::SEE_OTHER);
    if posted.header("location").starts_with("/dex/approval?") {
        let (page, agreed) = (posted.header("location"), b"approval=approve".to_vec());
        posted = send(gateway, "POST", page, &headers, agreed).await;
    }
    let callback = get(
        gateway,
        posted.header("location"),
        &[("Cookie", &jar.header())],
    )
    .await;
    assert_eq!(callback.header("location"), "/kfp-console/");
    jar.take_from(&callback);
    jar
}
