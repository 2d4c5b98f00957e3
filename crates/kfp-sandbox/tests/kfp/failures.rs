//! Runs that ask to fail, each in its way, and what a client then sees of them.

use std::time::Duration;

use http::Method;
use kfp_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::packages::spec;
use crate::walk::{call, create, get, run, stepped};

/// Longer than any run here takes that ends at all.
const LONG: Duration = Duration::from_hours(2);

/// The diamond, with the parameter by which a run asks to fail.
fn asking() -> Value {
    let mut spec = spec("diamond");
    spec["root"]["inputDefinitions"]["parameters"]["sandbox_fail"] =
        json!({"parameterType": "STRING", "isOptional": true});
    spec
}

/// A run that asked so, after a long time.
async fn failed(sandbox: &Sandbox, fail: &str) -> String {
    let id = create(sandbox, &asking(), &json!({"sandbox_fail": fail})).await;
    sandbox.advance(LONG).await;
    id
}

/// State of the row of a node, by its display name; the only one of that name.
fn row<'a>(run: &'a Value, name: &str) -> &'a Value {
    let rows = run["run_details"]["task_details"].as_array().unwrap();
    let mut named = rows.iter().filter(|row| row["display_name"] == name);
    let row = named.next().unwrap_or_else(|| panic!("no {name}: {run}"));
    assert!(named.next().is_none(), "{name} is there twice");
    row
}

/// The message of a node, by the end of its name, as only the workflow itself tells it.
async fn message(sandbox: &Sandbox, id: &str, node: &str) -> String {
    let detail = get(sandbox, &format!("/apis/v1beta1/runs/{id}")).await;
    let text = detail["pipeline_runtime"]["workflow_manifest"]
        .as_str()
        .unwrap();
    let workflow: Value = serde_json::from_str(text).unwrap();
    let nodes = workflow["status"]["nodes"].as_object().unwrap();
    let named = nodes.values().filter(|other| {
        let name = other["name"].as_str().unwrap();
        name.replace("(0)", "").ends_with(node)
    });
    // A node that runs anything is the first attempt of another one, which is named without `(0)`.
    let attempt = named.max_by_key(|node| node["name"].as_str().map(str::len));
    let found = attempt.unwrap_or_else(|| {
        let all: Vec<&Value> = nodes.values().map(|node| &node["name"]).collect();
        panic!("no {node}: {all:?}")
    });
    found["message"].as_str().unwrap_or_default().to_owned()
}

/// A task that fails fails the run, and what comes after it is left out: a row without a state.
async fn fails_with(fail: &str, expected: &str) {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let id = failed(&sandbox, &format!("train-right={fail}")).await;
    let ended = run(&sandbox, &id).await;
    assert_eq!(ended["state"], "FAILED", "{fail}");
    assert_eq!(row(&ended, "train-right")["state"], "FAILED", "{fail}");
    assert_eq!(row(&ended, "train-left")["state"], "SUCCEEDED", "{fail}");
    assert_eq!(ended["error"], Value::Null, "the real server tells none");
    let text = message(&sandbox, &id, ".train-right.executor").await;
    assert_eq!(text, expected, "{fail}");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn out_of_memory() {
    fails_with("oom", "main: OOMKilled (exit code 137)").await;
}

#[tokio::test]
async fn an_exit_code() {
    fails_with("exit-3", "main: Error (exit code 3)").await;
}

#[tokio::test]
async fn a_timeout() {
    fails_with(
        "timeout",
        "Pod was active on the node longer than the specified deadline",
    )
    .await;
}

/// A task that waits for ever keeps the run going until somebody ends it.
async fn waits_with(fail: &str, expected: &str) {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let id = failed(&sandbox, &format!("train-right={fail}")).await;
    let waiting = run(&sandbox, &id).await;
    assert_eq!(waiting["state"], "RUNNING", "{fail}");
    assert_eq!(row(&waiting, "train-left")["state"], "SUCCEEDED", "{fail}");
    let text = message(&sandbox, &id, ".train-right.executor").await;
    assert!(text.starts_with(expected), "{fail}: {text}");
    let target = format!("/apis/v2beta1/runs/{id}:terminate");
    call(&sandbox, Method::POST, &target, &Value::Null).await;
    sandbox.advance(LONG).await;
    let ended = run(&sandbox, &id).await;
    assert_eq!(ended["state"], "FAILED", "{fail}");
    let history = ended["state_history"].as_array().unwrap();
    let states: Vec<&Value> = history.iter().map(|entry| &entry["state"]).collect();
    assert_eq!(states[states.len() - 2..], ["CANCELING", "FAILED"]);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_image_that_cannot_be_pulled() {
    waits_with("image-pull", "ImagePullBackOff: ").await;
}

#[tokio::test]
async fn no_machine() {
    waits_with("unschedulable", "Unschedulable: 0/3 nodes are available").await;
}

#[tokio::test]
async fn a_missing_secret() {
    waits_with(
        "missing-secret-db",
        "CreateContainerConfigError: secret \"db\" not found",
    )
    .await;
}

#[tokio::test]
async fn a_quota() {
    waits_with("quota", "pods \"").await;
}

#[tokio::test]
async fn a_driver_that_fails() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let id = failed(&sandbox, "train-right=driver").await;
    let ended = run(&sandbox, &id).await;
    assert_eq!(ended["state"], "FAILED");
    assert_eq!(row(&ended, "train-right-driver")["state"], "FAILED");
    // Nothing of the task itself ran.
    assert_eq!(row(&ended, "train-right")["state"], Value::Null);
    let text = message(&sandbox, &id, ".train-right-driver").await;
    assert_eq!(text, "main: Error (exit code 1)");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn tasks_behind_a_failed_one_are_left_out() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let id = failed(&sandbox, "make-data=exit-1").await;
    let ended = run(&sandbox, &id).await;
    assert_eq!(ended["state"], "FAILED");
    for name in ["train-left", "train-right", "join"] {
        let row = row(&ended, name);
        assert_eq!(row["state"], Value::Null, "{name}");
    }
    let text = message(&sandbox, &id, ".root.train-left").await;
    assert!(
        text.starts_with("omitted: depends condition not met"),
        "{text}"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_name_asks_too() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let mut spec = spec("hello");
    spec["pipelineInfo"]["name"] = json!("fail-exit-7");
    let id = create(&sandbox, &spec, &json!({})).await;
    sandbox.advance(LONG).await;
    assert_eq!(run(&sandbox, &id).await["state"], "FAILED");
    let text = message(&sandbox, &id, ".greet.executor").await;
    assert_eq!(text, "main: Error (exit code 7)");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_unknown_way_to_fail_is_refused() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let run = json!({
        "display_name": "odd",
        "pipeline_spec": asking(),
        "runtime_config": {"parameters": {"sandbox_fail": "train-right=explode"}},
    });
    let answer = crate::client::Call::post("/apis/v2beta1/runs", &run)
        .send(sandbox.addresses().kfp)
        .await
        .unwrap();
    assert_eq!(answer.status, 400);
    let text = answer.value()["message"].to_string();
    assert!(
        text.contains("`train-right=explode`") || text.contains("`explode` is no way to fail"),
        "{text}"
    );
    let runs = get(&sandbox, "/apis/v2beta1/runs").await;
    assert_eq!(runs["total_size"], Value::Null, "no half-made run is left");
    sandbox.shutdown().await;
}
