//! Watches.

use serde_json::{Value, json};

use crate::api::Api;
use crate::rig::sandbox;

const MAPS: &str = "/api/v1/namespaces/team-vision/configmaps";

fn map(name: &str, color: &str) -> Value {
    json!({"metadata": {"name": name, "labels": {"color": color}}})
}

fn version(object: &Value) -> &str {
    object["metadata"]["resourceVersion"].as_str().unwrap()
}

#[tokio::test]
async fn a_watch_tells_what_happens_after_a_list() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let list = api.get(MAPS).await.ok();
    let target = format!(
        "{MAPS}?watch=true&labelSelector=color%3Dred&resourceVersion={}",
        version(&list)
    );
    let mut watch = api.watch(&target).await;
    api.create(MAPS, &map("blue", "blue")).await.ok();
    api.create("/api/v1/namespaces/team-nlp/configmaps", &map("far", "red"))
        .await
        .ok();
    let made = api.create(MAPS, &map("one", "red")).await.ok();
    assert_eq!(watch.event().await, ("ADDED".to_owned(), made.clone()));

    let one = format!("{MAPS}/one");
    let patch = json!({"data": {"a": "1"}});
    let changed = api.patch(&one, "merge-patch+json", &patch).await.ok();
    assert_eq!(watch.event().await, ("MODIFIED".to_owned(), changed));
    // To a watch that selects it no longer it is deleted, and added when it comes back.
    let blue = json!({"metadata": {"labels": {"color": "blue"}}});
    let turned = api.patch(&one, "merge-patch+json", &blue).await.ok();
    let (event, object) = watch.event().await;
    assert_eq!(
        (event.as_str(), version(&object)),
        ("DELETED", version(&turned))
    );
    assert_eq!(object["metadata"]["labels"]["color"], "red");
    let red = json!({"metadata": {"labels": {"color": "red"}}});
    api.patch(&one, "merge-patch+json", &red).await.ok();
    assert_eq!(watch.event().await.0, "ADDED");
    api.delete(&one).await.ok();
    assert_eq!(watch.event().await.0, "DELETED");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_watch_from_nowhere_begins_with_what_there_is() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    api.create(MAPS, &map("there", "red")).await.ok();
    let mut watch = api.watch(&format!("{MAPS}?watch=1")).await;
    let (event, object) = watch.event().await;
    assert_eq!(
        (event.as_str(), &object["metadata"]["name"]),
        ("ADDED", &json!("there"))
    );

    let target = format!(
        "{MAPS}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"
    );
    let mut watch = api.watch(&target).await;
    assert_eq!(watch.event().await.0, "ADDED");
    let (event, object) = watch.event().await;
    assert_eq!(event, "BOOKMARK");
    assert_eq!(
        object["metadata"]["annotations"]["k8s.io/initial-events-end"],
        "true"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_watch_ends_when_its_time_is_over_and_tells_where_it_was() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let list = api.get(MAPS).await.ok();
    let target = format!(
        "{MAPS}?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&resourceVersion={}",
        version(&list)
    );
    let mut watch = api.watch(&target).await;
    let (event, object) = watch.event().await;
    assert_eq!(event, "BOOKMARK");
    assert_eq!(version(&object), version(&list));
    assert_eq!(watch.next().await, None);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_revision_that_is_forgotten_is_gone() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let mut watch = api
        .watch(&format!("{MAPS}?watch=1&resourceVersion=1"))
        .await;
    let (event, status) = watch.event().await;
    assert_eq!(event, "ERROR");
    assert_eq!(
        (&status["code"], &status["reason"]),
        (&json!(410), &json!("Expired"))
    );
    assert_eq!(watch.next().await, None);
    let refused = api.get(&format!("{MAPS}?watch=1&resourceVersion=x")).await;
    refused.refused(400);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn watches_end_with_the_sandbox() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let mut watch = api.watch(&format!("{MAPS}?watch=1")).await;
    sandbox.shutdown().await;
    assert_eq!(watch.next().await, None);
}
