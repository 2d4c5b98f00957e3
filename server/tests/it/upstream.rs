//! What comes back from behind: KFP's own words unchanged, everything else named for what it is.

use bytes::Bytes;
use http::Method;

use crate::support::{Answer, Policy, RawServer, TestApp};

const LIST: &str = "/apis/v2beta1/experiments?namespace=team-a";

#[tokio::test]
async fn answer_of_kfp_passes_unchanged_and_its_headers_do_not() {
    let app = TestApp::start(Policy::AllowAll).await;
    let body = r#"{"experiments":[ {"experiment_id":"e-a","new_field":1.50} ],"total_size":1}"#;
    app.kfp
        .follow(move |_| (200, "application/json", body.into()));
    let answer = app.get(LIST).send().await;
    assert_eq!(
        (answer.status.as_u16(), answer.text().as_str()),
        (200, body)
    );
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    for foreign in [
        "set-cookie",
        "server",
        "grpc-metadata-content-type",
        "x-envoy-upstream-service-time",
    ] {
        assert!(!answer.headers.contains_key(foreign), "{foreign}");
    }
}

#[tokio::test]
async fn error_of_kfp_passes_unchanged() {
    let app = TestApp::start(Policy::AllowAll).await;
    for status in [400, 403, 404, 409, 500, 501, 503] {
        let body = format!(r#"{{"code":9,"message":"a: b: {status}","details":[]}}"#);
        let given = body.clone();
        app.kfp
            .follow(move |_| (status, "application/json", given.clone().into()));
        let answer = app.get(LIST).send().await;
        assert_eq!((answer.status.as_u16(), answer.text()), (status, body));
    }
}

#[tokio::test]
async fn refusals_of_uploads_pass_in_their_own_shapes() {
    let app = TestApp::start(Policy::AllowAll).await;
    let upload = || {
        app.request(
            Method::POST,
            "/apis/v2beta1/pipelines/upload?namespace=team-a",
        )
        .header("content-type", "multipart/form-data; boundary=x")
        .body("--x--\r\n")
    };
    let json = r#"{"error_message":"Failed to create a pipeline","error_details":"x"}"#;
    app.kfp
        .follow(move |_| (400, "text/plain; charset=utf-8", json.into()));
    let answer = upload().send().await;
    assert_eq!(
        (
            answer.status.as_u16(),
            answer.header("content-type"),
            answer.text().as_str()
        ),
        (400, "application/json", json)
    );
    app.kfp.follow(|_| {
        (
            400,
            "text/plain; charset=utf-8",
            "Invalid input error: too long\n".into(),
        )
    });
    let answer = upload().send().await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("content-type")),
        (400, "text/plain; charset=utf-8")
    );
}

/// Everything that is not KFP's is answered in KFP's shape, with a code that says what it was.
#[tokio::test]
async fn what_is_not_kfps_is_named_for_what_it_is() {
    let app = TestApp::start(Policy::AllowAll).await;
    let html = "<!doctype html><title>Kubeflow Central Dashboard</title>";
    let sign_in = "<!doctype html><title>Sign In</title><form action=\"/oauth2/start\">";
    for (status, content_type, body, expected, code) in [
        (200, "text/html", html, 502, "kfp.answer_not_understood"),
        (
            200,
            "application/json",
            r#"{"experiments":[{"exp"#,
            502,
            "kfp.answer_not_understood",
        ),
        (
            200,
            "application/json",
            "",
            502,
            "kfp.answer_not_understood",
        ),
        (200, "text/plain", "hello", 502, "kfp.answer_not_understood"),
        (
            403,
            "text/plain",
            "RBAC: access denied",
            403,
            "kfp.rbac_denied",
        ),
        (403, "text/html", sign_in, 502, "kfp.behind_login"),
        (401, "application/json", "{}", 502, "kfp.behind_login"),
        (
            401,
            "application/json",
            r#"{"code":16,"message":"Unauthenticated","details":[]}"#,
            502,
            "kfp.refused_console",
        ),
        (
            403,
            "text/plain",
            "Audiences in Jwt are not allowed",
            502,
            "kfp.refused_console",
        ),
        (
            503,
            "text/plain",
            "no healthy upstream",
            503,
            "kfp.unavailable",
        ),
        (
            503,
            "text/plain",
            "upstream connect error or disconnect/reset before headers. reset reason: connection termination",
            503,
            "kfp.unavailable",
        ),
        (
            504,
            "text/plain",
            "upstream request timeout",
            504,
            "kfp.timeout",
        ),
        (
            502,
            "text/html",
            "<html>Bad Gateway</html>",
            503,
            "kfp.unavailable",
        ),
        (
            429,
            "text/plain",
            "local_rate_limited",
            429,
            "kfp.too_many_requests",
        ),
    ] {
        app.kfp.follow(move |_| (status, content_type, body.into()));
        let answer = app.get(LIST).send().await;
        assert_eq!(
            answer.problem(),
            (expected, code.to_owned()),
            "{status} {body}: {}",
            answer.text()
        );
        assert!(!answer.text().contains("<html"), "{body}");
    }
}

#[tokio::test]
async fn an_answer_that_is_no_list_is_not_passed_on_as_one() {
    let app = TestApp::start(Policy::AllowAll).await;
    for body in [r#"{"code":5,"message":"no list"}"#, "[]", "null"] {
        app.kfp
            .follow(move |_| (200, "application/json", body.into()));
        let answer = app.get(LIST).send().await;
        assert_eq!(
            answer.problem(),
            (502, "kfp.answer_not_understood".to_owned()),
            "{body}"
        );
    }
}

#[tokio::test]
async fn redirect_is_never_followed_nor_passed_on() {
    let redirect =
        b"HTTP/1.1 302 Found\r\nlocation: /dex/auth?state=x\r\ncontent-length: 0\r\n\r\n".to_vec();
    let answer = list_from(RawServer::Write(redirect), &[]).await;
    assert_eq!(answer.problem(), (502, "kfp.behind_login".to_owned()));
    assert!(!answer.text().contains("session is gone"));
    assert!(!answer.headers.contains_key("location"));
}

async fn list_from(server: RawServer, flags: &[&str]) -> Answer {
    let app = TestApp::calling(server.start().await, flags).await;
    let answer = app.get(LIST).send().await;
    assert_eq!(app.ops("/healthz").send().await.status, 200);
    answer
}

#[tokio::test]
async fn upstream_that_is_no_http_server_is_unreachable() {
    for server in [
        RawServer::Write(Vec::new()),
        RawServer::Write(b"SSH-2.0-x\r\n".to_vec()),
        RawServer::Reset,
    ] {
        let answer = list_from(server.clone(), &[]).await;
        assert_eq!(
            answer.problem(),
            (502, "kfp.unreachable".to_owned()),
            "{server:?}"
        );
    }
}

#[tokio::test]
async fn upstream_that_breaks_off_is_unreachable() {
    let half =
        b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"exp"
            .to_vec();
    assert_eq!(
        list_from(RawServer::Write(half), &[]).await.problem(),
        (502, "kfp.unreachable".to_owned())
    );
}

#[tokio::test]
async fn upstream_that_hangs_times_out() {
    let flags = ["--kfp-timeout=200ms", "--upload-timeout=200ms"];
    for written in [
        "",
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{\"exp",
    ] {
        let answer = list_from(RawServer::WriteAndHang(written.into()), &flags).await;
        assert_eq!(
            answer.problem(),
            (504, "kfp.timeout".to_owned()),
            "{written}"
        );
        assert!(answer.headers.contains_key("retry-after"));
    }
}

#[tokio::test]
async fn upstream_that_nobody_listens_at_is_unreachable() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .expect("a free port");
    let address = listener.local_addr().expect("an address");
    drop(listener);
    let app = TestApp::calling(address, &[]).await;
    assert_eq!(
        app.get(LIST).send().await.problem(),
        (502, "kfp.unreachable".to_owned())
    );
}

#[tokio::test]
async fn ten_megabytes_pass_and_more_than_the_limit_does_not() {
    let app = TestApp::with(Policy::AllowAll, &["--max-answer-bytes=10485760"]).await;
    let list = |bytes: usize| {
        let mut body = Vec::from(&b"{\"runs\":[],\"x\":\""[..]);
        body.resize(bytes - 2, b'y');
        body.extend_from_slice(b"\"}");
        Bytes::from(body)
    };
    let (fits, too_large) = (list(10_485_760), list(10_485_761));
    app.kfp.follow(move |call| {
        let body = if call.path_and_query.contains("team-a") {
            fits.clone()
        } else {
            too_large.clone()
        };
        (200, "application/json", body)
    });
    let answer = app.get(LIST).send().await;
    assert_eq!(
        (answer.status.as_u16(), answer.body.len()),
        (200, 10_485_760)
    );
    let answer = app
        .get("/apis/v2beta1/experiments?namespace=team-b")
        .send()
        .await;
    assert_eq!(answer.problem(), (502, "kfp.answer_too_large".to_owned()));
}

#[tokio::test]
async fn json_is_compressed_for_who_asks() {
    let app = TestApp::start(Policy::AllowAll).await;
    let body = format!(r#"{{"experiments":[],"x":"{}"}}"#, "y".repeat(4096));
    app.kfp
        .follow(move |_| (200, "application/json", body.clone().into()));
    let answer = app.get(LIST).header("accept-encoding", "br").send().await;
    assert_eq!(answer.header("content-encoding"), "br");
    assert!(answer.body.len() < 400);
}
