//! A client that sends exactly what it is told to: any path, any header, one connection a call.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON, else as text.
    pub fn value(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&self.body).into_owned()))
    }
}

impl Answer {
    /// This answer in the form of a recording.
    pub fn recorded(&self) -> Value {
        let headers: Vec<[String; 2]> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                [name.to_string(), value]
            })
            .collect();
        let body = if self.body.is_empty() {
            Value::Null
        } else {
            self.value()
        };
        json!({"response": {"status": self.status.as_u16(), "headers": headers, "body": body}})
    }
}

/// A call.
#[derive(Clone, Debug)]
pub struct Call {
    pub method: Method,
    /// Path and query as they go on the wire.
    pub target: String,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Bytes,
}

impl Call {
    pub fn get(target: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            target: target.into(),
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    pub fn post(target: impl Into<String>, body: &Value) -> Self {
        let body = Bytes::from(body.to_string());
        Self {
            method: Method::POST,
            target: target.into(),
            headers: Vec::new(),
            body,
        }
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: impl AsRef<str>) -> Self {
        self.headers
            .push((name.to_owned(), value.as_ref().as_bytes().to_vec()));
        self
    }

    /// Whether an HTTP library takes it: it bounds the length of addresses, and lets `CONNECT` name hosts alone.
    fn is_for_a_library(&self) -> bool {
        self.method != Method::CONNECT && Request::builder().uri(&self.target).body(()).is_ok()
    }

    /// Sends the call; `None` when the connection closes without an answer.
    pub async fn send(self, address: SocketAddr) -> Option<Answer> {
        if !self.is_for_a_library() {
            return self.send_raw(address).await;
        }
        let stream = TcpStream::connect(address)
            .await
            .expect("the sandbox listens");
        let (mut sender, connection) = http1::Builder::new()
            .max_buf_size(4 << 20)
            .handshake(TokioIo::new(stream))
            .await
            .ok()?;
        let driver = tokio::spawn(connection);
        let mut request = Request::builder()
            .method(self.method)
            .uri(self.target)
            .header("host", "sandbox");
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        let request = request
            .body(Full::new(self.body))
            .expect("a sendable request");
        let answer = match sender.send_request(request).await {
            Ok(response) => {
                let (parts, body) = response.into_parts();
                let body = body.collect().await.expect("a whole body").to_bytes();
                Some(Answer {
                    status: parts.status,
                    headers: parts.headers,
                    body,
                })
            }
            Err(_) => None,
        };
        driver.abort();
        answer
    }
}
