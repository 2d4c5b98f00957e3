//! A request keeps its place in the gateway's trace, and its name.

use crate::support::{Policy, TestApp};

const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

#[tokio::test]
async fn place_in_the_trace_and_name_of_the_request_reach_kfp() {
    let app = TestApp::start(Policy::AllowAll).await;
    app.get("/apis/v2beta1/runs/r-a")
        .header("traceparent", GIVEN)
        .header("tracestate", "vendor=1")
        .header("baggage", "user=a")
        .header("x-request-id", "r-1")
        .send()
        .await;
    // The run's place is looked up too, in the course of the same request.
    let calls = app.kfp.calls();
    assert!(calls.len() >= 3, "{:?}", app.kfp.lines());
    for call in calls {
        let header = |name: &str| call.headers.get(name).map(http::HeaderValue::as_bytes);
        assert_eq!(header("traceparent"), Some(GIVEN.as_bytes()));
        assert_eq!(header("tracestate"), Some(&b"vendor=1"[..]));
        assert_eq!(header("x-request-id"), Some(&b"r-1"[..]));
        assert_eq!(header("baggage"), None);
    }
}

#[tokio::test]
async fn what_is_no_place_in_a_trace_goes_no_further() {
    let app = TestApp::start(Policy::AllowAll).await;
    for bad in ["x", "00-0-0-00", &format!("{GIVEN}-more")] {
        app.get("/apis/v2beta1/experiments?namespace=team-a")
            .header("traceparent", bad)
            .header("tracestate", "vendor=1")
            .send()
            .await;
    }
    app.get("/apis/v2beta1/experiments?namespace=team-a")
        .header("traceparent", GIVEN)
        .header("traceparent", GIVEN)
        .send()
        .await;
    let calls = app.kfp.calls();
    assert_eq!(calls.len(), 4);
    for call in calls {
        assert!(!call.headers.contains_key("traceparent"));
        assert!(!call.headers.contains_key("tracestate"));
    }
}
