//! An application that answers with the request it got, as the one of the recordings.

use std::io::Write;
use std::net::SocketAddr;

use axum::Router;
use axum::body::{Bytes, to_bytes};
use axum::extract::{Query, Request};
use axum::response::{IntoResponse, Json};
use axum::routing::get;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Starts the echo; it ends with the test's runtime.
pub(crate) async fn start(app: &'static str) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new()
        .route("/api/bighdr", get(large_header))
        .route("/api/big", get(large))
        .route("/api/gzip", get(compressed))
        .fallback(move |request| echo(app, request));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// How large an answer is asked for, and of which media type.
#[derive(Debug, Deserialize)]
struct Size {
    n: usize,
    ct: Option<String>,
}

async fn large_header(Query(size): Query<Size>) -> impl IntoResponse {
    ([("x-big", "y".repeat(size.n))], "ok")
}

async fn large(Query(size): Query<Size>) -> impl IntoResponse {
    let media_type = size.ct.unwrap_or_else(|| "text/plain".to_owned());
    ([("content-type", media_type)], "x".repeat(size.n))
}

async fn compressed() -> impl IntoResponse {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(b"{\"compressed\": true}").unwrap();
    let headers = [
        ("content-encoding", "gzip"),
        ("content-type", "application/json"),
        ("vary", "accept-encoding"),
    ];
    (headers, encoder.finish().unwrap())
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
