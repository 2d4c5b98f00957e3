//! Looking on.

use std::time::{Duration, SystemTime};

use kfp_sandbox::{Clock, SandboxConfig};
use serde_json::{Value, json};

use crate::program::{Rig, Running};

async fn new_run(rig: &Rig, name: &str) -> String {
    let first = async |noun| {
        let list = rig.run(&[noun, "ls", "--limit", "1", "-o", "name"]).await;
        list.ok().trim().to_owned()
    };
    let run = json!({
        "display_name": name,
        "pipeline_version_reference": {"pipeline_id": first("pipelines").await},
        "experiment_id": first("experiments").await,
    });
    let run = rig.create("runs", &run).await;
    run["run_id"].as_str().unwrap().to_owned()
}

async fn object(running: &mut Running) -> Value {
    let line = running.line().await.expect("it goes on");
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[tokio::test]
async fn a_list_tells_what_is_new_as_a_line_of_json() {
    let rig = Rig::start().await;
    let mut running = rig.start_program(&["runs", "ls", "--limit", "3", "--watch", "-o", "json"]);
    for _ in 0..3 {
        assert!(object(&mut running).await["run_id"].is_string());
    }
    let id = new_run(&rig, "watched").await;
    let mut seen = object(&mut running).await;
    // Others of the list may have gone on meanwhile.
    while seen["run_id"] != id.as_str() {
        seen = object(&mut running).await;
    }
    assert_eq!(seen["display_name"], "watched");
    running.close();
    new_run(&rig, "unseen").await;
    assert_eq!(running.code().await, 0, "it ends when nobody reads on");
}

#[tokio::test]
async fn a_table_that_is_piped_has_one_head_and_one_line_for_each_change() {
    let rig = Rig::start().await;
    let mut running = rig.start_program(&["experiments", "ls", "--limit", "2", "--watch"]);
    assert!(running.line().await.unwrap().starts_with("NAME"));
    for _ in 0..2 {
        assert!(!running.line().await.unwrap().starts_with("NAME"));
    }
    rig.run(&["experiments", "create", "newest of all"])
        .await
        .ok();
    let line = running.line().await.unwrap();
    assert!(line.starts_with("newest of all"), "{line}");
}

#[tokio::test]
async fn a_run_is_shown_after_each_change_until_its_end() {
    // Its time goes on when the test says so: the run cannot end before it is told to.
    let clock = Clock::stepped(SystemTime::now().into());
    let mut config = SandboxConfig::default();
    config.clock = clock.clone();
    let rig = Rig::start_with(config).await;
    let id = new_run(&rig, "to be ended").await;
    let mut running = rig.start_program(&["runs", "wait", &id, "--watch", "-o", "json"]);
    let first = object(&mut running).await;
    assert_eq!(first["run_id"], id.as_str());
    rig.run(&["runs", "terminate", &id]).await.ok();
    clock.advance(Duration::from_mins(10));
    let mut states = vec![first["state"].clone()];
    while let Some(line) = running.line().await {
        let run: Value = serde_json::from_str(&line).unwrap();
        states.push(run["state"].clone());
    }
    assert_eq!(states.last().unwrap(), "FAILED", "{states:?}");
    assert!(states.windows(2).all(|two| two[0] != two[1]), "{states:?}");
    assert_eq!(running.code().await, 3);

    let seen = rig.run(&["runs", "get", &id, "--watch"]).await;
    assert_eq!(seen.ok().lines().count(), 2, "{seen:?}");
    assert!(seen.ok().contains("FAILED"), "{seen:?}");
}
