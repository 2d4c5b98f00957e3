//! An application that answers with the request it got, as the one of the recordings.

use std::net::SocketAddr;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::Request;
use axum::response::Json;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Starts the echo; it ends with the test's runtime.
pub(crate) async fn start(app: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().fallback(move |request| echo(app, request));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

async fn echo(app: &'static str, request: Request) -> Json<Value> {
    let (parts, body) = request.into_parts();
    let body: Bytes = to_bytes(body, usize::MAX).await.unwrap();
    let headers: Vec<(&str, String)> = parts
        .headers
        .iter()
        .map(|(name, value)| {
            (
                name.as_str(),
                String::from_utf8_lossy(value.as_bytes()).into_owned(),
            )
        })
        .collect();
    Json(json!({
        "app": app,
        "method": parts.method.as_str(),
        "path": parts.uri.to_string(),
        "http": "1.1",
        "headers": headers,
        "body_bytes": body.len(),
    }))
}
