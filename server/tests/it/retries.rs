//! What is made again, and what is not.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::{Policy, RawServer, TestApp};

const LIST: &str = "/apis/v2beta1/experiments?namespace=team-a";
const AGAIN: &[&str] = &["--kfp-retries=2", "--circuit-failures=0"];

/// A KFP whose first connections break before an answer, and how many there were.
async fn breaking(first: usize) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let connections = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&connections);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let is_broken = count.fetch_add(1, Ordering::SeqCst) < first;
            let mut request = [0; 16 * 1024];
            let _ = stream.read(&mut request).await;
            if is_broken {
                let _ = stream.set_zero_linger();
                continue;
            }
            let answer =
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
            let _ = stream.write_all(answer).await;
            let _ = stream.shutdown().await;
        }
    });
    (address, connections)
}

#[tokio::test]
async fn read_that_reached_nobody_is_made_again() {
    let (address, connections) = breaking(2).await;
    let app = TestApp::calling(address, AGAIN).await;
    let answer = app.get(LIST).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(connections.load(Ordering::SeqCst), 3);
    let figures = app.ops("/metrics").send().await.text();
    assert!(
        figures.contains("kfp_console_kfp_retries_total 2"),
        "{figures}"
    );
}

#[tokio::test]
async fn it_is_not_made_again_without_end() {
    let (address, connections) = breaking(100).await;
    let app = TestApp::calling(address, AGAIN).await;
    let answer = app.get(LIST).send().await;
    assert_eq!(answer.problem(), (502, "kfp.unreachable".to_owned()));
    assert_eq!(connections.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn proxy_with_nothing_behind_it_is_asked_again() {
    let app = TestApp::with(Policy::AllowAll, AGAIN).await;
    let calls = AtomicUsize::new(0);
    app.kfp
        .follow(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
            0 => (503, "text/plain", "no healthy upstream".into()),
            _ => (200, "application/json", "{}".into()),
        });
    assert_eq!(app.get(LIST).send().await.status, 200);
}

#[tokio::test]
async fn write_is_never_made_again() {
    let (address, connections) = breaking(1).await;
    let app = TestApp::calling(address, AGAIN).await;
    let body = r#"{"display_name":"x","namespace":"team-a"}"#;
    let answer = app.post("/apis/v2beta1/experiments", body).send().await;
    assert_eq!(answer.problem(), (502, "kfp.unreachable".to_owned()));
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn what_kfp_did_not_answer_in_time_is_never_made_again() {
    let address = RawServer::WriteAndHang(Vec::new()).start().await;
    let app = TestApp::calling(address, &["--kfp-retries=2", "--kfp-timeout=300ms"]).await;
    let answer = app.get(LIST).send().await;
    assert_eq!(answer.problem(), (504, "kfp.timeout".to_owned()));
    let figures = app.ops("/metrics").send().await.text();
    assert!(
        figures.contains("kfp_console_kfp_retries_total 0"),
        "{figures}"
    );
}

#[tokio::test]
async fn error_of_kfp_itself_is_its_answer() {
    let app = TestApp::with(Policy::AllowAll, AGAIN).await;
    app.kfp.follow(|_| {
        (
            500,
            "application/json",
            r#"{"code":13,"message":"x"}"#.into(),
        )
    });
    assert_eq!(app.get(LIST).send().await.status, 500);
    assert_eq!(app.kfp.lines().len(), 1);
}

#[tokio::test]
async fn budget_keeps_repetitions_few() {
    let (address, connections) = breaking(1000).await;
    let flags = [
        "--kfp-retries=1",
        "--kfp-retry-budget=10",
        "--circuit-failures=0",
    ];
    let app = TestApp::calling(address, &flags).await;
    let calls = (0..40).map(|page| {
        let path = format!("{LIST}&page_size={page}");
        let app = &app;
        async move { app.get(&path).send().await }
    });
    for answer in futures::future::join_all(calls).await {
        assert_eq!(answer.problem(), (502, "kfp.unreachable".to_owned()));
    }
    let repeated = connections.load(Ordering::SeqCst) - 40;
    // Ten at once, and one for each ten calls.
    assert!((10..=14).contains(&repeated), "{repeated}");
}
