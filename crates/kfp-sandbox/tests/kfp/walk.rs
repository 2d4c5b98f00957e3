//! Runs that are created walk to their end.

use std::time::Duration;

use http::Method;
use kfp_sandbox::{Clock, Sandbox, SandboxConfig, Storage};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::client::Call;
use crate::packages::spec;

/// Longer than any run here takes.
const LONG: Duration = Duration::from_hours(2);

pub fn stepped() -> SandboxConfig {
    let mut config = SandboxConfig::default();
    config.seed = false;
    config.multi_user = false;
    config.clock = Clock::stepped(datetime!(2026-11-25 12:00 UTC));
    config
}

pub async fn call(sandbox: &Sandbox, method: Method, target: &str, body: &Value) -> Value {
    let mut call = Call::post(target, body);
    if body.is_null() {
        call.body = bytes::Bytes::new();
    }
    call.method = method;
    let answer = call.send(sandbox.addresses().kfp).await.expect("an answer");
    assert_eq!(answer.status, 200, "{target}: {}", answer.value());
    answer.value()
}

pub async fn get(sandbox: &Sandbox, target: &str) -> Value {
    call(sandbox, Method::GET, target, &Value::Null).await
}

/// Creates a run of a package with parameters; its id.
pub async fn create(sandbox: &Sandbox, spec: &Value, parameters: &Value) -> String {
    let run = json!({
        "display_name": "walked",
        "pipeline_spec": spec,
        "runtime_config": {"parameters": parameters},
    });
    let run = call(sandbox, Method::POST, "/apis/v2beta1/runs", &run).await;
    assert_eq!(run["state"], "PENDING", "{run}");
    run["run_id"].as_str().expect("an id").to_owned()
}

pub async fn run(sandbox: &Sandbox, id: &str) -> Value {
    get(sandbox, &format!("/apis/v2beta1/runs/{id}")).await
}

fn states(run: &Value) -> Vec<&str> {
    let entries = run["state_history"].as_array().expect("a history").iter();
    entries
        .map(|entry| entry["state"].as_str().unwrap_or("-"))
        .collect()
}

#[tokio::test]
async fn a_created_run_walks_to_its_end() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let id = create(&sandbox, &spec("hello"), &json!({})).await;
    sandbox.advance(Duration::from_secs(2)).await;
    let unreported = run(&sandbox, &id).await;
    assert_eq!(unreported["state"], Value::Null);
    sandbox.advance(Duration::from_secs(1)).await;
    let running = run(&sandbox, &id).await;
    assert_eq!(running["state"], "RUNNING");
    assert_eq!(running["finished_at"], "1970-01-01T00:00:00Z");
    sandbox.advance(LONG).await;
    let ended = run(&sandbox, &id).await;
    assert_eq!(states(&ended), ["PENDING", "-", "RUNNING", "SUCCEEDED"]);
    assert_eq!(ended["state"], "SUCCEEDED");
    let finished = ended["finished_at"].as_str().unwrap();
    assert!(
        ("2026-11-25T12:00:10Z".."2026-11-25T12:05:00Z").contains(&finished),
        "a jump of the clock keeps the times of what happened within: {finished}"
    );
    let rows = ended["run_details"]["task_details"].as_array().unwrap();
    assert!(
        rows.iter().all(|row| row["state"] == "SUCCEEDED"),
        "{ended}"
    );
    assert!(rows.iter().any(|row| row["display_name"] == "executor"));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_fast_clock_needs_no_hand() {
    let mut config = stepped();
    config.clock = Clock::fast(100_000);
    let sandbox = Sandbox::start(config).await.unwrap();
    let id = create(&sandbox, &spec("hello"), &json!({})).await;
    let ended = async {
        while run(&sandbox, &id).await["state"] != "SUCCEEDED" {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), ended)
        .await
        .expect("a run of a minute ends");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_restart_goes_on_with_what_had_not_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = stepped();
    config.storage = Storage::File(folder.path().join("sandbox.sqlite"));
    let sandbox = Sandbox::start(config.clone()).await.unwrap();
    let id = create(&sandbox, &spec("diamond"), &json!({})).await;
    sandbox.advance(Duration::from_secs(20)).await;
    let before = run(&sandbox, &id).await;
    assert_eq!(before["state"], "RUNNING");
    sandbox.shutdown().await;

    let sandbox = Sandbox::start(config).await.unwrap();
    assert_eq!(run(&sandbox, &id).await, before);
    sandbox.advance(LONG).await;
    assert_eq!(run(&sandbox, &id).await["state"], "SUCCEEDED");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn terminating_ends_a_run_as_failed() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let id = create(&sandbox, &spec("diamond"), &json!({})).await;
    sandbox.advance(Duration::from_secs(20)).await;
    let target = format!("/apis/v2beta1/runs/{id}:terminate");
    call(&sandbox, Method::POST, &target, &Value::Null).await;
    let ending = run(&sandbox, &id).await;
    assert_eq!(ending["state"], "CANCELING");
    sandbox.advance(LONG).await;
    let ended = run(&sandbox, &id).await;
    assert_eq!(
        states(&ended),
        ["PENDING", "-", "RUNNING", "CANCELING", "FAILED"]
    );
    let target = format!("/apis/v2beta1/runs/{id}:retry");
    call(&sandbox, Method::POST, &target, &Value::Null).await;
    assert_eq!(run(&sandbox, &id).await["state"], "RUNNING");
    sandbox.advance(LONG).await;
    assert_eq!(run(&sandbox, &id).await["state"], "SUCCEEDED");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn without_a_controller_a_run_has_no_state() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    sandbox.set_controller_down(true).await;
    let id = create(&sandbox, &spec("hello"), &json!({})).await;
    sandbox.advance(LONG).await;
    assert_eq!(states(&run(&sandbox, &id).await), ["PENDING", "-"]);
    sandbox.set_controller_down(false).await;
    sandbox.advance(LONG).await;
    assert_eq!(run(&sandbox, &id).await["state"], "SUCCEEDED");
    sandbox.shutdown().await;
}
