//! Sizes and times beyond which a request is refused, and a server that goes on serving.

use std::time::Duration;

use http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::{GATEWAY, Policy, TestApp};

const UPLOAD: &str = "/apis/v2beta1/pipelines/upload?namespace=team-a";

#[tokio::test]
async fn body_over_the_limit_is_refused_with_and_without_a_length() {
    let app = TestApp::with(Policy::AllowAll, &["--max-body-bytes=1000"]).await;
    let body = format!(
        r#"{{"namespace":"team-a","description":"{}"}}"#,
        "x".repeat(1000)
    );
    let answer = app.post("/apis/v2beta1/experiments", &body).send().await;
    assert_eq!(answer.problem(), (413, "request.too_large".to_owned()));
    let chunked = format!(
        "POST /apis/v2beta1/experiments HTTP/1.1\r\nhost: x\r\nkubeflow-userid: a@example.com\r\n\
         x-forwarded-client-cert: {GATEWAY}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n\
         {:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    );
    let answer = raw(&app, chunked.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn upload_of_32_mib_passes_and_a_larger_one_does_not() {
    let app = TestApp::start(Policy::AllowAll).await;
    let upload = |bytes: usize| {
        app.request(Method::POST, UPLOAD)
            .header("content-type", "multipart/form-data; boundary=x")
            .body(vec![b'x'; bytes])
    };
    let fits = 32 * 1024 * 1024 + 1024;
    assert_eq!(upload(fits).send().await.status, 200);
    assert_eq!(app.kfp.calls().pop().expect("a call").body.len(), fits);
    let answer = upload(33 * 1024 * 1024).send().await;
    assert_eq!(answer.problem(), (413, "request.too_large".to_owned()));
    assert_eq!(app.kfp.calls().len(), 1);
}

#[tokio::test]
async fn who_may_not_upload_is_refused_before_the_file_has_come() {
    let app = TestApp::start(Policy::DenyAll).await;
    let head = format!(
        "POST {UPLOAD} HTTP/1.1\r\nhost: x\r\nkubeflow-userid: a@example.com\r\n\
         x-forwarded-client-cert: {GATEWAY}\r\ncontent-type: multipart/form-data; boundary=x\r\n\
         content-length: 33554432\r\n\r\n--x"
    );
    let answer = raw(&app, head.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
}

#[tokio::test]
async fn headers_over_the_limit_are_431_and_the_server_stays_up() {
    let app = TestApp::start(Policy::AllowAll).await;
    let signed_in = format!(
        "host: x\r\nconnection: close\r\nkubeflow-userid: a@example.com\r\nx-forwarded-client-cert: {GATEWAY}\r\n"
    );
    let long = format!("cookie: {}\r\n", "x".repeat(70_000));
    let many = "a: b\r\n".repeat(500);
    for (headers, limit) in [(&long, "65536 bytes"), (&many, "128 header lines")] {
        for (path, code) in [
            ("/api/session", "\"code\":\"request.head_too_large\""),
            (
                "/apis/v2beta1/healthz",
                "\"reason\":\"request.head_too_large\"",
            ),
        ] {
            let request = format!("GET {path} HTTP/1.1\r\n{signed_in}{headers}\r\n");
            let answer = raw(&app, request.as_bytes()).await;
            assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
            assert!(answer.contains(code) && answer.contains(limit), "{answer}");
        }
    }
    assert!(app.kfp.lines().is_empty());
    // What is far beyond is hyper's to refuse.
    for headers in [
        format!("cookie: {}\r\n", "x".repeat(200_000)),
        "a: b\r\n".repeat(1_000),
    ] {
        let request = format!("GET /api/session HTTP/1.1\r\n{signed_in}{headers}\r\n");
        let answer = raw(&app, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 431 "), "{answer}");
    }
    let large = app
        .get("/api/session")
        .header("cookie", &"x".repeat(50_000))
        .send()
        .await;
    assert_eq!(large.status, 200);
}

#[tokio::test]
async fn slow_headers_and_slow_bodies_are_ended() {
    let app = TestApp::with(
        Policy::AllowAll,
        &["--header-timeout=200ms", "--body-timeout=200ms"],
    )
    .await;
    // hyper closes without a word where no whole head has come.
    let head = raw(&app, b"GET /api/session HTTP/1.1\r\nhost: x\r\n").await;
    assert!(
        head.is_empty() || head.starts_with("HTTP/1.1 408 "),
        "{head}"
    );
    let body = format!(
        "POST /apis/v2beta1/experiments HTTP/1.1\r\nhost: x\r\nkubeflow-userid: a@example.com\r\n\
         x-forwarded-client-cert: {GATEWAY}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    let answer = raw(&app, body.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer}");
    assert!(answer.contains("request.body_timeout"), "{answer}");
}

#[tokio::test]
async fn body_that_drips_is_ended_however_regularly_it_drips() {
    let app = TestApp::with(Policy::AllowAll, &["--body-timeout=300ms"]).await;
    for (path, content_type) in [
        ("/apis/v2beta1/experiments", "application/json"),
        (
            "/apis/v2beta1/pipelines/upload?name=x&namespace=team-a",
            "multipart/form-data; boundary=x",
        ),
    ] {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: x\r\nkubeflow-userid: a@example.com\r\nx-forwarded-client-cert: {GATEWAY}\r\n\
             content-type: {content_type}\r\ncontent-length: 1000000\r\n\r\n"
        );
        let answer = dripped(&app, head.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{path}: {answer}");
        assert!(answer.contains("request.body_timeout"), "{answer}");
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn head_that_drips_is_ended() {
    let app = TestApp::with(Policy::AllowAll, &["--header-timeout=300ms"]).await;
    let head = dripped(&app, b"GET /api/session HTTP/1.1\r\nx-drip: ").await;
    assert!(
        head.is_empty() || head.starts_with("HTTP/1.1 408 "),
        "{head}"
    );
}

#[tokio::test]
async fn what_is_no_http_is_refused() {
    let app = TestApp::start(Policy::AllowAll).await;
    for bytes in [
        &b"\x16\x03\x01\x02\x00"[..],
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
    ] {
        let answer = raw(&app, bytes).await;
        assert!(
            answer.is_empty()
                || answer.starts_with("HTTP/1.1 400 ")
                || answer.starts_with("HTTP/1.1 505 "),
            "{answer}"
        );
    }
    assert_eq!(app.get("/api/session").send().await.status, 200);
}

#[tokio::test]
async fn smuggled_body_is_no_second_request() {
    let app = TestApp::start(Policy::AllowAll).await;
    let smuggled = "POST /apis/v2beta1/experiments HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\n\
        transfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /api/session HTTP/1.1\r\nhost: x\r\n\r\n";
    let answer = raw(&app, smuggled.as_bytes()).await;
    assert!(
        answer.matches("HTTP/1.1 ").count() <= 1 || !answer.contains("200 OK"),
        "{answer}"
    );
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn more_requests_than_allowed_are_refused_at_once() {
    let app = TestApp::with(Policy::Hang, &["--max-requests=1", "--review-timeout=30s"]).await;
    let waiting = app.get("/apis/v2beta1/experiments?namespace=team-a").send();
    tokio::pin!(waiting);
    let refused = async {
        loop {
            if !app.kubernetes.questions().is_empty() {
                return app.get("/api/session").send().await;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::select! {
        _ = &mut waiting => panic!("the review hangs"),
        answer = refused => assert_eq!(answer.problem(), (503, "console.overloaded".to_owned())),
    }
}

/// Sends bytes and reads until the console closes, or has answered and waits for more.
pub(crate) async fn raw(app: &TestApp, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.console.address())
        .await
        .expect("a connection");
    // The console may close before all is sent.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let read = async {
        let mut chunk = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut chunk).await {
            answer.extend_from_slice(&chunk[..count]);
        }
    };
    let _ = tokio::time::timeout(Duration::from_secs(2), read).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// Sends bytes, then one more every few milliseconds until the console answers or closes; it must do so in time.
async fn dripped(app: &TestApp, bytes: &[u8]) -> String {
    let stream = TcpStream::connect(app.console.address())
        .await
        .expect("a connection");
    let (mut reader, mut writer) = stream.into_split();
    writer.write_all(bytes).await.expect("it is taken");
    let drip = async {
        let mut drops = tokio::time::interval(Duration::from_millis(20));
        loop {
            drops.tick().await;
            if writer.write_all(b" ").await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    };
    let answer = async {
        let mut chunk = vec![0; 16 * 1024];
        let count = reader.read(&mut chunk).await.unwrap_or(0);
        String::from_utf8_lossy(&chunk[..count]).into_owned()
    };
    let ended = async {
        tokio::select! {
            () = drip => unreachable!("it drips without end"),
            answer = answer => answer,
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ended)
        .await
        .expect("the console ends it")
}
