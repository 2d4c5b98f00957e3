//! What a fresh sandbox holds.

use std::collections::{BTreeMap, BTreeSet};

use kfp_sandbox::{Sandbox, SandboxConfig};
use serde_json::Value;

use crate::client::Call;

async fn list(sandbox: &Sandbox, target: &str, key: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mut token = String::new();
    loop {
        let target = format!(
            "{target}&page_size=200&page_token={}",
            token.replace('=', "%3D").replace('+', "%2B")
        );
        let call = Call::get(target).header(
            "kubeflow-userid",
            "system:serviceaccount:kubeflow:kfp-console",
        );
        let answer = call.send(sandbox.addresses().kfp).await.unwrap();
        assert_eq!(answer.status, 200, "{:?}", answer.value());
        let page = answer.value();
        items.extend(page[key].as_array().cloned().unwrap_or_default());
        match page["next_page_token"].as_str() {
            Some(next) => next.clone_into(&mut token),
            None => return items,
        }
    }
}

#[tokio::test]
async fn runs_stand_in_every_state_that_a_real_server_leaves() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    let mut total = 0;
    for namespace in ["kubeflow-jbpark8", "team-vision", "team-nlp", "team-audio"] {
        for run in list(
            &sandbox,
            &format!("/apis/v2beta1/runs?namespace={namespace}"),
            "runs",
        )
        .await
        {
            total += 1;
            let state = run["state"].as_str().unwrap_or("(absent)").to_owned();
            let history = run["state_history"].to_string();
            if state == "FAILED" && history.contains("CANCELING") {
                *states.entry("(terminated)".to_owned()).or_default() += 1;
            }
            if run["storage_state"] == "ARCHIVED" {
                *states.entry("(archived)".to_owned()).or_default() += 1;
            }
            let is_over = matches!(state.as_str(), "SUCCEEDED" | "FAILED");
            assert_eq!(
                is_over,
                run["finished_at"] != "1970-01-01T00:00:00Z",
                "{run}"
            );
            let tasks = run["run_details"]["task_details"]
                .as_array()
                .map_or(0, Vec::len);
            assert_eq!(
                tasks > 0,
                !matches!(state.as_str(), "PENDING" | "(absent)"),
                "{run}"
            );
            *states.entry(state).or_default() += 1;
        }
    }
    assert!(total > 300, "{total}");
    for state in [
        "SUCCEEDED",
        "FAILED",
        "RUNNING",
        "PENDING",
        "CANCELING",
        "(absent)",
        "(terminated)",
        "(archived)",
    ] {
        assert!(states.contains_key(state), "no run is {state}: {states:?}");
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn one_experiment_has_many_runs_and_one_has_none() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let experiments = list(
        &sandbox,
        "/apis/v2beta1/experiments?namespace=kubeflow-jbpark8",
        "experiments",
    )
    .await;
    let mut counts = BTreeSet::new();
    for experiment in &experiments {
        let id = experiment["experiment_id"].as_str().unwrap();
        let runs = list(
            &sandbox,
            &format!("/apis/v2beta1/runs?experiment_id={id}"),
            "runs",
        )
        .await;
        assert_eq!(
            runs.is_empty(),
            experiment["last_run_created_at"] == "1970-01-01T00:00:00Z"
        );
        counts.insert(runs.len());
    }
    assert!(
        counts.first() == Some(&0) && counts.last() > Some(&100),
        "{counts:?}"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn two_sandboxes_hold_the_same() {
    let first = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let second = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let ids = async |sandbox: &Sandbox| -> BTreeSet<String> {
        let runs = list(
            sandbox,
            "/apis/v2beta1/runs?namespace=kubeflow-jbpark8",
            "runs",
        )
        .await;
        runs.iter()
            .map(|run| format!("{} {}", run["run_id"], run["state"]))
            .collect()
    };
    assert_eq!(ids(&first).await, ids(&second).await);
    first.shutdown().await;
    second.shutdown().await;
}
