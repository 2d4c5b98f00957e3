//! Patches of every kind.

use serde_json::{Value, json};

use crate::api::Api;
use crate::rig::sandbox;

const MAPS: &str = "/api/v1/namespaces/team-vision/configmaps";

async fn made(api: &Api) -> String {
    let map =
        json!({"metadata": {"name": "p", "labels": {"x": "1"}}, "data": {"a": "1", "b": "2"}});
    api.create(MAPS, &map).await.ok();
    format!("{MAPS}/p")
}

#[tokio::test]
async fn each_kind_of_patch_changes_what_it_names() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let target = made(&api).await;
    let merged = api
        .patch(
            &target,
            "merge-patch+json",
            &json!({"data": {"a": null, "c": "3"}}),
        )
        .await
        .ok();
    assert_eq!(merged["data"], json!({"b": "2", "c": "3"}));
    let steps = json!([
        {"op": "test", "path": "/data/b", "value": "2"},
        {"op": "replace", "path": "/data/b", "value": "4"},
        {"op": "add", "path": "/metadata/labels/y", "value": "2"},
    ]);
    let stepped = api.patch(&target, "json-patch+json", &steps).await.ok();
    assert_eq!(stepped["data"]["b"], "4");
    assert_eq!(stepped["metadata"]["labels"], json!({"x": "1", "y": "2"}));
    let strategic = json!({"metadata": {"labels": {"$patch": "replace", "z": "3"}}});
    let replaced = api
        .patch(&target, "strategic-merge-patch+json", &strategic)
        .await
        .ok();
    assert_eq!(replaced["metadata"]["labels"], json!({"z": "3"}));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn what_a_patch_may_not_touch_stays() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let target = made(&api).await;
    let before = api.get(&target).await.ok();
    let patch =
        json!({"metadata": {"creationTimestamp": null, "generateName": "x", "selfLink": "y"}});
    let after = api.patch(&target, "merge-patch+json", &patch).await.ok();
    assert_eq!(after, before);
    let renamed = json!({"metadata": {"name": "other"}});
    api.patch(&target, "merge-patch+json", &renamed)
        .await
        .refused(400);
    let stale = json!({"metadata": {"resourceVersion": "1"}, "data": {"a": "9"}});
    api.patch(&target, "merge-patch+json", &stale)
        .await
        .refused(409);
    let misfit = json!([{"op": "remove", "path": "/data/none"}]);
    api.patch(&target, "json-patch+json", &misfit)
        .await
        .refused(422);
    api.patch(&target, "xml", &json!({})).await.refused(415);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn server_side_apply_minds_the_namespace() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let target = format!("{MAPS}/applied");
    let apply = format!("{target}?fieldManager=test");
    let elsewhere = json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "applied", "namespace": "team-nlp"}});
    let message = api.patch(&apply, "apply-patch+yaml", &elsewhere).await;
    assert_eq!(
        message.refused(400),
        "the namespace of the provided object does not match the namespace sent on the request"
    );
    api.get(&target).await.refused(404);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn server_side_apply_makes_and_merges() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let target = format!("{MAPS}/applied");
    let wanted = |data: Value| json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "applied"}, "data": data});
    let missing = api
        .patch(&target, "merge-patch+json", &json!({"data": {}}))
        .await;
    missing.refused(404);
    let apply = format!("{target}?fieldManager=test");
    let first = api
        .patch(&apply, "apply-patch+yaml", &wanted(json!({"a": "1"})))
        .await;
    assert_eq!(first.status, 201);
    let second = api
        .patch(&apply, "apply-patch+yaml", &wanted(json!({"b": "2"})))
        .await;
    // What its manager no longer wants, and nobody else, goes.
    assert_eq!(second.ok()["data"], json!({"b": "2"}));
    let message = api
        .patch(&target, "apply-patch+yaml", &wanted(json!({})))
        .await;
    assert_eq!(
        message.refused(422),
        "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch"
    );
    let forced = format!("{apply}&force=true");
    let message = api
        .patch(&forced, "merge-patch+json", &json!({}))
        .await
        .refused(422);
    assert!(
        message.ends_with("force: Forbidden: may not be specified for non-apply patch"),
        "{message}"
    );
    sandbox.shutdown().await;
}
