//! Requests that mean one thing here and another thing behind.

use std::time::Duration;

use http::Method;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::of_mallory;
use crate::support::{GATEWAY, Policy, ScriptedKfp, TestApp};
use crate::whole::{Bare, Sent, send};

/// Addresses that somebody on the way could read otherwise, and those of others.
pub(crate) const ODD_PATHS: [&str; 27] = [
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
];
/// Headers that claim another method.
pub(crate) const METHOD_HEADERS: [&str; 3] = [
    "x-http-method-override",
    "x-http-method",
    "x-method-override",
];
/// Headers that claim another address.
pub(crate) const ADDRESS_HEADERS: [&str; 4] = [
    "x-original-url",
    "x-rewrite-url",
    "x-original-uri",
    "x-envoy-original-path",
];
/// Bodies that say a thing twice: the path, and the body.
pub(crate) const DOUBLED_BODIES: [(&str, &str); 6] = [
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
];
/// Queries that say a thing twice.
pub(crate) const DOUBLED_QUERIES: [&str; 3] = [
    "namespace=team-a&namespace=team-b",
    "namespace=team-a&%6eamespace=team-b",
    "experiment_id=e-a&experimentId=e-b",
];
/// What is no name of a namespace, escaped as in a query.
pub(crate) const ODD_NAMESPACES: [&str; 11] = [
    "attacker.example",
    "a%2Fb",
    "a%252eb",
    "A",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "169-254-169-254.",
    "team-a%3A80%40x",
    "team-a%00",
    "team-a%0D%0Ax%3A+y",
    "-",
    "%EF%BD%94eam-a",
];
/// Requests hidden in the body of another, by how the outer one says where it ends.
pub(crate) const HIDDEN: [&str; 6] = [
    "a length and chunks",
    "two lengths",
    "chunks that are not the last coding",
    "a length with a sign",
    "a space before the colon",
    "a line that goes on",
];
/// What is larger than it may be.
pub(crate) const TOO_LARGE: [&str; 5] = [
    "a cookie of 100 kB",
    "an id of 300 letters",
    "a name of a user of 400 letters",
    "a page token of 60 kB",
    "a document of 100,000 levels",
];

#[tokio::test]
async fn path_that_can_be_read_in_two_ways_leads_nowhere() {
    let app = TestApp::start(Policy::AllowAll).await;
    for path in ODD_PATHS {
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
async fn method_is_what_the_request_line_says() {
    let app = TestApp::start(of_mallory()).await;
    for header in METHOD_HEADERS {
        let answer = app
            .get("/apis/v2beta1/runs/r-a?_method=DELETE")
            .header(header, "DELETE")
            .send()
            .await;
        assert_eq!(answer.status, 200, "{header}");
    }
    for header in ADDRESS_HEADERS {
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
async fn body_that_says_a_thing_twice_says_nothing() {
    let app = TestApp::start(of_mallory()).await;
    for (path, body) in DOUBLED_BODIES {
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
    for query in DOUBLED_QUERIES {
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
            HIDDEN[0],
            format!(
                "content-length: {}\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n{hidden}",
                hidden.len() + 5
            ),
        ),
        (
            HIDDEN[1],
            format!(
                "content-length: 0\r\ncontent-length: {}\r\n\r\n{hidden}",
                hidden.len()
            ),
        ),
        (
            HIDDEN[2],
            format!("transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n{hidden}"),
        ),
        (HIDDEN[3], format!("content-length: +0\r\n\r\n{hidden}")),
        (
            HIDDEN[4],
            format!("transfer-encoding : chunked\r\n\r\n0\r\n\r\n{hidden}"),
        ),
        (
            HIDDEN[5],
            format!("x: y\r\n transfer-encoding: chunked\r\n\r\n0\r\n\r\n{hidden}"),
        ),
    ] {
        // The outer one is anonymous: alone it is refused whatever its body is.
        let bytes = format!("POST /apis/v2beta1/experiments HTTP/1.1\r\nhost: x\r\n{head}");
        let answer = raw(&app, bytes.as_bytes()).await;
        assert!(!answer.contains(" 200 "), "{name}: {answer}");
        assert!(app.kfp.lines().is_empty(), "{name}: {:?}", app.kfp.lines());
    }
    let alone = whole(&app, hidden.as_bytes()).await;
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
    let larger = TestApp::with(Policy::AllowAll, &["--max-header-bytes=262144"]).await;
    let cookie = larger
        .get("/api/session")
        .header("cookie", &"x".repeat(100_000))
        .send()
        .await;
    assert_eq!(cookie.status, 200);
}

/// A name of a namespace could become the name of a host somewhere; what is none gets nowhere.
#[tokio::test]
async fn namespace_that_is_no_label_is_refused_before_anybody_is_asked() {
    let app = TestApp::start(Policy::AllowAll).await;
    for namespace in ODD_NAMESPACES {
        for path in [
            "/apis/v2beta1/experiments",
            "/apis/v2beta1/runs",
            "/apis/v2beta1/recurringruns",
            "/apis/v2beta1/pipelines",
            "/apis/v2beta1/pipelines/names/x",
            "/api/connection",
        ] {
            let answer = app
                .get(&format!("{path}?namespace={namespace}"))
                .send()
                .await;
            assert_eq!(
                answer.problem(),
                (400, "request.invalid".to_owned()),
                "{path} {namespace}"
            );
        }
    }
    for query in ["", "?namespace="] {
        let path = format!("/apis/v2beta1/runs{query}");
        let answer = app.get(&path).send().await;
        let expected = (400, "access.namespace_required".to_owned());
        assert_eq!(answer.problem(), expected, "{query}");
    }
    assert!(app.kfp.lines().is_empty());
    assert!(app.kubernetes.questions().is_empty());
}

/// Nobody else on the way refuses them: with no console there, KFP is asked in these very words.
#[tokio::test]
async fn without_the_console_all_of_it_reaches_kfp() {
    let kfp = ScriptedKfp::start().await;
    let bare = Bare::start(kfp.address, "x".to_owned()).await;
    let lists = DOUBLED_QUERIES
        .map(|query| format!("/apis/v2beta1/runs?{query}"))
        .into_iter()
        .chain(ODD_NAMESPACES.map(|name| format!("/apis/v2beta1/runs?namespace={name}")))
        .chain(ODD_PATHS.map(str::to_owned));
    for path in lists {
        send(bare.address, &Sent::new("GET", &path)).await;
        assert_eq!(kfp.lines().pop(), Some(format!("GET {path}")));
    }
    for (path, body) in DOUBLED_BODIES {
        let sent = Sent::new("POST", &format!("/apis/v2beta1/{path}")).body(body);
        send(bare.address, &sent).await;
        assert_eq!(kfp.calls().pop().expect("a call").body, body);
    }
    for header in METHOD_HEADERS.into_iter().chain(ADDRESS_HEADERS) {
        let sent = Sent::new("GET", "/apis/v2beta1/runs/r-a").header(header, "DELETE");
        send(bare.address, &sent).await;
        let call = kfp.calls().pop().expect("a call");
        assert_eq!(call.headers[header], "DELETE");
    }
}

/// Sends bytes and reads until the console closes the connection.
async fn whole(app: &TestApp, bytes: &[u8]) -> String {
    let mut stream = connect(app).await;
    // The console may close before all is sent.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

/// The same for a request after which the console may wait for a next one: what comes within a moment.
async fn raw(app: &TestApp, bytes: &[u8]) -> String {
    let mut stream = connect(app).await;
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

async fn connect(app: &TestApp) -> TcpStream {
    TcpStream::connect(app.console.address())
        .await
        .expect("a connection")
}
