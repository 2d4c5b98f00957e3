//! Lists over the samples: pages, filters and sorts agree with each other.

use std::collections::BTreeSet;

use kfp_sandbox::{Sandbox, SandboxConfig, Storage};
use serde_json::{Value, json};

use crate::client::Call;

const USER: &str = "system:serviceaccount:kubeflow:kfp-console";

async fn get(sandbox: &Sandbox, target: &str) -> Value {
    let answer = Call::get(target)
        .header("kubeflow-userid", USER)
        .send(sandbox.addresses().kfp)
        .await
        .unwrap();
    assert_eq!(answer.status, 200, "{target}: {:?}", answer.value());
    answer.value()
}

fn escape(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Twice, as the server undoes it twice.
fn filter(predicates: &Value) -> String {
    escape(&escape(&json!({"predicates": predicates}).to_string()))
}

async fn runs(sandbox: &Sandbox, query: &str, page_size: usize) -> Vec<Value> {
    let mut runs = Vec::new();
    let mut next =
        format!("/apis/v2beta1/runs?namespace=kubeflow-jbpark8&page_size={page_size}&{query}");
    loop {
        let page = get(sandbox, &next).await;
        runs.extend(page["runs"].as_array().cloned().unwrap_or_default());
        let Some(token) = page["next_page_token"].as_str() else {
            assert_eq!(page["total_size"].as_u64().unwrap_or(0), runs.len() as u64);
            return runs;
        };
        assert!(!page["runs"].as_array().unwrap().is_empty());
        let token = escape(token);
        next = format!(
            "/apis/v2beta1/runs?namespace=kubeflow-jbpark8&page_size={page_size}&page_token={token}"
        );
    }
}

fn ids(runs: &[Value]) -> Vec<String> {
    runs.iter().map(|run| run["run_id"].to_string()).collect()
}

#[tokio::test]
async fn pages_of_any_size_make_the_same_list() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    for sort in [
        "created_at+desc",
        "created_at+asc",
        "name+desc",
        "finished_at",
        "state+desc",
        "description",
    ] {
        let whole = runs(&sandbox, &format!("sort_by={sort}"), 200).await;
        let paged = runs(&sandbox, &format!("sort_by={sort}"), 7).await;
        assert_eq!(ids(&whole), ids(&paged), "{sort}");
        assert_eq!(
            ids(&whole).into_iter().collect::<BTreeSet<_>>().len(),
            whole.len(),
            "{sort}"
        );
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn filters_find_what_they_say_and_nothing_is_lost() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let all = runs(&sandbox, "sort_by=created_at", 200).await;
    let mut by_state = 0;
    for state in [
        "SUCCEEDED",
        "FAILED",
        "RUNNING",
        "PENDING",
        "CANCELING",
        "RUNTIME_STATE_UNSPECIFIED",
    ] {
        let predicate = json!([{"operation": "EQUALS", "key": "state", "string_value": state}]);
        let found = runs(&sandbox, &format!("filter={}", filter(&predicate)), 50).await;
        let expected = if state == "RUNTIME_STATE_UNSPECIFIED" {
            Value::Null
        } else {
            state.into()
        };
        assert!(found.iter().all(|run| run["state"] == expected), "{state}");
        by_state += found.len();
    }
    assert_eq!(by_state, all.len());

    let korean = json!([{"operation": "IS_SUBSTRING", "key": "name", "string_value": "학습"}]);
    let found = runs(&sandbox, &format!("filter={}", filter(&korean)), 50).await;
    let expected = all
        .iter()
        .filter(|run| run["display_name"].as_str().unwrap().contains("학습"))
        .count();
    assert!(expected > 0);
    assert_eq!(found.len(), expected);

    let middle = all[all.len() / 2]["created_at"].clone();
    let mut halves = 0;
    for operation in ["LESS_THAN", "GREATER_THAN_EQUALS"] {
        let predicate =
            json!([{"operation": operation, "key": "created_at", "timestamp_value": middle}]);
        halves += runs(&sandbox, &format!("filter={}", filter(&predicate)), 50)
            .await
            .len();
    }
    assert_eq!(halves, all.len());
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_file_keeps_what_was_made_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = SandboxConfig::default();
    config.storage = Storage::File(folder.path().join("sandbox.sqlite"));
    let first = Sandbox::start(config.clone()).await.unwrap();
    let before = runs(&first, "sort_by=id", 200).await;
    let experiment = json!({"display_name": "made by hand", "namespace": "kubeflow-jbpark8"});
    let call = Call::post("/apis/v2beta1/experiments", &experiment).header("kubeflow-userid", USER);
    assert_eq!(call.send(first.addresses().kfp).await.unwrap().status, 200);
    first.shutdown().await;

    let second = Sandbox::start(config).await.unwrap();
    assert_eq!(ids(&runs(&second, "sort_by=id", 200).await), ids(&before));
    let predicate =
        filter(&json!([{"operation": "EQUALS", "key": "name", "string_value": "Made by hand"}]));
    let target = format!("/apis/v2beta1/experiments?namespace=kubeflow-jbpark8&filter={predicate}");
    assert_eq!(get(&second, &target).await["total_size"], 1);
    second.shutdown().await;
}

#[tokio::test]
async fn parallel_calls_are_all_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut config = SandboxConfig::default();
    config.storage = Storage::File(folder.path().join("sandbox.sqlite"));
    let sandbox = Sandbox::start(config).await.unwrap();
    let mut calls = tokio::task::JoinSet::new();
    let address = sandbox.addresses().kfp;
    for index in 0..40 {
        calls.spawn(async move {
            let experiment =
                json!({"display_name": format!("parallel {index}"), "namespace": "team-nlp"});
            let write = Call::post("/apis/v2beta1/experiments", &experiment)
                .header("kubeflow-userid", USER);
            let read = Call::get("/apis/v2beta1/runs?namespace=team-nlp&page_size=5")
                .header("kubeflow-userid", USER);
            let (write, read) = tokio::join!(write.send(address), read.send(address));
            (
                write.unwrap().status.as_u16(),
                read.unwrap().status.as_u16(),
            )
        });
    }
    while let Some(statuses) = calls.join_next().await {
        assert_eq!(statuses.unwrap(), (200, 200));
    }
    let list = get(
        &sandbox,
        "/apis/v2beta1/experiments?namespace=team-nlp&page_size=200",
    )
    .await;
    assert_eq!(list["total_size"], 42);
    sandbox.shutdown().await;
}
