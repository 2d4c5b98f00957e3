//! Sandboxes for the tests, and runs in them.

use bytes::Bytes;
use http::{Method, Request};
use http_body_util::{BodyExt, Full};
use hyper_util::rt::TokioIo;
use kfp_sandbox::{Clock, Sandbox, SandboxConfig};
use serde_json::{Value, json};
use time::macros::datetime;
use tokio::net::TcpStream;

/// Whose runs are made.
pub const OWNER: &str = "jbpark8@example.com";
pub const NAMESPACE: &str = "kubeflow-jbpark8";

/// A sandbox with the samples.
pub async fn sandbox() -> Sandbox {
    Sandbox::start(SandboxConfig::default()).await.unwrap()
}

/// A sandbox with the samples, whose time stands still until it is moved.
pub async fn stepped() -> Sandbox {
    let mut config = SandboxConfig::default();
    config.clock = Clock::stepped(datetime!(2026-11-25 12:00 UTC));
    Sandbox::start(config).await.unwrap()
}

/// Calls KFP as a user of the gateway: status and body.
pub async fn kfp(
    sandbox: &Sandbox,
    user: &str,
    method: Method,
    target: &str,
    body: &Value,
) -> (u16, Value) {
    let stream = TcpStream::connect(sandbox.addresses().kfp).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .unwrap();
    tokio::spawn(connection);
    let text = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let request = Request::builder()
        .method(method)
        .uri(target)
        .header("host", "kfp")
        .header("kubeflow-userid", user)
        .body(Full::new(Bytes::from(text)))
        .unwrap();
    let response = sender.send_request(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = response.into_body().collect().await.unwrap().to_bytes();
    let body = serde_json::from_slice(&bytes)
        .unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned().into());
    (status, body)
}

/// Makes a run of the sample pipeline `train-diamond`; its id.
pub async fn make_run(sandbox: &Sandbox, parameters: &Value) -> String {
    let pipeline = sample(sandbox).await;
    let source = json!({"pipeline_id": pipeline});
    create_run(sandbox, "pipeline_version_reference", &source, parameters).await
}

/// The same for one that asks for a failure.
pub async fn make_failing_run(sandbox: &Sandbox, fail: &str) -> String {
    let pipeline = sample(sandbox).await;
    let target = format!("/apis/v2beta1/pipelines/{pipeline}/versions");
    let (_, versions) = kfp(sandbox, OWNER, Method::GET, &target, &Value::Null).await;
    let mut spec = versions["pipeline_versions"][0]["pipeline_spec"].clone();
    spec["root"]["inputDefinitions"]["parameters"]["sandbox_fail"] =
        json!({"parameterType": "STRING", "isOptional": true});
    let parameters = json!({"sandbox_fail": fail});
    create_run(sandbox, "pipeline_spec", &spec, &parameters).await
}

async fn sample(sandbox: &Sandbox) -> String {
    let target = format!("/apis/v2beta1/pipelines/names/train-diamond?namespace={NAMESPACE}");
    let (_, pipeline) = kfp(sandbox, OWNER, Method::GET, &target, &Value::Null).await;
    pipeline["pipeline_id"].as_str().unwrap().to_owned()
}

async fn create_run(sandbox: &Sandbox, source: &str, of: &Value, parameters: &Value) -> String {
    let target = format!("/apis/v2beta1/experiments?namespace={NAMESPACE}&page_size=1");
    let (_, experiments) = kfp(sandbox, OWNER, Method::GET, &target, &Value::Null).await;
    let mut run = json!({
        "display_name": "watched",
        "experiment_id": experiments["experiments"][0]["experiment_id"],
        "runtime_config": {"parameters": parameters},
    });
    run[source] = of.clone();
    let (status, run) = kfp(sandbox, OWNER, Method::POST, "/apis/v2beta1/runs", &run).await;
    assert_eq!(status, 200, "{run}");
    run["run_id"].as_str().unwrap().to_owned()
}
