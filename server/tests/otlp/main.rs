//! What a collector is sent of a request, and what it is not.

mod collector;
#[path = "../it/support/mod.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "shared with the other tests, which use more of it"
)]
mod support;

use collector::{Collector, Span};
use support::{Policy, TestApp};

const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";
const GATEWAY: &str = "00f067aa0ba902b7";

async fn traced(collector: &Collector) -> TestApp {
    let endpoint = format!("--otlp-endpoint=http://{}", collector.address);
    TestApp::with(Policy::AllowAll, &[&endpoint, "--otlp-share=0"]).await
}

/// The span with a name, and no other may have it.
fn only<'a>(spans: &'a [Span], name: &str) -> &'a Span {
    let mut found = spans.iter().filter(|span| span.name == name);
    let span = found
        .next()
        .unwrap_or_else(|| panic!("no {name} in {spans:#?}"));
    assert!(found.next().is_none(), "{name} comes twice in {spans:#?}");
    span
}

#[tokio::test(flavor = "multi_thread")]
async fn request_wait_call_and_question_are_steps_of_the_gateways_trace() {
    let collector = Collector::start().await;
    let app = traced(&collector).await;
    let given = format!("00-{TRACE}-{GATEWAY}-01");
    let answer = app
        .get("/kfp-console/apis/v2beta1/experiments?namespace=team-a")
        .header("traceparent", &given)
        .send()
        .await;
    assert_eq!(answer.status, 200);
    let TestApp { console, kfp, .. } = app;
    console.shutdown().await;

    let spans = collector.spans();
    let request = spans
        .iter()
        .find(|span| span.kind == collector::SERVER)
        .expect("the request");
    assert_eq!(request.name, "GET /apis/v2beta1/experiments");
    assert_eq!(
        (request.trace.as_str(), request.parent.as_str()),
        (TRACE, GATEWAY)
    );
    assert_eq!(request.attribute("http.route"), "/apis/v2beta1/experiments");
    assert_eq!(request.attribute("http.response.status_code"), "200");
    let call = spans
        .iter()
        .find(|span| span.kind == collector::CLIENT && span.name == request.name)
        .expect("the call");
    for step in [
        call,
        only(&spans, "POST subjectaccessreviews"),
        only(&spans, "wait for a turn"),
    ] {
        assert_eq!((&step.trace, &step.parent), (&request.trace, &request.id));
    }
    assert_eq!(spans.len(), 4, "{spans:#?}");
    assert!(collector.holds("kfp-console"), "the service has a name");
    // KFP's own step stands below the call.
    let upstream = kfp.calls()[0].headers["traceparent"].clone();
    let expected = format!("00-{TRACE}-{}-01", call.id);
    assert_eq!(upstream, expected.as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn no_query_header_body_user_or_id_is_sent() {
    let collector = Collector::start().await;
    let app = traced(&collector).await;
    let secret = "s3cr3t";
    let given = format!("00-{TRACE}-{GATEWAY}-01");
    for request in [
        app.get(&format!(
            "/apis/v2beta1/experiments?namespace=team-a&filter={secret}"
        )),
        app.get(&format!("/apis/v2beta1/runs/{secret}-unknown")),
        app.get(&format!("/{secret}?a={secret}")),
        app.post(
            "/apis/v2beta1/experiments",
            &format!(r#"{{"namespace":"team-a","display_name":"{secret}"}}"#),
        ),
    ] {
        request
            .header("traceparent", &given)
            .header("tracestate", &format!("vendor={secret}"))
            .header("authorization", &format!("Bearer {secret}"))
            .header("cookie", &format!("authservice_session={secret}"))
            .of_user(&format!("{secret}@example.com"))
            .send()
            .await;
    }
    app.console.shutdown().await;
    let spans = collector.spans();
    assert!(spans.len() >= 8, "{spans:#?}");
    assert!(!collector.holds(secret));
    let unknown = spans
        .iter()
        .find(|span| {
            span.kind == collector::SERVER && span.name == "GET /apis/v2beta1/runs/{run_id}"
        })
        .expect("the run that KFP does not know");
    assert_eq!(unknown.attribute("http.response.status_code"), "404");
    assert!(unknown.attribute("error.type").is_empty(), "KFP's own 404");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_gateway_does_not_keep_is_not_sent() {
    let collector = Collector::start().await;
    let app = traced(&collector).await;
    let given = format!("00-{TRACE}-{GATEWAY}-00");
    app.get("/apis/v2beta1/experiments?namespace=team-a")
        .header("traceparent", &given)
        .send()
        .await;
    // Nor is a request without its word, at a share of nothing.
    app.get("/api/session").send().await;
    let TestApp { console, kfp, .. } = app;
    console.shutdown().await;
    assert!(collector.spans().is_empty());
    let upstream = kfp.calls()[0].headers["traceparent"].clone();
    let upstream = upstream.to_str().expect("ASCII");
    assert!(upstream.starts_with(&format!("00-{TRACE}-")), "{upstream}");
    assert!(upstream.ends_with("-00"), "{upstream}");
}

#[tokio::test(flavor = "multi_thread")]
async fn collector_that_is_not_there_keeps_nobody_waiting() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let endpoint = format!("--otlp-endpoint=http://{nobody}");
    let app = TestApp::with(Policy::AllowAll, &[&endpoint, "--otlp-share=1"]).await;
    assert_eq!(app.get("/api/session").send().await.status, 200);
    app.console.shutdown().await;
}

#[tokio::test]
async fn address_that_cannot_be_used_keeps_the_console_from_starting() {
    let config = kfp_console::Config::from_flags(["--otlp-endpoint=https://collector:4318"])
        .expect("it can be read");
    let error = kfp_console::check(&config).expect_err("TLS is the sidecar's");
    let source = std::error::Error::source(&error).expect("a source");
    assert!(source.to_string().contains("sidecar"), "{source}");
}
