//! Runs, their logs and artifacts, and lists.

use std::time::Duration;

use http::Method;
use kfp_sandbox::{Action, Fault, Place, Sandbox};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::{get, input, of_kfp, text};
use crate::client::Call;
use crate::packages::spec;
use crate::rig::Rig;
use crate::topic_runs::Node;
use crate::walk;

/// Longer than anything here takes.
const LONG: Duration = Duration::from_hours(10);

fn spec_of(name: &str) -> Value {
    serde_saphyr::from_str(&input(name)).expect("YAML")
}

#[tokio::test]
async fn k40_k75_k79_order_numbers_and_wide_loops_are_walked() {
    let sandbox = Sandbox::start(walk::stepped()).await.unwrap();
    let mut rows = Vec::new();
    for name in ["K40.yaml", "K75.yaml", "K79.yaml"] {
        let id = walk::create(&sandbox, &spec_of(name), &json!({})).await;
        sandbox.advance(LONG).await;
        let run = walk::run(&sandbox, &id).await;
        assert_eq!(run["state"], "SUCCEEDED", "{name}");
        rows.push(
            run["run_details"]["task_details"]
                .as_array()
                .unwrap()
                .clone(),
        );
    }
    let start = |name: &str| {
        let row = rows[0].iter().find(|row| row["display_name"] == name);
        text(&row.unwrap_or_else(|| panic!("no {name}"))["start_time"])
    };
    assert!(start("first") < start("second") && start("third") < start("last"));
    // Rows stop where a workflow is too large to be stored, as on the real server.
    assert!((1..270).contains(&rows[2].len()), "{}", rows[2].len());
    sandbox.shutdown().await;
}

#[tokio::test]
async fn k44_accepted_and_taken_by_nobody_or_reported_by_nobody() {
    let sandbox = Sandbox::start(walk::stepped()).await.unwrap();
    let faults = sandbox.faults();
    let id = walk::create(&sandbox, &spec("hello"), &json!({})).await;
    let unreported = walk::run(&sandbox, &id).await;
    // Nobody reports: what the API answers stays as it was, while the pods come.
    let stale = Action::answer(200, "application/json", unreported.to_string());
    faults.add(of_kfp("/apis/v2beta1/runs/*", stale).method("GET"));
    sandbox.advance(Duration::from_mins(14)).await;
    assert_eq!(walk::run(&sandbox, &id).await["state"], "PENDING");
    faults.clear();
    assert_eq!(walk::run(&sandbox, &id).await["state"], "SUCCEEDED");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn k45_ends_are_kept_however_odd() {
    let rig = Rig::start(true).await;
    let experiment = rig.make_experiment("alice", "team-a", "odd").await;
    let end = "2020-01-01T00:00:00Z";
    let run = json!({
        "display_name": "ended before it began", "experiment_id": experiment,
        "pipeline_spec": spec("hello"), "finished_at": end,
    });
    let id = rig.make_run("alice", &run).await;
    let call = Call::get(format!("/apis/v2beta1/runs/{id}"));
    let run = rig.kfp("alice", call).await.value();
    assert_eq!(run["finished_at"], end);
    assert!(text(&run["created_at"]).as_str() > end);
}

#[tokio::test]
async fn k46_a_run_that_is_retried_hours_later_keeps_its_first_start() {
    let sandbox = Sandbox::start(walk::stepped()).await.unwrap();
    let id = walk::create(&sandbox, &spec("diamond"), &json!({})).await;
    sandbox.advance(Duration::from_secs(20)).await;
    for (action, wait) in [("terminate", Duration::from_hours(2)), ("retry", LONG)] {
        let target = format!("/apis/v2beta1/runs/{id}:{action}");
        walk::call(&sandbox, Method::POST, &target, &Value::Null).await;
        sandbox.advance(wait).await;
    }
    let run = walk::run(&sandbox, &id).await;
    assert_eq!(run["state"], "SUCCEEDED");
    assert_eq!(run["created_at"], "2026-11-25T12:00:00Z");
    assert!(text(&run["finished_at"]).as_str() > "2026-11-25T14:00:00Z");
    let history = run["state_history"].to_string();
    assert!(
        history.contains("FAILED") && history.matches("RUNNING").count() > 1,
        "{history}"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn k48_k49_k51_logs_hold_whatever_a_program_wrote() {
    let rig = Rig::start(true).await;
    let long = format!("{}\n", "x".repeat(8 * 1024 * 1024));
    for log in [input("K48.log"), input("K49.log"), long] {
        let faults = rig.sandbox.faults();
        let answer = Action::answer(200, "text/plain", log.as_str());
        faults.add(Fault::at(Place::Kubernetes, answer).path("/api/v1/namespaces/*/pods/*/log"));
        let target = "/api/v1/namespaces/team-a/pods/any/log";
        let read = rig.kubernetes(Method::GET, target, None).await;
        assert!(read.body == log.as_bytes());
        faults.clear();
    }
}

#[tokio::test]
async fn k52_k54_k57_artifacts_hold_whatever_a_test_puts_there() {
    let rig = Rig::start(true).await;
    for file in ["K52.txt", "K54.json"] {
        let faults = rig.sandbox.faults();
        let answer = Action::answer(200, "application/octet-stream", input(file));
        faults.add(Fault::at(Place::PipelineUi, answer.clone()).path("/pipeline/artifacts/*"));
        faults.add(of_kfp("*/artifacts/*", answer));
        let read = get(
            rig.sandbox.addresses().kfp,
            "/apis/v2beta1/runs/r/nodes/n/artifacts/a:read",
        )
        .await;
        assert_eq!(read.body, input(file).as_bytes());
        faults.clear();
    }
}

#[tokio::test]
async fn k55_a_root_with_settings_behind_it_is_kept() {
    let rig = Rig::start(true).await;
    let experiment = rig.make_experiment("alice", "team-a", "roots").await;
    let root = "s3://bucket/root?region=eu-1&endpoint=store.example:9000";
    let run = json!({
        "display_name": "rooted", "experiment_id": experiment, "pipeline_spec": spec("hello"),
        "runtime_config": {"pipeline_root": root},
    });
    let id = rig.make_run("alice", &run).await;
    let call = Call::get(format!("/apis/v2beta1/runs/{id}"));
    let run = rig.kfp("alice", call).await.value();
    assert_eq!(run["runtime_config"]["pipeline_root"], root);
}

#[tokio::test]
async fn k59_two_conditions_on_a_name_are_joined_by_and() {
    let rig = Rig::start(true).await;
    for name in ["run1", "run11", "run21", "run51"] {
        rig.make_experiment("alice", "team-a", name).await;
    }
    let predicate =
        |value: &str| json!({"operation": "IS_SUBSTRING", "key": "name", "string_value": value});
    let filter = json!({"predicates": [predicate("run1"), predicate("run21")]}).to_string();
    let filter = utf8_percent_encode(&filter, NON_ALPHANUMERIC);
    let list = Call::get(format!(
        "/apis/v2beta1/experiments?namespace=team-a&filter={filter}"
    ));
    assert_eq!(rig.kfp("alice", list).await.value(), json!({}));
}

#[tokio::test]
async fn k61_an_older_list_names_a_pipeline_more_than_once() {
    let rig = Rig::start(true).await;
    let pages: Value = serde_json::from_str(&input("K61.json")).unwrap();
    for page in ["page 1", "page 2"] {
        let answer = Action::answer(200, "application/json", pages[page].to_string());
        let fault = of_kfp("/apis/v2beta1/pipelines", answer).times(1);
        rig.sandbox.faults().add(fault);
        let list = get(rig.sandbox.addresses().kfp, "/apis/v2beta1/pipelines").await;
        assert_eq!(list.value(), pages[page]);
    }
}

#[tokio::test]
async fn k70_a_definition_that_is_gone_is_told_by_lists_that_stand() {
    let rig = Rig::start(true).await;
    let (pipeline, version) = rig
        .upload("alice", "name=lost&namespace=team-a", "hello.yaml")
        .await;
    let gone = json!({"code": 5, "message": "not found", "details": []}).to_string();
    let gone = Action::answer(404, "application/json", gone);
    rig.sandbox.faults().add(of_kfp("*/versions/*", gone));
    let list = Call::get("/apis/v2beta1/pipelines?namespace=team-a");
    assert_eq!(rig.kfp("alice", list).await.value()["total_size"], 1);
    let one = Call::get(format!(
        "/apis/v2beta1/pipelines/{pipeline}/versions/{version}"
    ));
    assert_eq!(rig.kfp("alice", one).await.status, 404);
}

#[tokio::test]
async fn k78_a_run_has_thousands_of_rows() {
    let rig = Rig::start(true).await;
    let experiment = rig.make_experiment("alice", "team-a", "wide").await;
    let run = json!({
        "display_name": "wide", "experiment_id": experiment, "pipeline_spec": spec("hello"),
    });
    let id = rig.make_run("alice", &run).await;
    let nodes: Vec<Node<'_>> = (1..=2_000)
        .map(|number| (number, "executor", "Succeeded", 0, Some(9), &[][..]))
        .collect();
    rig.report(&id, "Running", &nodes).await;
    let call = Call::get(format!("/apis/v2beta1/runs/{id}"));
    let run = rig.kfp("alice", call).await.value();
    let rows = run["run_details"]["task_details"].as_array().unwrap();
    assert_eq!(rows.len(), 2_000);
}
