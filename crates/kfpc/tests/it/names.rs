//! Names in the place of ids.

use kfp_sandbox::SandboxConfig;
use serde_json::{Value, json};

use crate::program::{Done, Rig};

async fn made(rig: &Rig, name: &str) -> String {
    let made = rig
        .run(&["experiments", "create", name, "-o", "name"])
        .await;
    made.ok().trim().to_owned()
}

async fn first(rig: &Rig, list: &[&str]) -> Value {
    let mut args = list.to_vec();
    args.extend(["--limit", "1", "-o", "json"]);
    rig.run(&args).await.json()[0].clone()
}

/// A run, or a schedule, of a sample pipeline in a sample experiment.
async fn of_samples(rig: &Rig) -> Value {
    json!({
        "pipeline_version_reference": {"pipeline_id": first(rig, &["pipelines", "ls"]).await["pipeline_id"]},
        "experiment_id": first(rig, &["experiments", "ls"]).await["experiment_id"],
    })
}

fn refused(done: &Done, code: i32, words: &[&str]) {
    assert_eq!((done.code, done.out.as_str()), (code, ""), "{done:#?}");
    for word in words {
        assert!(done.words.contains(word), "{word}: {}", done.words);
    }
}

#[tokio::test]
async fn a_name_does_what_the_id_does() {
    let rig = Rig::start().await;
    let id = made(&rig, "학습 a/b %").await;
    let seen = rig
        .run(&["experiments", "get", "학습 a/b %", "-o", "json"])
        .await
        .json();
    assert_eq!(seen["experiment_id"], id);
    rig.run(&["experiments", "archive", "학습 a/b %"])
        .await
        .ok();
    let twice = rig.run(&["experiments", "archive", "학습 a/b %"]).await;
    refused(&twice, 6, &["there is no experiment", "archived", &id]);
    rig.run(&["experiments", "restore", "학습 a/b %"])
        .await
        .ok();
    rig.run(&["experiments", "delete", "학습 a/b %"]).await.ok();
    let gone = rig.run(&["experiments", "get", &id]).await;
    assert_eq!(gone.code, 6, "{gone:?}");
}

#[tokio::test]
async fn pipelines_schedules_and_the_experiment_of_runs_have_names_too() {
    let rig = Rig::start().await;
    let shared = first(&rig, &["pipelines", "ls", "--shared"]).await;
    let own = first(&rig, &["pipelines", "ls"]).await;
    for pipeline in [shared, own] {
        for name in ["name", "display_name"] {
            let name = pipeline[name].as_str().unwrap();
            let seen = rig.run(&["pipelines", "get", name, "-o", "name"]).await;
            assert_eq!(seen.ok().trim(), pipeline["pipeline_id"], "{name}");
        }
    }
    let mut schedule = of_samples(&rig).await;
    schedule["display_name"] = "every night".into();
    schedule["max_concurrency"] = 1.into();
    schedule["mode"] = "ENABLE".into();
    schedule["trigger"] = json!({"cron_schedule": {"cron": "0 0 3 * * *"}});
    rig.create("recurringruns", &schedule).await;
    let name = "every night";
    rig.run(&["recurring-runs", "disable", name]).await.ok();
    let seen = rig
        .run(&["recurring-runs", "get", name, "-o", "json"])
        .await;
    assert_eq!(seen.json()["mode"], "DISABLE");

    let run = first(&rig, &["runs", "ls"]).await;
    let id = run["experiment_id"].as_str().unwrap();
    let experiment = rig
        .run(&["experiments", "get", id, "-o", "json"])
        .await
        .json();
    let name = experiment["display_name"].as_str().unwrap();
    let runs = rig
        .run(&["runs", "ls", "--experiment", name, "-o", "json"])
        .await
        .json();
    let runs = runs.as_array().unwrap();
    assert!(!runs.is_empty());
    assert!(runs.iter().all(|run| run["experiment_id"] == id));
}

#[tokio::test]
async fn a_name_of_several_runs_is_told_with_all_of_them() {
    let rig = Rig::start().await;
    let mut run = of_samples(&rig).await;
    run["display_name"] = "the same".into();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let run = rig.create("runs", &run).await;
        ids.push(run["run_id"].as_str().unwrap().to_owned());
    }
    let several = rig.run(&["runs", "get", "the same"]).await;
    refused(&several, 2, &["2 runs", &ids[0], &ids[1], "Give the id"]);
    rig.run(&["runs", "archive", &ids[0]]).await.ok();
    rig.run(&["runs", "archive", "the same"]).await.ok();
    let seen = rig.run(&["runs", "get", &ids[1], "-o", "json"]).await;
    assert_eq!(seen.json()["storage_state"], "ARCHIVED");
}

#[tokio::test]
async fn a_slip_is_told_with_what_is_near_and_case_counts() {
    let rig = Rig::start().await;
    let id = made(&rig, "Nightly training").await;
    for slip in ["nightly training", "Nightly trainign", "training"] {
        let none = rig.run(&["experiments", "delete", slip]).await;
        refused(
            &none,
            6,
            &[&format!("no experiment `{slip}`"), "Nightly training", &id],
        );
    }
    let nothing = rig.run(&["runs", "get", "no such name"]).await;
    refused(
        &nothing,
        6,
        &["there is no run `no such name` in kubeflow-jbpark8"],
    );
    let nowhere = rig.run(&["runs", "get", ""]).await;
    assert_eq!(nowhere.code, 2, "{nowhere:?}");
}

/// In a KFP without users a pipeline of one's own and a shared one are the same.
#[tokio::test]
async fn a_near_name_is_told_once_where_there_are_no_users() {
    let mut config = SandboxConfig::default();
    config.multi_user = false;
    let rig = Rig::start_with(config).await;
    let kfp = format!("http://{}", rig.sandbox.addresses().kfp);
    let args = [
        "--endpoint",
        &kfp,
        "-n",
        "x",
        "pipelines",
        "get",
        "Tutorial",
    ];
    let told = rig.bare(&args).await;
    assert_eq!(told.code, 6, "{told:?}");
    assert_eq!(
        told.words.matches("[Tutorial] Hello").count(),
        1,
        "{told:?}"
    );
}
