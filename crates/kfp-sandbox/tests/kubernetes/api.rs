//! A client of the API, plain.

use std::net::SocketAddr;

use bytes::Bytes;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use kfp_sandbox::{KubernetesUser, Sandbox};
use serde_json::Value;
use tokio::net::TcpStream;

/// Somebody at the API.
#[derive(Clone, Debug)]
pub struct Api {
    address: SocketAddr,
    /// Empty: anonymous.
    token: String,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.body);
        self.body
    }

    #[track_caller]
    pub fn refused(self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        self.body["message"].as_str().unwrap_or_default().to_owned()
    }
}

impl Api {
    pub fn of(sandbox: &Sandbox, who: &KubernetesUser) -> Self {
        Self {
            address: sandbox.addresses().kubernetes,
            token: sandbox.kubernetes_token(who),
        }
    }

    pub fn administrator(sandbox: &Sandbox) -> Self {
        Self::of(sandbox, &KubernetesUser::administrator())
    }

    pub fn anonymous(sandbox: &Sandbox) -> Self {
        Self {
            address: sandbox.addresses().kubernetes,
            token: String::new(),
        }
    }

    pub async fn get(&self, target: &str) -> Answer {
        self.send(Method::GET, target, &[], "").await
    }

    pub async fn create(&self, target: &str, object: &Value) -> Answer {
        self.send(Method::POST, target, &[], &object.to_string())
            .await
    }

    pub async fn update(&self, target: &str, object: &Value) -> Answer {
        self.send(Method::PUT, target, &[], &object.to_string())
            .await
    }

    pub async fn patch(&self, target: &str, kind: &str, patch: &Value) -> Answer {
        let media_type = format!("application/{kind}");
        let headers = [("content-type", media_type.as_str())];
        self.send(Method::PATCH, target, &headers, &patch.to_string())
            .await
    }

    pub async fn delete(&self, target: &str) -> Answer {
        self.send(Method::DELETE, target, &[], "").await
    }

    pub async fn send(
        &self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let (status, body) = self.open(method, target, headers, body).await;
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| Value::String(String::from_utf8_lossy(&bytes).into_owned()));
        Answer { status, body }
    }

    /// Sends a call and leaves its body to be read.
    pub async fn open(
        &self,
        method: Method,
        target: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> (StatusCode, Incoming) {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let mut request = Request::builder()
            .method(method)
            .uri(target)
            .header("host", "sandbox");
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = Full::new(Bytes::from(body.to_owned()));
        let response = sender.send_request(request.body(body).unwrap()).await;
        let (parts, body) = response.unwrap().into_parts();
        (parts.status, body)
    }

    /// Starts a watch.
    pub async fn watch(&self, target: &str) -> Lines {
        let (status, body) = self.open(Method::GET, target, &[], "").await;
        assert_eq!(status, 200);
        Lines {
            body,
            waiting: Vec::new(),
        }
    }
}

/// A body that comes line by line.
pub struct Lines {
    body: Incoming,
    waiting: Vec<u8>,
}

impl Lines {
    /// The next line; `None` at the end.
    pub async fn next(&mut self) -> Option<String> {
        loop {
            if let Some(end) = self.waiting.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.waiting.drain(..=end).collect();
                return Some(String::from_utf8(line).unwrap().trim_end().to_owned());
            }
            match self.body.frame().await {
                Some(frame) => {
                    let data = frame.unwrap().into_data().unwrap_or_default();
                    self.waiting.extend_from_slice(&data);
                }
                None => return None,
            }
        }
    }

    /// The next event of a watch: its type and its object.
    pub async fn event(&mut self) -> (String, Value) {
        let line = self.next().await.expect("an event");
        let event: Value = serde_json::from_str(&line).unwrap();
        let kind = event["type"].as_str().unwrap().to_owned();
        (kind, event["object"].clone())
    }
}
