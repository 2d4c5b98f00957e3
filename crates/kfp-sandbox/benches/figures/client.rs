//! One connection, and what a request on it takes.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// Who asks.
pub(crate) const USER: &str = "jbpark8@example.com";

/// A connection to the KFP API.
pub(crate) struct Client(SendRequest<Full<Bytes>>);

impl Client {
    pub(crate) async fn connect(to: SocketAddr) -> Self {
        let stream = TcpStream::connect(to).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        Self(sender)
    }

    /// The whole answer, which must be 200, and how long it took.
    pub(crate) async fn ask(
        &mut self,
        method: &str,
        target: &str,
        media_type: &str,
        body: Bytes,
    ) -> (Bytes, Duration) {
        let request = Request::builder()
            .method(method)
            .uri(target)
            .header("host", "kfp")
            .header("kubeflow-userid", USER)
            .header("content-type", media_type)
            .body(Full::new(body))
            .unwrap();
        self.0.ready().await.unwrap();
        let start = Instant::now();
        let answer = self.0.send_request(request).await.unwrap();
        let status = answer.status();
        let body = answer.into_body().collect().await.unwrap().to_bytes();
        let took = start.elapsed();
        assert_eq!(status, 200, "{target}: {}", String::from_utf8_lossy(&body));
        (body, took)
    }

    pub(crate) async fn get(&mut self, target: &str) -> (Bytes, Duration) {
        self.ask("GET", target, "application/json", Bytes::new())
            .await
    }
}

/// One row of the table.
pub(crate) fn row(what: &str, runs: &str, took: &mut [Duration], bytes: usize) {
    took.sort();
    let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
    println!(
        "| {what} | {runs} | {:.1} ms | {:.1} ms | {bytes} |",
        milliseconds(took[took.len() / 2]),
        milliseconds(took[took.len() - 1]),
    );
}
