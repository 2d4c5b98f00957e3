//! Lists of runs as the page asks for them: light, with how far the tasks are and with names.

use console_api::beside::ACCEPTS_ROWS;
use serde_json::{Value, json};

use crate::support::{Answer, Policy, TestApp};

const RUNS: &str = "/apis/v2beta1/runs?namespace=team-a&page_size=50&sort_by=created_at+desc";
const WORKFLOW: &str = "wf-x7k2p";

/// A row of a run: what a node is called, how it stands, and what came after it.
fn row(name: &str, state: &str, next: &[&str]) -> Value {
    let next = next.iter().map(|path| {
        let whole = format!("{WORKFLOW}.{path}");
        let hash = whole.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        });
        json!({"pod_name": format!("{WORKFLOW}-{hash}")})
    });
    json!({"display_name": name, "state": state, "start_time": "2026-11-25T10:00:05Z",
        "child_tasks": next.collect::<Vec<_>>()})
}

/// A run that works at its second task, of `lot` bytes more than it has to have.
fn run(lot: usize) -> Value {
    json!({"run_id": "r-1", "display_name": "train", "state": "RUNNING", "storage_state": "AVAILABLE",
    "created_at": "2026-11-25T10:00:00Z", "experiment_id": "e-1", "console": {"pipeline": "forged"},
    "pipeline_version_reference": {"pipeline_id": "p-1", "pipeline_version_id": "v-1"},
    "runtime_config": {"parameters": {"lr": 0.1}},
    "run_details": {"task_details": [
        row(WORKFLOW, "RUNNING", &["root-driver"]),
        row("root-driver", "SUCCEEDED", &["root"]),
        row("root", "RUNNING", &["root.load-driver"]),
        row("load-driver", "SUCCEEDED", &["root.load"]),
        row("load", "SUCCEEDED", &["root.load.executor"]),
        row("executor", "SUCCEEDED", &["root.fit-driver"]),
        row("fit-driver", "SUCCEEDED", &["root.fit"]),
        row("fit", "RUNNING", &["root.fit.executor"]),
        {"task_id": "x".repeat(lot)},
    ]}})
}

async fn console(policy: Policy) -> TestApp {
    let flags = [
        "--index-pace=1ms",
        "--kfp-background-rate=1000",
        "--review-cache=0s",
    ];
    let app = TestApp::with(policy, &flags).await;
    app.kfp.follow(|call| {
        let path = call.path_and_query.as_str();
        let body = match path.split(['?', ' ']).next().unwrap_or_default() {
            "/apis/v2beta1/runs" => {
                json!({"runs": [run(100_000)], "total_size": 51, "next_page_token": "t-2"})
            }
            "/apis/v2beta1/experiments" => {
                json!({"experiments": [{"experiment_id": "e-1", "display_name": "Sweep"}]})
            }
            "/apis/v2beta1/pipelines" if path.contains("namespace=team-a") => {
                json!({"pipelines": [{"pipeline_id": "p-1", "display_name": "iris"}]})
            }
            "/apis/v2beta1/pipelines/p-1/versions" => {
                json!({"pipeline_versions": [{"pipeline_version_id": "v-1", "display_name": "nightly"}]})
            }
            _ => json!({}),
        };
        (200, "application/json", body.to_string().into())
    });
    app
}

async fn rows(app: &TestApp) -> Answer {
    app.get(RUNS).header("accept", ACCEPTS_ROWS).send().await
}

fn tasks() -> Value {
    json!({"counts": [1, 0, 0, 0, 0, 1], "of": 2, "or_more": true, "current": "fit"})
}

#[tokio::test]
async fn who_accepts_rows_is_given_light_ones_and_who_does_not_what_kfp_wrote() {
    let app = console(Policy::AllowAll).await;
    let whole = app.get(RUNS).send().await;
    assert_eq!(whole.status, 200, "{}", whole.text());
    assert_eq!(whole.json()["runs"][0], run(100_000));
    let light = rows(&app).await;
    assert_eq!(light.header("content-type"), "application/json");
    assert!(light.body.len() < 1_000, "{}", light.text());
    let (light, whole) = (light.json(), whole.json());
    assert_eq!(light["runs"][0]["console"]["tasks"], tasks());
    assert_eq!(light["runs"][0].get("run_details"), None);
    assert_eq!(light["total_size"], 51);
    // The same page follows, by a token with the same seal.
    let next = light["next_page_token"].as_str().expect("a token");
    assert_eq!(Some(next), whole["next_page_token"].as_str());
    assert!(next.starts_with("t-2."), "{next}");
}

#[tokio::test]
async fn names_come_with_the_rows_and_until_then_it_is_said_that_they_will() {
    let app = console(Policy::AllowAll).await;
    let beside =
        json!({"tasks": tasks(), "experiment": "Sweep", "pipeline": "iris", "version": "nightly"});
    let first = rows(&app).await.json();
    assert_eq!(first["runs"][0]["console"]["awaits_names"], true);
    while rows(&app).await.json()["runs"][0]["console"] != beside {}
}

#[tokio::test]
async fn names_are_for_whom_may_list_what_bears_them() {
    let app = console(Policy::AllowAll).await;
    while rows(&app).await.json()["runs"][0]["console"]["version"] != "nightly" {}
    for (granted, beside) in [
        (vec!["list runs team-a"], json!({"tasks": tasks()})),
        (
            vec!["list runs team-a", "list experiments team-a"],
            json!({"tasks": tasks(), "experiment": "Sweep"}),
        ),
        (
            vec!["list runs team-a", "list pipelines team-a"],
            json!({"tasks": tasks(), "pipeline": "iris", "version": "nightly"}),
        ),
    ] {
        let granted = granted.into_iter().map(str::to_owned).collect();
        app.kubernetes.decide_by(Policy::Only(granted));
        assert_eq!(rows(&app).await.json()["runs"][0]["console"], beside);
    }
    let refused = app
        .get(&RUNS.replace("team-a", "team-b"))
        .header("accept", ACCEPTS_ROWS)
        .send()
        .await;
    assert_eq!(refused.problem(), (403, "access.denied".to_owned()));
}

#[tokio::test]
async fn the_feed_tells_how_far_the_tasks_are_and_no_names() {
    let app = console(Policy::AllowAll).await;
    let feed = "/api/feed?kind=runs&namespace=team-a";
    let answer = app.get(feed).send().await.json();
    let object = &answer["messages"][0]["snapshot"]["objects"][0];
    assert_eq!(object["console"], json!({"tasks": tasks()}));
    assert_eq!(object.get("run_details"), None);
    assert!(object.get("runtime_config").is_some());
}

#[tokio::test]
async fn what_is_no_list_stays_what_it_is() {
    let app = console(Policy::AllowAll).await;
    for (status, body) in [
        (200, json!({"runs": [], "total_size": 0})),
        (400, json!({"code": 3, "message": "no"})),
    ] {
        let written = body.to_string();
        app.kfp
            .follow(move |_| (status, "application/json", written.clone().into()));
        let answer = rows(&app).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["code"]),
            (status, &body["code"])
        );
    }
}
