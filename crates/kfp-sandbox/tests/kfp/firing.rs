//! Recurring runs fire by the clock.

use std::time::Duration;

use http::Method;
use kfp_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::packages::spec;
use crate::rig::Rig;
use crate::walk::{call, get, stepped};

const RECURRING_RUNS: &str = "/apis/v2beta1/recurringruns";

/// Makes an enabled recurring run of the smallest pipeline; its id.
async fn make(sandbox: &Sandbox, what: Value) -> String {
    let mut body = json!({
        "display_name": "Nightly Training", "max_concurrency": "1", "mode": "ENABLE", "pipeline_spec": spec("hello"),
    });
    for (key, value) in what.as_object().expect("an object") {
        body[key] = value.clone();
    }
    let made = call(sandbox, Method::POST, RECURRING_RUNS, &body).await;
    made["recurring_run_id"].as_str().expect("an id").to_owned()
}

/// Its runs, in the order in which they were made.
async fn runs_of(sandbox: &Sandbox, id: &str) -> Vec<Value> {
    let filter = json!({"predicates": [{"operation": "EQUALS", "key": "recurring_run_id", "string_value": id}]});
    let filter = percent_encoding::utf8_percent_encode(
        &filter.to_string(),
        percent_encoding::NON_ALPHANUMERIC,
    )
    .to_string();
    let target = format!("/apis/v2beta1/runs?page_size=200&sort_by=scheduled_at&filter={filter}");
    let list = get(sandbox, &target).await;
    list["runs"].as_array().cloned().unwrap_or_default()
}

fn texts<'a>(runs: &'a [Value], key: &str) -> Vec<&'a str> {
    runs.iter()
        .map(|run| run[key].as_str().unwrap_or_default())
        .collect()
}

fn every(seconds: u32) -> Value {
    json!({"periodic_schedule": {"interval_second": seconds.to_string()}})
}

async fn advance(sandbox: &Sandbox, seconds: u64) {
    sandbox.advance(Duration::from_secs(seconds)).await;
}

#[tokio::test]
async fn a_pinned_one_makes_runs_for_its_planned_times() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let id = make(
        &sandbox,
        json!({"trigger": {"cron_schedule": {"cron": "0 */10 * * * *"}}, "max_concurrency": "10"}),
    )
    .await;
    advance(&sandbox, 1_900).await;
    let runs = runs_of(&sandbox, &id).await;
    assert_eq!(
        texts(&runs, "scheduled_at"),
        [
            "2026-11-25T12:10:00Z",
            "2026-11-25T12:20:00Z",
            "2026-11-25T12:30:00Z"
        ]
    );
    let schedule = "nightlytraining";
    for (index, run) in runs.iter().enumerate() {
        let name = run["display_name"].as_str().unwrap();
        assert!(name.starts_with(schedule), "{name}");
        assert!(name.contains(&format!("-{}-", index + 1)), "{name}");
        assert_eq!(run["created_at"], run["scheduled_at"]);
        assert_eq!(run.get("service_account"), None);
        assert_eq!(run["state_history"][0].get("state"), None, "{run}");
    }
    assert_eq!(runs[0]["state"], "SUCCEEDED");
    let seen = get(&sandbox, &format!("{RECURRING_RUNS}/{id}")).await;
    assert_eq!(seen["updated_at"], "2026-11-25T12:30:00Z");
}

#[tokio::test]
async fn as_many_run_as_may_and_missed_times_are_made_up_for() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let id = make(&sandbox, json!({"trigger": every(10)})).await;
    let mut seen = 0;
    for _ in 0..30 {
        advance(&sandbox, 10).await;
        let runs = runs_of(&sandbox, &id).await;
        let active = runs
            .iter()
            .filter(|run| {
                !["SUCCEEDED", "FAILED"].contains(&run["state"].as_str().unwrap_or_default())
            })
            .count();
        assert!(active <= 1, "{runs:?}");
        seen = runs.len();
    }
    let runs = runs_of(&sandbox, &id).await;
    assert!(seen > 2, "{seen}");
    assert_eq!(
        &texts(&runs, "scheduled_at")[..3],
        [
            "2026-11-25T12:00:10Z",
            "2026-11-25T12:00:20Z",
            "2026-11-25T12:00:30Z"
        ]
    );
}

#[tokio::test]
async fn a_window_that_is_over_is_caught_up_or_made_up_for_once() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let window = json!({"periodic_schedule": {
        "interval_second": "3600", "start_time": "2026-11-25T08:00:00Z", "end_time": "2026-11-25T11:30:00Z",
    }});
    let all = make(
        &sandbox,
        json!({"trigger": window, "max_concurrency": "10"}),
    )
    .await;
    let one = make(&sandbox, json!({"trigger": window, "no_catchup": true})).await;
    advance(&sandbox, 5).await;
    assert_eq!(
        texts(&runs_of(&sandbox, &all).await, "scheduled_at"),
        [
            "2026-11-25T09:00:00Z",
            "2026-11-25T10:00:00Z",
            "2026-11-25T11:00:00Z"
        ]
    );
    assert_eq!(
        texts(&runs_of(&sandbox, &one).await, "scheduled_at"),
        ["2026-11-25T11:30:00Z"]
    );
}

#[tokio::test]
async fn without_a_trigger_it_fires_once_and_a_disabled_one_waits() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let once = make(&sandbox, json!({})).await;
    let off = make(&sandbox, json!({"mode": "DISABLE", "trigger": every(60)})).await;
    advance(&sandbox, 3_600).await;
    assert_eq!(runs_of(&sandbox, &once).await.len(), 1);
    assert_eq!(runs_of(&sandbox, &off).await.len(), 0);
    let seen = get(&sandbox, &format!("{RECURRING_RUNS}/{once}")).await;
    assert_eq!(seen.get("trigger"), None, "{seen}");
    let switch = format!("{RECURRING_RUNS}/{off}:enable");
    call(&sandbox, Method::POST, &switch, &Value::Null).await;
    advance(&sandbox, 1).await;
    assert_eq!(
        texts(&runs_of(&sandbox, &off).await, "scheduled_at"),
        ["2026-11-25T12:01:00Z"]
    );
}

#[tokio::test]
async fn one_that_follows_the_latest_version_makes_its_runs_through_the_api() {
    let rig = Rig::start_with(false, |config| config.clock = stepped().clock).await;
    let (pipeline, version) = rig.upload("alice", "name=hello", "hello.yaml").await;
    let reference = json!({"pipeline_id": pipeline});
    let sandbox = &rig.sandbox;
    let what = json!({
        "display_name": "follows", "max_concurrency": "10", "mode": "ENABLE", "trigger": every(600),
        "pipeline_version_reference": reference,
    });
    let made = call(sandbox, Method::POST, RECURRING_RUNS, &what).await;
    let id = made["recurring_run_id"].as_str().unwrap();
    advance(sandbox, 600).await;
    let runs = runs_of(sandbox, id).await;
    assert_eq!(runs.len(), 1);
    assert_eq!(
        runs[0]["pipeline_version_reference"]["pipeline_version_id"],
        version
    );
    assert_eq!(runs[0]["service_account"], "pipeline-runner");
    assert_eq!(runs[0]["state_history"][0]["state"], "PENDING");

    // Without a version it cannot fire.
    let target = format!("/apis/v2beta1/pipelines/{pipeline}/versions/{version}");
    call(sandbox, Method::DELETE, &target, &Value::Null).await;
    advance(sandbox, 700).await;
    assert_eq!(runs_of(sandbox, id).await.len(), 1);
}

#[tokio::test]
async fn its_running_runs_die_with_it_unless_they_are_orphaned() {
    for (policy, state) in [
        ("", Value::Null),
        ("?propagation_policy=ORPHAN", "SUCCEEDED".into()),
    ] {
        let sandbox = Sandbox::start(stepped()).await.unwrap();
        let id = make(&sandbox, json!({})).await;
        advance(&sandbox, 1).await;
        let target = format!("{RECURRING_RUNS}/{id}{policy}");
        call(&sandbox, Method::DELETE, &target, &Value::Null).await;
        advance(&sandbox, 3_600).await;
        let runs = runs_of(&sandbox, &id).await;
        assert_eq!(runs.len(), 1, "{policy}");
        let ended = runs[0].get("state").cloned().unwrap_or_default();
        assert_eq!(ended, state, "{policy}");
    }
}

#[tokio::test]
async fn words_for_times_and_ids_reach_the_workflow_unless_it_was_made_before() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let words = "[[RunUUID]] [[CurrentTime]] [[ScheduledTime]] [[Index]]";
    let config = json!({"parameters": {"who": words}});
    let body =
        json!({"display_name": "once", "pipeline_spec": spec("hello"), "runtime_config": config});
    let made = call(&sandbox, Method::POST, "/apis/v2beta1/runs", &body).await;
    assert_eq!(made["runtime_config"], config);
    let id = made["run_id"].as_str().unwrap();
    advance(&sandbox, 60).await;
    let manifest = manifest_of(&sandbox, id).await;
    let expected = format!("{id} 20261125120000 [[ScheduledTime]] [[Index]]");
    assert!(manifest.contains(&expected), "{manifest}");

    let recurring = make(
        &sandbox,
        json!({"trigger": every(60), "runtime_config": config}),
    )
    .await;
    advance(&sandbox, 70).await;
    let runs = runs_of(&sandbox, &recurring).await;
    let manifest = manifest_of(&sandbox, runs[0]["run_id"].as_str().unwrap()).await;
    assert!(manifest.contains(words), "{manifest}");
}

/// The workflow of a run, as older clients are told it.
async fn manifest_of(sandbox: &Sandbox, run_id: &str) -> String {
    let run = get(sandbox, &format!("/apis/v1beta1/runs/{run_id}")).await;
    let manifest = &run["pipeline_runtime"]["workflow_manifest"];
    manifest.as_str().unwrap_or_default().to_owned()
}
