//! The mesh rule in front of `ml-pipeline`, as a caller without a sidecar meets it, and as the console behind its own.

use kfp_sandbox::{Sandbox, SandboxConfig};
use serde_json::Value;

use crate::account::{Account, Known};
use crate::browser::{Reply, send};
use crate::exchange::Exchange;

async fn start() -> Sandbox {
    let mut config = SandboxConfig::default();
    config.seed = false;
    Sandbox::start(config).await.unwrap()
}

const KNOWN: Known = Known {
    differences: &[],
    unsendable: &[
        ("mlp-mlpui-*", AS_ANOTHER),
        ("mlp-direct-strict", STRICT),
        ("mlp-strict-plain", STRICT),
        ("mlp-rogue", AS_ANOTHER),
        ("console-*", AS_ANOTHER),
        ("notvalues-*", POLICY),
        ("xfcc-*", MODE),
    ],
};

const AS_ANOTHER: &str =
    "comes with another workload's certificate, which no address of the sandbox takes";
const STRICT: &str = "a mesh that takes mTLS alone is not played";
const POLICY: &str = "a policy that no Kubeflow has";
const MODE: &str = "a mode of passing certificates on that no Kubeflow has";

#[tokio::test]
async fn callers_of_ml_pipeline_are_answered_as_recorded() {
    let sandbox = start().await;
    let mut account = Account::of("mesh", KNOWN);
    for exchange in account.sent() {
        let is_console = exchange.id.starts_with("mlp-console-");
        let addresses = sandbox.addresses();
        let to = if is_console {
            addresses.console_sidecar
        } else {
            addresses.ml_pipeline
        };
        let body = exchange.body.clone().into_bytes();
        let reply = send(to, &exchange.method, &exchange.url, &exchange.headers, body).await;
        let judged = if exchange.header("kubeflow-userid").is_some() {
            judge_refusal(&exchange, &reply)
        } else {
            Ok(())
        };
        account.note(
            &exchange,
            judged.and_then(|()| judge_marks(&reply, is_console, &exchange)),
        );
    }
    account.settle();
    sandbox.shutdown().await;
}

/// Status, words and what gRPC clients read.
fn judge_refusal(exchange: &Exchange, reply: &Reply) -> Result<(), String> {
    let recorded = &exchange.response;
    let wanted = (
        &recorded["status"],
        recorded["body"].as_str().unwrap_or_default(),
    );
    let status = Value::from(reply.status.as_u16());
    if (&status, reply.lossy().as_str()) != wanted {
        return Err(format!("{status} {}", reply.lossy()));
    }
    for name in ["content-type", "grpc-status", "grpc-message"] {
        let wanted = exchange.answered(name).first().copied().unwrap_or_default();
        if reply.header(name) != wanted {
            return Err(format!("{name} {} is not {wanted}", reply.header(name)));
        }
    }
    Ok(())
}

/// The marks of the proxies on the way. Behind the recorded policy stood an echo, which answers everybody; the API
/// server here asks who calls.
fn judge_marks(reply: &Reply, is_console: bool, exchange: &Exchange) -> Result<(), String> {
    let server = if is_console { "envoy" } else { "istio-envoy" };
    let passed = reply.headers.contains_key("x-envoy-upstream-service-time");
    let is_refused = exchange.header("kubeflow-userid").is_some();
    let fits = reply.header("server") == server && passed == (is_console || !is_refused);
    if fits {
        Ok(())
    } else {
        Err(format!("marks {:?}", reply.headers))
    }
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
