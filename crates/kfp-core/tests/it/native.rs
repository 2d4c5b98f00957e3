//! The native transport against a server that misbehaves.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use kfp_core::credentials::Credentials;
use kfp_core::error::{Error, TransportFault};
use kfp_core::model::{Healthz, Namespace};
use kfp_core::query::ExperimentQuery;
use kfp_core::request::PipelineUpload;
use kfp_core::transport::Body;
use kfp_core::transport::native::{NativeTransport, Timeouts};
use kfp_core::{BaseUrl, Client};

use crate::server::{Reply, Server};

const HEALTHZ: &str = r#"{"commit_sha":"7b70c7b","tag_name":"2.17.0","multi_user":true}"#;

fn client(base: BaseUrl, exchange: Duration) -> Client<NativeTransport> {
    let timeouts = Timeouts {
        connect: Duration::from_secs(5),
        exchange,
    };
    Client::new(
        base,
        NativeTransport::with_timeouts(timeouts),
        Credentials::none(),
    )
}

async fn healthz(reply: Reply) -> Result<Healthz, Error> {
    let server = Server::start([reply]).await;
    client(server.base(), Duration::from_secs(20))
        .healthz()
        .await
}

fn fault(error: &Error) -> TransportFault {
    match error {
        Error::Transport { source, .. } => source.fault(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_good_answer_is_read() {
    let healthz = healthz(Reply::json(200, HEALTHZ)).await.unwrap();
    assert_eq!(healthz.tag.as_deref(), Some("2.17.0"));
}

#[tokio::test]
async fn an_upload_arrives_whole() {
    let server = Server::start([Reply::json(
        200,
        r#"{"pipeline_id":"p","display_name":"hello"}"#,
    )])
    .await;
    let client = client(server.base(), Duration::from_secs(20));
    let package = "# a line\n".repeat(20_000);
    let upload = PipelineUpload::new(
        Namespace::new("team-a").unwrap(),
        "hello.yaml",
        package.clone(),
    );
    let pipeline = client.pipelines().upload(&upload).await.unwrap();
    assert_eq!(pipeline.display_name, "hello");
    assert!(server.requests()[0].contains(&package));
}

fn streamed() -> PipelineUpload {
    PipelineUpload::new(Namespace::new("team-a").unwrap(), "hello.yaml", "")
}

#[tokio::test]
async fn an_upload_that_is_read_as_it_goes_arrives_whole() {
    let answer = r#"{"pipeline_id":"p","display_name":"hello"}"#;
    let package = "# a line\n".repeat(20_000);
    for length in [Some(package.len() as u64), None] {
        let server = Server::start([Reply::json(200, answer)]).await;
        let client = client(server.base(), Duration::from_secs(20));
        let seen = Arc::new(AtomicU64::new(0));
        let told = Arc::clone(&seen);
        let content = Body::reading(std::io::Cursor::new(package.clone()), length)
            .counted(move |taken| told.store(taken, Ordering::Relaxed));
        let pipeline = client.pipelines().upload_from(&streamed(), content).await;
        assert_eq!(pipeline.unwrap().display_name, "hello");
        assert_eq!(seen.load(Ordering::Relaxed), package.len() as u64);
        let request = &server.requests()[0];
        assert!(length.is_none() || request.contains(&package));
        assert_eq!(request.contains("content-length: "), length.is_some());
    }
}

/// Loopback takes a few MB into its buffers; whoever had read it all would have 30.
#[tokio::test]
async fn no_more_is_read_than_the_server_takes() {
    const LENGTH: u64 = 30 * 1024 * 1024;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base: BaseUrl = format!("http://{}", listener.local_addr().unwrap())
        .parse()
        .unwrap();
    let seen = Arc::new(AtomicU64::new(0));
    let told = Arc::clone(&seen);
    let content = Body::reading(tokio::io::repeat(b' '), Some(LENGTH))
        .counted(move |taken| told.store(taken, Ordering::Relaxed));
    // The kernel accepts for it, and nobody reads.
    let client = client(base, Duration::from_secs(1));
    let error = client.pipelines().upload_from(&streamed(), content).await;
    let error = error.unwrap_err();
    assert!(matches!(error, Error::Timeout { .. }), "{error:?}");
    let taken = seen.load(Ordering::Relaxed);
    assert!(taken > 0 && taken < LENGTH / 2, "{taken}");
    drop(listener);
}

#[tokio::test]
async fn what_kfp_does_not_take_is_not_read_on() {
    let server = Server::start([Reply::json(200, "{}")]).await;
    let client = client(server.base(), Duration::from_secs(20));
    let too_large = 32 * 1024 * 1024 + 1;
    let named = |name: &str| PipelineUpload {
        file_name: name.to_owned(),
        ..streamed()
    };
    let twice = PipelineUpload {
        content: "a".into(),
        ..streamed()
    };
    for (upload, content, problem) in [
        (
            streamed(),
            Body::reading(tokio::io::repeat(b' '), Some(too_large)),
            "larger than 32 MiB",
        ),
        (
            streamed(),
            Body::reading(tokio::io::empty(), None),
            "is empty",
        ),
        (twice, Body::full("a"), "given twice"),
        (
            named("a.tar.gz"),
            Body::full("no archive"),
            "does not say what the file is",
        ),
    ] {
        let error = client.pipelines().upload_from(&upload, content).await;
        let error = error.unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
    }
    assert_eq!(server.requests().len(), 0);
}

#[tokio::test]
async fn html_is_told_from_data() {
    let page = "<!DOCTYPE html><html><head><title>Kubeflow Central Dashboard</title></head></html>";
    let error = healthz(Reply::whole(200, "text/html", page))
        .await
        .unwrap_err();
    assert_eq!(error.code(), "gateway.wrong_application");
}

#[tokio::test]
async fn half_a_document_is_undecodable() {
    let error = healthz(Reply::json(200, &HEALTHZ[..20])).await.unwrap_err();
    assert!(
        matches!(error, Error::Decode { length: 20, .. }),
        "{error:?}"
    );
}

#[tokio::test]
async fn half_a_body_is_a_closed_connection() {
    let announced = format!("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{HEALTHZ}");
    let error = healthz(Reply::Bytes(announced.into())).await.unwrap_err();
    assert_eq!(fault(&error), TransportFault::Closed);
    assert!(error.is_retryable());
}

#[tokio::test]
async fn an_empty_body_is_not_taken_for_an_empty_list() {
    let server = Server::start([Reply::json(200, "")]).await;
    let client = client(server.base(), Duration::from_secs(20));
    let error = client
        .experiments()
        .list(&ExperimentQuery::default())
        .await
        .unwrap_err();
    assert_eq!(error.code(), "gateway.no_content");
}

#[tokio::test]
async fn an_answer_over_the_limit_is_not_read() {
    let announced = Reply::Stall("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n{".into());
    assert!(matches!(
        healthz(announced).await,
        Err(Error::TooLarge { .. })
    ));
    let mut chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n989680\r\n".to_vec();
    chunked.resize(chunked.len() + 10_000_000, b' ');
    assert!(matches!(
        healthz(Reply::Bytes(chunked)).await,
        Err(Error::TooLarge { .. })
    ));
}

#[tokio::test]
async fn silence_ends_at_the_deadline() {
    let deadline = Duration::from_millis(150);
    for said in ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"] {
        let server = Server::start([Reply::Stall(said.into())]).await;
        let error = client(server.base(), deadline).healthz().await.unwrap_err();
        assert!(
            matches!(error, Error::Timeout { after, .. } if after == deadline),
            "{said:?}: {error:?}"
        );
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let redirect =
        "HTTP/1.1 302 Found\r\nLocation: /dex/auth?client_id=x\r\nContent-Length: 0\r\n\r\n";
    let server = Server::start([Reply::Bytes(redirect.into()), Reply::json(200, HEALTHZ)]).await;
    let error = client(server.base(), Duration::from_secs(20))
        .healthz()
        .await
        .unwrap_err();
    assert!(error.is_signed_out());
    assert_eq!(server.requests().len(), 1);
}

#[tokio::test]
async fn a_reset_is_a_closed_connection() {
    assert_eq!(
        fault(&healthz(Reply::Reset).await.unwrap_err()),
        TransportFault::Closed
    );
}

#[tokio::test]
async fn another_protocol_is_not_http() {
    let tls_alert = Reply::Bytes(b"\x15\x03\x01\x00\x02\x02\x16".to_vec());
    let error = healthz(tls_alert).await.unwrap_err();
    assert_eq!(fault(&error), TransportFault::NotHttp);
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn nothing_that_listens_is_a_refused_connection() {
    // Held, so that no other test gets the port, and never listened on.
    let held = tokio::net::TcpSocket::new_v4().unwrap();
    held.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let base = format!("http://{}", held.local_addr().unwrap());
    let client = client(base.parse().unwrap(), Duration::from_secs(20));
    let error = client.healthz().await.unwrap_err();
    assert_eq!(fault(&error), TransportFault::ConnectionRefused);
}

#[tokio::test]
async fn https_is_refused_before_anything_is_sent() {
    let base = "https://127.0.0.1:1".parse().unwrap();
    let error = client(base, Duration::from_secs(20))
        .healthz()
        .await
        .unwrap_err();
    assert_eq!(fault(&error), TransportFault::NoTls);
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_named_as_that() {
    // No label of a name is longer than 63, so that no name server is asked.
    let base = format!("http://{}.svc:8888", "a".repeat(64))
        .parse()
        .unwrap();
    let error = client(base, Duration::from_secs(20))
        .healthz()
        .await
        .unwrap_err();
    assert_eq!(fault(&error), TransportFault::NameNotFound);
}
