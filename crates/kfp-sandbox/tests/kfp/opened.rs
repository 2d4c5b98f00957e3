//! Samples that somebody opens.

use std::collections::BTreeMap;
use std::time::Duration;

use http::Method;
use kfp_sandbox::{Clock, Sandbox, SandboxConfig};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::walk::{call, get, run};

async fn samples() -> Sandbox {
    let mut config = SandboxConfig::default();
    config.multi_user = false;
    config.clock = Clock::stepped(datetime!(2026-11-25 12:00 UTC));
    Sandbox::start(config).await.unwrap()
}

async fn runs(sandbox: &Sandbox) -> Vec<Value> {
    let mut runs = Vec::new();
    let mut token = String::new();
    loop {
        let target = format!("/apis/v2beta1/runs?page_size=200&page_token={token}");
        let page = get(sandbox, &target).await;
        runs.extend(page["runs"].as_array().cloned().unwrap_or_default());
        match page["next_page_token"].as_str() {
            Some(next) => next.clone_into(&mut token),
            None => return runs,
        }
    }
}

/// By state and pipeline, as many of each as `most`.
fn some_of_each(runs: &[Value], most: usize) -> Vec<&Value> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    runs.iter()
        .filter(|run| {
            let is_terminated = run["state_history"].to_string().contains("CANCELING");
            let pipeline = &run["pipeline_version_reference"]["pipeline_id"];
            let kind = format!("{} {is_terminated} {pipeline}", run["state"]);
            let count = seen.entry(kind).or_default();
            *count += 1;
            *count <= most
        })
        .collect()
}

#[tokio::test]
async fn an_opened_sample_ends_as_its_list_says() {
    let sandbox = samples().await;
    let listed = runs(&sandbox).await;
    let ended: Vec<Value> = listed
        .into_iter()
        .filter(|run| run["state"] == "SUCCEEDED" || run["state"] == "FAILED")
        .collect();
    assert!(ended.len() > 300);
    let mut failures = Vec::new();
    for listed in some_of_each(&ended, 1) {
        let id = listed["run_id"].as_str().unwrap();
        let opened = run(&sandbox, id).await;
        let last = opened["state_history"].as_array().unwrap().last().unwrap();
        let differs = ["state", "finished_at", "created_at", "display_name"]
            .into_iter()
            .any(|key| opened[key] != listed[key]);
        if differs || last["state"] != listed["state"] {
            failures.push(format!("{listed}\n{opened}"));
        }
        assert_eq!(run(&sandbox, id).await, opened, "it is made once");
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn samples_that_run_go_on_by_the_clock() {
    let sandbox = samples().await;
    sandbox.advance(Duration::ZERO).await;
    let listed = runs(&sandbox).await;
    let running: Vec<&Value> = listed
        .iter()
        .filter(|run| run["state"] == "RUNNING")
        .collect();
    assert!(running.len() > 2, "{}", running.len());
    sandbox.advance(Duration::from_hours(30)).await;
    for before in running {
        let after = run(&sandbox, before["run_id"].as_str().unwrap()).await;
        assert_eq!(after["state"], "SUCCEEDED", "{after}");
        assert_eq!(after["created_at"], before["created_at"]);
    }
    sandbox.shutdown().await;
}

/// As the real server leaves them: `CANCELING` until the controller has looked at them, then `FAILED` for good.
#[tokio::test]
async fn samples_end_when_they_are_terminated() {
    // When the samples begin, and later, when other tasks of them run.
    for minutes in [0, 1, 20, 180] {
        let sandbox = samples().await;
        sandbox.advance(Duration::from_mins(minutes)).await;
        let listed = runs(&sandbox).await;
        let ids = |state: &str| -> Vec<String> {
            let these = listed.iter().filter(|run| run["state"] == state);
            let ids = these.filter_map(|run| run["run_id"].as_str());
            ids.map(str::to_owned).collect()
        };
        let (running, waiting) = (ids("RUNNING"), ids("PENDING"));
        assert!(!running.is_empty(), "after {minutes} minutes");
        for id in running.iter().chain(&waiting) {
            let target = format!("/apis/v2beta1/runs/{id}:terminate");
            call(&sandbox, Method::POST, &target, &Value::Null).await;
            assert_eq!(
                run(&sandbox, id).await["state"],
                "CANCELING",
                "{id} after {minutes} minutes"
            );
        }
        sandbox.advance(Duration::from_mins(2)).await;
        assert_all_terminated(&sandbox, &running).await;
        // The controller has not begun with these.
        sandbox.advance(Duration::from_mins(15)).await;
        assert_all_terminated(&sandbox, &waiting).await;
        sandbox.shutdown().await;
    }
}

async fn assert_all_terminated(sandbox: &Sandbox, ids: &[String]) {
    for id in ids {
        let run = run(sandbox, id).await;
        assert_eq!(run["state"], "FAILED", "{run}");
        let history = run["state_history"].as_array().unwrap().iter();
        let states: Vec<&str> = history
            .filter_map(|entry| entry["state"].as_str())
            .collect();
        assert_eq!(states[states.len() - 2..], ["CANCELING", "FAILED"]);
    }
}

#[tokio::test]
async fn a_failed_sample_can_be_retried() {
    let sandbox = samples().await;
    let listed = runs(&sandbox).await;
    let failed = listed.iter().find(|run| run["state"] == "FAILED").unwrap();
    let id = failed["run_id"].as_str().unwrap();
    let target = format!("/apis/v2beta1/runs/{id}:retry");
    call(&sandbox, Method::POST, &target, &Value::Null).await;
    assert_eq!(run(&sandbox, id).await["state"], "RUNNING");
    sandbox.advance(Duration::from_hours(30)).await;
    let after = run(&sandbox, id).await;
    let states: Vec<&str> = after["state_history"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entry| entry["state"].as_str())
        .collect();
    // What made it fail is still there.
    assert_eq!(states[states.len() - 3..], ["FAILED", "RUNNING", "FAILED"]);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_opened_sample_keeps_the_tasks_that_clients_made() {
    let sandbox = samples().await;
    let listed = runs(&sandbox).await;
    let ended = listed.iter().find(|run| run["state"] == "SUCCEEDED");
    let id = ended.unwrap()["run_id"].as_str().unwrap();
    let task = json!({"pipelineName": "made", "runId": id, "mlmdExecutionID": "7", "fingerprint": "f",
                      "created_at": "2026-11-25T10:00:00Z"});
    let made = call(&sandbox, Method::POST, "/apis/v1alpha1/tasks", &task).await;
    let opened = run(&sandbox, id).await;
    let rows = opened["run_details"]["task_details"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["task_id"] == made["id"]));
    assert!(rows.len() > 5, "the engine's rows are there too: {opened}");
    let owned =
        "/apis/v1alpha1/tasks?resource_reference_key.type=PIPELINE&resource_reference_key.id=made";
    assert_eq!(
        get(&sandbox, owned).await,
        json!({"tasks": [made], "total_size": 1})
    );
    sandbox.shutdown().await;
}
