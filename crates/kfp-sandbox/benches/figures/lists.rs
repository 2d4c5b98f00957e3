//! Lists of runs.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kfp_sandbox::Sandbox;
use serde_json::{Value, json};

use super::client::{Client, row};
use super::store::{NAMESPACE, config, fill};

/// Measures the lists at that size.
pub(crate) async fn measure(runs: u32) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("store.db");
    fill(&file, runs).await;
    let sandbox = Sandbox::start(config(&file)).await.unwrap();
    let mut client = Client::connect(sandbox.addresses().kfp).await;
    for (what, target) in targets() {
        ask(&mut client, what, runs, &target).await;
    }
    let first = client.get(&list("created_at desc", None)).await.0;
    let deep = deep_page(&first, runs);
    ask(&mut client, "page from the middle on, 20", runs, &deep).await;
    sandbox.shutdown().await;
}

fn targets() -> Vec<(&'static str, String)> {
    let is = |key: &str, value: &str| json!([{"operation": "EQUALS", "key": key, "string_value": value}]);
    let name =
        |text: &str| json!([{"operation": "IS_SUBSTRING", "key": "name", "string_value": text}]);
    let since = json!([{"operation": "GREATER_THAN", "key": "created_at",
                        "timestamp_value": "2023-11-14T22:15:00Z"}]);
    vec![
        ("newest first, 20", list("created_at desc", None)),
        ("default order, 20", list("", None)),
        ("by name, 20", list("name", None)),
        (
            "failed, newest first, 20",
            list("created_at desc", Some(is("state", "FAILED"))),
        ),
        (
            "not archived, newest first, 20",
            list("created_at desc", Some(is("storage_state", "AVAILABLE"))),
        ),
        (
            "status Failed, by end, 20",
            list("finished_at desc", Some(is("status", "Failed"))),
        ),
        (
            "failed, by name, 20",
            list("name", Some(is("state", "FAILED"))),
        ),
        (
            "succeeded, newest first, 20",
            list("created_at desc", Some(is("state", "SUCCEEDED"))),
        ),
        (
            "name contains (17 %), newest first, 20",
            list("created_at desc", Some(name("training"))),
        ),
        (
            "name contains (one), newest first, 20",
            list("created_at desc", Some(name("0000123 of"))),
        ),
        ("failed, by id, 20", list("id", Some(is("state", "FAILED")))),
        (
            "succeeded, by planned start, 20",
            list("scheduled_at desc", Some(is("state", "SUCCEEDED"))),
        ),
        (
            "not archived, by state, 20",
            list("state", Some(is("storage_state", "AVAILABLE"))),
        ),
        (
            "not archived, by status, 20",
            list("status desc", Some(is("storage_state", "AVAILABLE"))),
        ),
        (
            "failed, by storage state, 20",
            list("storage_state", Some(is("state", "FAILED"))),
        ),
        (
            "succeeded, by description, 20",
            list("description", Some(is("state", "SUCCEEDED"))),
        ),
        (
            "since a time, by end, 20",
            list("finished_at desc", Some(since.clone())),
        ),
        (
            "since a time, newest first, 20",
            list("created_at desc", Some(since)),
        ),
    ]
}

fn list(sort_by: &str, predicates: Option<Value>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("namespace", NAMESPACE)
        .append_pair("page_size", "20")
        .append_pair("sort_by", sort_by);
    if let Some(predicates) = predicates {
        query.append_pair("filter", &json!({"predicates": predicates}).to_string());
    }
    format!("/apis/v2beta1/runs?{}", query.finish())
}

async fn ask(client: &mut Client, what: &str, runs: u32, target: &str) {
    let mut took = Vec::new();
    let mut bytes = 0;
    let (_, cold) = client.get(target).await;
    let times = if cold > Duration::from_secs(1) { 3 } else { 25 };
    for _ in 0..times {
        let (body, time) = client.get(target).await;
        bytes = body.len();
        took.push(time);
    }
    row(what, &runs.to_string(), &mut took, bytes);
}

/// The address of the page that begins in the middle, made from the token of the first page.
fn deep_page(first: &[u8], runs: u32) -> String {
    let first: Value = serde_json::from_slice(first).unwrap();
    let token = STANDARD
        .decode(first["next_page_token"].as_str().unwrap())
        .unwrap();
    let mut token: Value = serde_json::from_slice(&token).unwrap();
    token["SortByFieldValue"] = json!(1_700_000_000 + 60 * u64::from(runs / 2));
    token["KeyFieldValue"] = json!("ffffffff");
    let token = STANDARD.encode(token.to_string());
    let mut query = form_urlencoded::Serializer::new(String::new());
    query
        .append_pair("namespace", NAMESPACE)
        .append_pair("page_size", "20")
        .append_pair("page_token", &token);
    format!("/apis/v2beta1/runs?{}", query.finish())
}
