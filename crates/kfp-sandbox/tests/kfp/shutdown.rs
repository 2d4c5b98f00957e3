//! Shutting down returns, whatever somebody holds.

use std::time::Duration;

use kfp_sandbox::{Clock, Sandbox, SandboxConfig, TokenRequest};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::packages::spec;
use crate::walk::{create, stepped};

/// Below the time after which a listener cuts what does not end.
const SOON: Duration = Duration::from_secs(4);

/// A connection that has had one answer and is kept.
async fn idle_connection(sandbox: &Sandbox) -> TcpStream {
    let mut stream = TcpStream::connect(sandbox.addresses().kfp).await.unwrap();
    let request = b"GET /apis/v2beta1/healthz HTTP/1.1\r\nHost: sandbox\r\n\r\n";
    stream.write_all(request).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
    stream
}

async fn shuts_down(config: SandboxConfig) {
    let folder = tempfile::tempdir().unwrap();
    let sandbox = Sandbox::start(config).await.unwrap();
    let request = TokenRequest::for_pipelines("kubeflow", "kfp-console");
    let path = folder.path().join("token");
    let token = sandbox.project_token(&path, request).await.unwrap();
    let connection = idle_connection(&sandbox).await;
    create(&sandbox, &spec("diamond"), &json!({})).await;
    timeout(SOON, sandbox.shutdown())
        .await
        .expect("it stops although a token is held, a connection is open, and a run goes on");
    assert!(token.path().exists());
    drop(connection);
}

#[tokio::test]
async fn a_stepped_sandbox_with_a_held_token_stops() {
    shuts_down(stepped()).await;
}

#[tokio::test]
async fn a_sandbox_in_real_time_stops() {
    let mut config = stepped();
    config.clock = Clock::system();
    shuts_down(config).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_fast_sandbox_stops() {
    let mut config = stepped();
    config.clock = Clock::fast(10_000);
    shuts_down(config).await;
}
