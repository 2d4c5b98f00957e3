//! Requests that mean one thing here and another thing behind.

use std::time::Duration;

use http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::of_mallory;
use crate::support::{GATEWAY, Policy, TestApp};

#[tokio::test]
async fn path_that_can_be_read_in_two_ways_leads_nowhere() {
    let app = TestApp::start(Policy::AllowAll).await;
    for path in [
        "/apis/v2beta1/experiments/e-a/../../runs/r-b",
        "/apis/v2beta1/experiments/e-a/%2e%2e/e-b",
        "/apis/v2beta1/experiments/e-a%2f..%2fe-b",
        "/apis/v2beta1/experiments/e-a%252f..%252fe-b/x",
        "/apis/v2beta1/experiments/e-a\\..\\e-b",
        "/apis/v2beta1/experiments/e-a%5c..%5ce-b",
        "/apis/v2beta1//experiments/e-b",
        "//apis/v2beta1/experiments/e-b",
        "/kfp-console//apis/v2beta1/experiments/e-b",
        "/kfp-console/../apis/v2beta1/experiments/e-b",
        "/apis/v2beta1/experiments/e-b/",
        "/apis/v2beta1/experiments/./e-b",
        "/apis/v2beta1/experiments/e-b%00",
        "/apis/v2beta1/experiments/e-b%0a",
        "/apis/v2beta1/experiments/e-b%3Aarchive",
        "/apis/v2beta1/experiments/e-b;x=y/z",
        "/APIS/v2beta1/experiments/e-b",
        "/apis/v2beta1/Experiments/e-b",
        "/apis/v1beta1/runs/r-b",
        "/apis/v1beta1/pipelines/p-b/templates",
        "/apis/v1alpha1/runs/r-b/nodes/n/log",
        "/apis/v1alpha1/tasks",
        "/apis/v2beta1/runs/r-b/nodes/n/artifacts/a:read",
        "/apis/v2beta1/auth?namespace=team-b&resources=VIEWERS&verb=GET",
        "/api/v1/namespaces/team-b/secrets",
        "/healthz",
        "/metrics",
    ] {
        for method in [Method::GET, Method::POST] {
            let answer = app.request(method.clone(), path).send().await;
            assert!(
                matches!(answer.status.as_u16(), 404 | 405 | 501),
                "{method} {path}: {}",
                answer.status
            );
        }
    }
    assert!(app.kfp.lines().is_empty(), "{:?}", app.kfp.lines());
}

#[tokio::test]
async fn reports_and_code_for_others_have_no_row() {
    let app = TestApp::start(Policy::AllowAll).await;
    for path in ["workflows", "scheduledworkflows", "visualizations/team-a"] {
        let answer = app
            .post(&format!("/apis/v2beta1/{path}"), "{}")
            .send()
            .await;
        assert_eq!(
            answer.problem(),
            (404, "request.unknown_path".to_owned()),
            "{path}"
        );
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn method_is_what_the_request_line_says() {
    let app = TestApp::start(of_mallory()).await;
    for header in [
        "x-http-method-override",
        "x-http-method",
        "x-method-override",
    ] {
        let answer = app
            .get("/apis/v2beta1/runs/r-a?_method=DELETE")
            .header(header, "DELETE")
            .send()
            .await;
        assert_eq!(answer.status, 200, "{header}");
    }
    for header in [
        "x-original-url",
        "x-rewrite-url",
        "x-original-uri",
        "x-envoy-original-path",
    ] {
        let answer = app
            .get("/apis/v2beta1/runs/r-a")
            .header(header, "/apis/v2beta1/runs/r-b")
            .send()
            .await;
        assert_eq!(answer.status, 200, "{header}");
    }
    assert!(
        app.kfp
            .lines()
            .iter()
            .all(|line| line.starts_with("GET ") && !line.contains("r-b"))
    );
    for method in ["PUT", "TRACE", "CONNECT", "DEBUG", "get", "PROPFIND"] {
        let method = Method::from_bytes(method.as_bytes()).expect("a method");
        if method == Method::CONNECT {
            continue;
        }
        let answer = app
            .request(method.clone(), "/apis/v2beta1/runs/r-a")
            .send()
            .await;
        assert_eq!(answer.status, 501, "{method}");
    }
    // In the older login era OPTIONS passes the login with whatever user is claimed.
    let calls = app.kfp.lines().len();
    let options = app
        .request(Method::OPTIONS, "/apis/v2beta1/runs/r-b")
        .send()
        .await;
    assert_eq!((options.status.as_u16(), options.body.len()), (204, 0));
    assert!(!options.headers.contains_key("access-control-allow-origin"));
    assert_eq!(app.kfp.lines().len(), calls);
}

#[tokio::test]
async fn write_of_a_foreign_page_is_refused_in_every_form() {
    let app = TestApp::start(Policy::AllowAll).await;
    let json = "application/json";
    for (name, headers, code) in [
        (
            "another origin",
            vec![
                ("origin", "http://evil.example.com"),
                ("content-type", json),
            ],
            "request.foreign_origin",
        ),
        (
            "no origin to speak of",
            vec![("origin", "null"), ("content-type", json)],
            "request.foreign_origin",
        ),
        (
            "a sandboxed frame",
            vec![
                ("origin", "null"),
                ("sec-fetch-site", "cross-site"),
                ("content-type", json),
            ],
            "request.foreign_origin",
        ),
        (
            "a neighbour of the same site",
            vec![("sec-fetch-site", "same-site"), ("content-type", json)],
            "request.foreign_origin",
        ),
        (
            "a forged host",
            vec![
                ("origin", "http://evil.example.com"),
                ("x-forwarded-host", "evil.example.com"),
                ("content-type", json),
            ],
            "request.foreign_origin",
        ),
        (
            "a form",
            vec![("content-type", "application/x-www-form-urlencoded")],
            "request.content_type",
        ),
        (
            "a form of text",
            vec![("content-type", "text/plain")],
            "request.content_type",
        ),
        (
            "JSON that calls itself text",
            vec![("content-type", "text/plain; application/json")],
            "request.content_type",
        ),
        (
            "a form with a file where JSON belongs",
            vec![("content-type", "multipart/form-data; boundary=x")],
            "request.content_type",
        ),
        ("no type at all", vec![], "request.content_type"),
    ] {
        let mut request = app.request(Method::POST, "/apis/v2beta1/experiments");
        for (header, value) in headers {
            request = request.header(header, value);
        }
        let answer = request.body(r#"{"namespace":"team-a"}"#).send().await;
        assert_eq!(answer.code(), code, "{name}");
    }
    assert!(app.kfp.lines().is_empty());
    let own = app
        .post("/apis/v2beta1/experiments", r#"{"namespace":"team-a"}"#)
        .send()
        .await;
    assert_eq!(own.status, 200, "the same without what is foreign");
}

#[tokio::test]
async fn what_only_the_server_sets_cannot_be_sent() {
    let app = TestApp::start(Policy::AllowAll).await;
    for member in [
        r#""run_id":"r-b""#,
        r#""runId":"r-b""#,
        r#""recurring_run_id":"j-b""#,
        r#""storage_state":"ARCHIVED""#,
        r#""state_history":[{"state":"SUCCEEDED"}]"#,
        r#""scheduled_at":"2020-01-01T00:00:00Z""#,
        r#""finishedAt":"2020-01-01T00:00:00Z""#,
        r#""r\u0075n_id":"r-b""#,
    ] {
        let body = format!(r#"{{"experiment_id":"e-a","pipeline_spec":{{}},{member}}}"#);
        let answer = app.post("/apis/v2beta1/runs", &body).send().await;
        assert_eq!(
            answer.problem(),
            (400, "request.invalid".to_owned()),
            "{member}"
        );
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn body_that_says_a_thing_twice_says_nothing() {
    let app = TestApp::start(of_mallory()).await;
    for (path, body) in [
        (
            "experiments",
            r#"{"namespace":"team-a","namespace":"team-b"}"#,
        ),
        (
            "experiments",
            r#"{"namespace":"team-a","\u006eamespace":"team-b"}"#,
        ),
        (
            "runs",
            r#"{"experiment_id":"e-a","experimentId":"e-b","pipeline_spec":{}}"#,
        ),
        (
            "runs",
            r#"{"experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a","pipelineId":"p-b"}}"#,
        ),
        (
            "pipelines/create",
            r#"{"pipeline":{"namespace":"team-a","namespace":"team-b"}}"#,
        ),
        (
            "pipelines/create",
            r#"{"pipeline":{"namespace":"team-a"},"pipeline":{"namespace":"team-b"}}"#,
        ),
    ] {
        let answer = app
            .post(&format!("/apis/v2beta1/{path}"), body)
            .send()
            .await;
        assert_eq!(
            answer.problem(),
            (400, "request.invalid".to_owned()),
            "{body}"
        );
    }
    for query in [
        "namespace=team-a&namespace=team-b",
        "namespace=team-a&%6eamespace=team-b",
    ] {
        let answer = app.get(&format!("/apis/v2beta1/runs?{query}")).send().await;
        assert_eq!(
            answer.problem(),
            (400, "request.invalid".to_owned()),
            "{query}"
        );
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn request_hidden_in_another_is_not_served() {
    let hidden = format!(
        "DELETE /apis/v2beta1/runs/r-a HTTP/1.1\r\nhost: x\r\nkubeflow-userid: a@example.com\r\n\
         x-forwarded-client-cert: {GATEWAY}\r\nconnection: close\r\n\r\n"
    );
    let app = TestApp::start(Policy::AllowAll).await;
    for (name, head) in [
        (
            "a length and chunks",
            format!(
                "content-length: {}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{hidden}",
                hidden.len() + 5
            ),
        ),
        (
            "two lengths",
            format!(
                "content-length: 0\r\ncontent-length: {}\r\n\r\n{hidden}",
                hidden.len()
            ),
        ),
        (
            "chunks that are not the last coding",
            format!("transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n{hidden}"),
        ),
        (
            "a length with a sign",
            format!("content-length: +0\r\n\r\n{hidden}"),
        ),
        (
            "a space before the colon",
            format!("transfer-encoding : chunked\r\n\r\n0\r\n\r\n{hidden}"),
        ),
        (
            "a line that goes on",
            format!("x: y\r\n transfer-encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"),
        ),
    ] {
        // The outer one is anonymous: alone it is refused whatever its body is.
        let bytes = format!("POST /apis/v2beta1/experiments HTTP/1.1\r\nhost: x\r\n{head}");
        let answer = raw(&app, bytes.as_bytes()).await;
        assert!(!answer.contains(" 200 "), "{name}: {answer}");
        assert!(app.kfp.lines().is_empty(), "{name}: {:?}", app.kfp.lines());
    }
    let alone = raw(&app, hidden.as_bytes()).await;
    assert!(
        alone.starts_with("HTTP/1.1 200 "),
        "by itself it would be served: {alone}"
    );
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_held() {
    let app = TestApp::start(Policy::AllowAll).await;
    let cookie = app
        .get("/api/session")
        .header("cookie", &"x".repeat(100_000))
        .send()
        .await;
    assert_eq!(cookie.problem(), (431, "request.head_too_large".to_owned()));
    let name = "x".repeat(300);
    let id = app.get(&format!("/apis/v2beta1/runs/{name}")).send().await;
    assert_eq!(id.problem(), (404, "request.unknown_path".to_owned()));
    let user = app
        .get("/api/session")
        .of_user(&"a".repeat(400))
        .send()
        .await;
    assert_eq!(user.problem(), (401, "identity.invalid".to_owned()));
    let token = "A".repeat(60_000);
    let token = app
        .get(&format!(
            "/apis/v2beta1/runs?namespace=team-a&page_token={token}"
        ))
        .send()
        .await;
    assert_eq!(token.problem(), (400, "request.page_token".to_owned()));
    let deep = format!(r#"{{"namespace":{}"#, "[".repeat(100_000));
    let deep = app.post("/apis/v2beta1/experiments", &deep).send().await;
    assert_eq!(deep.problem(), (400, "request.invalid".to_owned()));
    assert!(app.kfp.lines().is_empty());
    assert_eq!(app.get("/api/session").send().await.status, 200);
}

/// Sends bytes and reads until the console closes, or has been silent for a moment.
async fn raw(app: &TestApp, bytes: &[u8]) -> String {
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
    let _ = tokio::time::timeout(Duration::from_secs(1), read).await;
    String::from_utf8_lossy(&answer).into_owned()
}
