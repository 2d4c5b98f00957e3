//! An application that answers with the request it got, and remembers it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Result;
use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::Json;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// One request as the application received it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// Path and query.
    pub target: String,
    /// Header names in lower case with their values.
    pub headers: Vec<(String, String)>,
}

impl Seen {
    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }
}

/// A running recorder; it ends when dropped.
#[derive(Debug)]
pub struct Recorder {
    address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    serving: JoinHandle<()>,
}

impl Recorder {
    /// Starts on a free loopback port.
    ///
    /// # Errors
    /// When none is to be had.
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let router = Router::new().fallback(record).with_state(Arc::clone(&seen));
        let serving = tokio::spawn(async move {
            // The listener fails only with the process.
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            seen,
            serving,
        })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Every request so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

async fn record(State(seen): State<Arc<Mutex<Vec<Seen>>>>, request: Request) -> Json<Value> {
    let (parts, body) = request.into_parts();
    let body_bytes = to_bytes(body, usize::MAX)
        .await
        .map_or(0, |body| body.len());
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers: Vec<(String, String)> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), text(value)))
        .collect();
    let target = parts.uri.to_string();
    let answer = json!({
        "app": "recorder",
        "method": parts.method.as_str(),
        "path": target,
        "headers": headers,
        "body_bytes": body_bytes,
    });
    seen.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .push(Seen { target, headers });
    Json(answer)
}
