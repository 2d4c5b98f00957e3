//! `kfpc runs logs`

use kfp_sandbox::{Action, Clock, Fault, Place, SandboxConfig};
use serde_json::json;

use crate::program::{OWN, Rig, run_in};
use crate::stub;

async fn a_run(rig: &Rig, state: &str) -> String {
    let list = ["runs", "ls", "--state", state, "--limit", "1", "-o", "name"];
    rig.run(&list).await.ok().trim().to_owned()
}

#[tokio::test]
async fn the_logs_of_a_run_are_those_of_its_tasks() {
    let rig = Rig::start().await;
    let id = a_run(&rig, "succeeded").await;
    let all = rig.run(&["runs", "logs", &id]).await;
    let first = all
        .ok()
        .lines()
        .next()
        .expect("something was written")
        .to_owned();
    let (task, line) = first
        .split_once(" | ")
        .expect("several tasks, so each line is named");
    let one = rig.run(&["runs", "logs", &id, task]).await;
    assert_eq!(one.ok().lines().next(), Some(line), "{one:?}");

    let slip = rig.run(&["runs", "logs", &id, "no-such-task"]).await;
    assert_eq!((slip.code, slip.out.as_str()), (6, ""), "{slip:?}");
    assert!(slip.words.contains(task), "{}", slip.words);
}

#[tokio::test]
async fn following_ends_with_the_run() {
    let mut config = SandboxConfig::default();
    config.clock = Clock::fast(60);
    let rig = Rig::start_with(config).await;
    let first = async |args: &[&str]| {
        let list = rig
            .run(&[args, &["ls", "--limit", "1", "-o", "name"]].concat())
            .await;
        list.ok().trim().to_owned()
    };
    let run = json!({
        "display_name": "followed",
        "pipeline_version_reference": {"pipeline_id": first(&["pipelines"]).await},
        "experiment_id": first(&["experiments"]).await,
    });
    rig.create("runs", &run).await;
    // What cannot change while a run goes on is asked for once.
    for path in ["/apis/v2beta1/healthz", "/apis/v2beta1/experiments/*"] {
        let again = Action::answer(500, "application/json", "{}");
        let again = Fault::at(Place::Kfp, again).method("GET").path(path);
        rig.sandbox.faults().add(again.after(1));
    }
    let done = rig.run(&["runs", "logs", "followed", "--follow"]).await;
    let run = rig
        .run(&["runs", "get", "followed", "-o", "json"])
        .await
        .json();
    rig.sandbox.faults().clear();
    assert!(run["finished_at"].is_string(), "{run}");
    let mut lines: Vec<&str> = done.ok().lines().collect();
    assert!(
        !lines.is_empty() && lines.iter().all(|line| line.contains(" | ")),
        "{done:?}"
    );
    let again = rig.run(&["runs", "logs", "followed"]).await;
    let mut whole: Vec<&str> = again.ok().lines().collect();
    lines.sort_unstable();
    whole.sort_unstable();
    assert_eq!(lines, whole, "nothing is missed and nothing comes twice");
}

/// Somebody who serves runs and no logs, as the console does, or those of the stock interface.
async fn served(logs: Option<&str>, ui: bool) -> String {
    let workflow = json!({"metadata": {"name": "w"}, "status": {"nodes": {"w-1": {
        "id": "w-1", "name": "w.root.train.executor", "type": "Pod", "templateName": "system-container-impl",
    }}}});
    let detail = json!({"run": {"id": "r"}, "pipeline_runtime": {"workflow_manifest": workflow.to_string()}});
    let health = if ui {
        stub::health_of_the_user_interface()
    } else {
        json!({"multi_user": true, "tag_name": "2.17.0"})
    };
    let run = json!({"run_id": ID, "experiment_id": "e", "state": "SUCCEEDED", "created_at": "2026-08-01T00:00:00Z"});
    let experiment = json!({"experiment_id": "e", "display_name": "e", "namespace": OWN});
    let json = "application/json";
    let (run_path, detail_path) = (
        format!("/apis/v2beta1/runs/{ID}"),
        format!("/apis/v1beta1/runs/{ID}"),
    );
    let mut answers = vec![
        ("/apis/v2beta1/healthz", json, health.to_string()),
        (&run_path, json, run.to_string()),
        ("/apis/v2beta1/experiments/e", json, experiment.to_string()),
    ];
    if let Some(logs) = logs {
        answers.push((&detail_path, json, detail.to_string()));
        answers.push(("/k8s/pod/logs", "text/plain", logs.to_owned()));
    }
    stub::serve(&answers).await
}

const ID: &str = "9d1f2c3a-0000-4000-8000-000000000001";

#[tokio::test]
async fn the_stock_interface_serves_them_too() {
    let home = tempfile::tempdir().unwrap();
    let address = served(Some("epoch 1\nepoch 2\n"), true).await;
    let done = run_in(home.path(), &["--endpoint", &address, "runs", "logs", ID]).await;
    assert_eq!(done.ok(), "epoch 1\nepoch 2\n");
}

#[tokio::test]
async fn who_serves_none_is_told_with_the_command_that_does() {
    let home = tempfile::tempdir().unwrap();
    let address = served(None, false).await;
    let done = run_in(home.path(), &["--endpoint", &address, "runs", "logs", ID]).await;
    assert_eq!((done.code, done.out.as_str()), (1, ""), "{done:?}");
    let command = format!("kubectl logs --namespace {OWN} --selector pipeline/runid={ID}");
    assert!(done.words.contains(&command), "{}", done.words);
}

#[tokio::test]
async fn an_error_in_the_place_of_a_log_is_no_log() {
    let home = tempfile::tempdir().unwrap();
    let error =
        json!({"error_message": "Failed to read logs: NoSuchKey", "error_details": "a stack"});
    let address = served(Some(&error.to_string()), true).await;
    let done = run_in(
        home.path(),
        &["--endpoint", &address, "runs", "logs", ID, "train"],
    )
    .await;
    assert_eq!((done.code, done.out.as_str()), (1, ""), "{done:?}");
    assert!(
        done.words.contains("NoSuchKey") && !done.words.contains("a stack"),
        "{}",
        done.words
    );
}
