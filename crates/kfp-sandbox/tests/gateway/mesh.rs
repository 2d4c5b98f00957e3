//! The mesh rule in front of `ml-pipeline`, as a caller without a sidecar meets it, and as the console behind its own.

use kfp_sandbox::{Sandbox, SandboxConfig};

use crate::browser::send;
use crate::exchange::load;

async fn start() -> Sandbox {
    let mut config = SandboxConfig::default();
    config.seed = false;
    Sandbox::start(config).await.unwrap()
}

#[tokio::test]
async fn whoever_sends_the_identity_header_is_refused_in_envoys_words() {
    let sandbox = start().await;
    let to = sandbox.addresses().ml_pipeline;
    let mut refused = 0;
    for exchange in load("mesh")
        .iter()
        .filter(|exchange| exchange.id.starts_with("mlp-"))
    {
        if exchange.header("kubeflow-userid").is_none() || exchange.id == "mlp-mlpui-user" {
            continue;
        }
        refused += 1;
        let body = exchange.body.clone().into_bytes();
        let reply = send(to, &exchange.method, &exchange.url, &exchange.headers, body).await;
        let recorded = &exchange.response;
        let id = &exchange.id;
        assert_eq!(
            u64::from(reply.status.as_u16()),
            recorded["status"].as_u64().unwrap(),
            "{id}"
        );
        assert_eq!(reply.text(), recorded["body"].as_str().unwrap(), "{id}");
        for name in [
            "content-type",
            "content-length",
            "grpc-status",
            "grpc-message",
        ] {
            assert_eq!(
                reply.header(name),
                exchange.answered(name).first().copied().unwrap_or_default(),
                "{id}: {name}"
            );
        }
        assert_eq!(reply.header("server"), "istio-envoy", "{id}");
        assert!(
            !reply.headers.contains_key("x-envoy-upstream-service-time"),
            "{id}"
        );
    }
    assert!(refused > 8);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn the_consoles_own_sidecar_leaves_the_marks_of_two_proxies() {
    let sandbox = start().await;
    let to = sandbox.addresses().console_sidecar;
    let mut answered = Vec::new();
    let recorded = load("mesh");
    for exchange in recorded.iter().filter(|exchange| {
        exchange.id.starts_with("mlp-console-") && exchange.id != "mlp-console-ws"
    }) {
        let id = &exchange.id;
        let body = exchange.body.clone().into_bytes();
        let reply = send(to, &exchange.method, &exchange.url, &exchange.headers, body).await;
        let recorded = &exchange.response;
        let marks = ["server", "x-envoy-upstream-service-time"];
        assert_eq!(
            exchange.answered(marks[0]),
            [reply.header(marks[0])],
            "{id}"
        );
        assert!(!exchange.answered(marks[1]).is_empty(), "{id}");
        assert!(
            reply.header(marks[1]).parse::<u64>().is_ok(),
            "{id}: {:?}",
            reply.headers
        );
        // Behind the recorded policy stood an echo, which answers everybody; the API server here asks who calls.
        if exchange.id != "mlp-console-nohdr" {
            assert_eq!(
                u64::from(reply.status.as_u16()),
                recorded["status"].as_u64().unwrap(),
                "{id}"
            );
            assert_eq!(reply.text(), recorded["body"].as_str().unwrap(), "{id}");
        }
        answered.push(id.as_str());
    }
    assert!(
        answered.contains(&"mlp-console-nohdr") && answered.contains(&"mlp-console-user"),
        "{answered:?}"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn without_the_identity_header_the_api_server_itself_answers() {
    let sandbox = start().await;
    let host = [("Host".to_owned(), "ml-pipeline.kubeflow:8888".to_owned())];
    let reply = send(
        sandbox.addresses().ml_pipeline,
        "GET",
        "/apis/v2beta1/healthz",
        &host,
        Vec::new(),
    )
    .await;
    assert_eq!(reply.status, 200);
    assert!(reply.text().contains("\"multi_user\""));
    assert!(reply.headers.contains_key("x-envoy-upstream-service-time"));
    sandbox.shutdown().await;
}
