//! The mesh rule in front of `ml-pipeline`, as a caller without a sidecar meets it.

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
