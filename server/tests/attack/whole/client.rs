//! Requests exactly as an attacker writes them.

use std::net::SocketAddr;

use axum::body::{Body, to_bytes};
use http::{HeaderName, HeaderValue, Method, Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::support::Answer;

/// A request to be sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Sent {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            ..Self::default()
        }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn body(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self
    }
}

/// Sends a request on a connection of its own. Nothing is added but a host, where the request names none.
pub(crate) async fn send(to: SocketAddr, sent: &Sent) -> Answer {
    let stream = TcpStream::connect(to).await.expect("a connection");
    let (mut sender, connection) = hyper::client::conn::http1::Builder::new()
        .max_buf_size(1024 * 1024)
        .handshake(TokioIo::new(stream))
        .await
        .expect("a connection");
    tokio::spawn(connection);
    let mut request = Request::new(Body::from(sent.body.clone()));
    *request.method_mut() = Method::from_bytes(sent.method.as_bytes()).expect("a method");
    *request.uri_mut() = sent.path.parse::<Uri>().expect("a target");
    for (name, value) in &sent.headers {
        request.headers_mut().append(
            HeaderName::from_bytes(name.as_bytes()).expect("a header name"),
            HeaderValue::from_str(value).expect("a header value"),
        );
    }
    let host = HeaderValue::from_str(&to.to_string()).expect("an address is ASCII");
    request.headers_mut().entry("host").or_insert(host);
    let response = sender.send_request(request).await.expect("an answer");
    let (head, body) = response.into_parts();
    Answer {
        status: head.status,
        headers: head.headers,
        body: to_bytes(Body::new(body), usize::MAX)
            .await
            .expect("a whole body"),
    }
}
