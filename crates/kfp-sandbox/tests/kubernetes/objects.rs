//! Kept objects: making, reading, selecting, paging, removing.

use http::Method;
use serde_json::{Value, json};

use crate::api::Api;
use crate::rig::sandbox;

const MAPS: &str = "/api/v1/namespaces/team-vision/configmaps";

fn map(name: &str, labels: &Value) -> Value {
    json!({"metadata": {"name": name, "labels": labels}, "data": {"a": "1"}})
}

fn names(list: &Value) -> Vec<&str> {
    let items = list["items"].as_array().unwrap().iter();
    items
        .map(|item| item["metadata"]["name"].as_str().unwrap())
        .collect()
}

#[tokio::test]
async fn each_change_has_a_revision_of_its_own() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let made = api.create(MAPS, &map("one", &json!({}))).await.ok();
    let version = |object: &Value| -> u64 {
        let version = object["metadata"]["resourceVersion"].as_str().unwrap();
        version.parse().unwrap()
    };
    let target = format!("{MAPS}/one");
    assert_eq!(version(&api.get(&target).await.ok()), version(&made));

    let mut changed = made.clone();
    changed["data"]["a"] = "2".into();
    let updated = api.update(&target, &changed).await.ok();
    assert!(version(&updated) > version(&made));
    assert_eq!(updated["metadata"]["uid"], made["metadata"]["uid"]);
    // What says the same again changes nothing.
    assert_eq!(api.update(&target, &updated).await.ok(), updated);
    let message = api.update(&target, &changed).await.refused(409);
    assert!(
        message.contains("the object has been modified"),
        "{message}"
    );
    let list = api.get(MAPS).await.ok();
    assert!(version(&list) >= version(&updated));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn lists_are_selected_and_come_in_pages() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    for (name, color) in [("a", "red"), ("b", "blue"), ("c", "red"), ("d", "red")] {
        api.create(MAPS, &map(name, &json!({"color": color})))
            .await
            .ok();
    }
    let red = format!("{MAPS}?labelSelector=color%20in%20(red)&limit=2");
    let first = api.get(&red).await.ok();
    assert_eq!(names(&first), ["a", "c"]);
    let next = first["metadata"]["continue"].as_str().unwrap();
    let second = api.get(&format!("{red}&continue={next}")).await.ok();
    assert_eq!(names(&second), ["d"]);
    assert_eq!(second["metadata"].get("continue"), None);
    assert_eq!(
        second["metadata"]["resourceVersion"],
        first["metadata"]["resourceVersion"]
    );
    let one = api
        .get(&format!("{MAPS}?fieldSelector=metadata.name%3Db"))
        .await;
    assert_eq!(names(&one.ok()), ["b"]);
    let message = api.get(&format!("{MAPS}?fieldSelector=data.a%3D1")).await;
    assert_eq!(message.refused(400), "field label not supported: data.a");
    let all = api.get("/api/v1/configmaps?limit=1").await.ok();
    assert_eq!(all["metadata"]["remainingItemCount"], 3);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn names_are_made_up_where_only_their_start_is_given() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let wanted = json!({"metadata": {"generateName": "run-"}});
    let made = api.create(MAPS, &wanted).await.ok();
    let name = made["metadata"]["name"].as_str().unwrap();
    assert!(name.starts_with("run-") && name.len() == 9, "{name}");
    assert_eq!(made["metadata"]["generateName"], "run-");
    let message = api
        .create(MAPS, &json!({"metadata": {}}))
        .await
        .refused(422);
    assert!(
        message.contains("name or generateName is required"),
        "{message}"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn metadata_of_another_shape_is_left_out() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let odd = json!({"metadata": {
        "name": "odd", "labels": ["x"], "annotations": ["y"], "ownerReferences": {"a": 1}, "finalizers": {"b": 1},
    }});
    let made = api.create("/api/v1/namespaces", &odd).await.ok();
    let target = "/api/v1/namespaces/odd";
    let updated = api.update(target, &odd).await.ok();
    let labels = json!([{"op": "add", "path": "/metadata/labels", "value": ["x"]}]);
    let patched = api.patch(target, "json-patch+json", &labels).await.ok();
    for namespace in [made, updated, patched] {
        let metadata = &namespace["metadata"];
        assert_eq!(
            metadata["labels"],
            json!({"kubernetes.io/metadata.name": "odd"})
        );
        for key in ["annotations", "ownerReferences", "finalizers"] {
            assert_eq!(metadata.get(key), None, "{key}");
        }
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_binding_without_subjects_says_nothing_of_them() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let binding =
        json!({"metadata": {"name": "empty"}, "roleRef": {"kind": "ClusterRole", "name": "view"}});
    let target = "/apis/rbac.authorization.k8s.io/v1/namespaces/team-vision/rolebindings";
    let made = api.create(target, &binding).await.ok();
    assert_eq!(made.get("subjects"), None);
    assert_eq!(made["roleRef"]["apiGroup"], "rbac.authorization.k8s.io");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn the_longest_times_are_answered_too() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let target = "/api/v1/namespaces/team-vision/serviceaccounts/default-editor/token";
    let wanted = |seconds: u64| json!({"spec": {"expirationSeconds": seconds}});
    for seconds in [(1 << 32) + 1, u64::MAX] {
        let message = api.create(target, &wanted(seconds)).await.refused(422);
        assert!(message.contains("larger than 2^32 seconds"), "{message}");
    }
    let longest = api.create(target, &wanted(1 << 32)).await.ok();
    assert_eq!(longest["spec"]["expirationSeconds"], 1_u64 << 32);
    let watch = format!("{MAPS}?watch=1&resourceVersion=0&timeoutSeconds=18446744073709551615");
    api.watch(&watch).await;
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_namespace_that_is_going_stays_so() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let held = json!({"metadata": {"name": "held", "finalizers": ["example.com/held"]}});
    api.create("/api/v1/namespaces", &held).await.ok();
    let target = "/api/v1/namespaces/held";
    api.delete(target).await.ok();
    let labels = json!({"metadata": {"labels": {"a": "1"}}, "status": {"phase": "Active"}});
    let labelled = api.patch(target, "merge-patch+json", &labels).await.ok();
    assert_eq!(labelled["status"]["phase"], "Terminating");
    assert_eq!(labelled["metadata"]["labels"]["a"], "1");
    let released = json!({"metadata": {"finalizers": null}});
    api.patch(target, "merge-patch+json", &released).await.ok();
    api.get(target).await.refused(404);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_object_that_could_not_be_read_again_is_refused() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let nested = |levels: usize| (0..levels).fold(json!("x"), |inner, _| json!({"a": inner}));
    let map = |levels: usize| json!({"metadata": {"name": "deep"}, "data": nested(levels)});
    api.create(MAPS, &map(110)).await.refused(400);
    api.create(MAPS, &map(90)).await.ok();
    let target = format!("{MAPS}/deep");
    api.update(&target, &map(110)).await.refused(400);
    let patch = json!({"data": nested(110)});
    for kind in ["merge-patch+json", "strategic-merge-patch+json"] {
        api.patch(&target, kind, &patch).await.refused(400);
    }
    let steps: Vec<Value> = (90..300)
        .map(|level| json!({"op": "add", "path": format!("/data{}", "/a".repeat(level)), "value": {}}))
        .collect();
    api.patch(&target, "json-patch+json", &steps.into())
        .await
        .refused(422);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn what_could_be_made_can_be_changed() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    // Who manages a field is noted deeper than the field itself lies.
    let data = (0..98).fold(json!("x"), |inner, _| json!({"a": inner}));
    let map = |labels: Value| json!({"metadata": {"name": "deep", "labels": labels}, "data": data});
    api.create(MAPS, &map(json!({}))).await.ok();
    let target = format!("{MAPS}/deep");
    let updated = api.update(&target, &map(json!({"a": "b"}))).await.ok();
    let labels = json!({"metadata": {"labels": {"c": "d"}}});
    let patched = api.patch(&target, "merge-patch+json", &labels).await.ok();
    assert_eq!(patched["metadata"]["labels"], json!({"a": "b", "c": "d"}));
    let managed = |object: &Value| object["metadata"]["managedFields"].clone();
    assert_ne!(managed(&updated), Value::Null);
    assert_eq!(
        api.update(&target, &patched).await.ok(),
        patched,
        "what says the same again changes nothing"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_rehearsal_changes_nothing() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let target = format!("{MAPS}?dryRun=All");
    let made = api.create(&target, &map("dry", &json!({}))).await.ok();
    assert_eq!(made["metadata"]["name"], "dry");
    api.get(&format!("{MAPS}/dry")).await.refused(404);
    api.create(MAPS, &map("dry", &json!({}))).await.ok();
    api.delete(&format!("{MAPS}/dry?dryRun=All")).await.ok();
    api.get(&format!("{MAPS}/dry")).await.ok();
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_finalizer_keeps_an_object_until_it_is_taken_away() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let held = json!({"metadata": {"name": "held", "finalizers": ["example.com/wait"]}});
    api.create(MAPS, &held).await.ok();
    let target = format!("{MAPS}/held");
    let going = api.delete(&target).await.ok();
    assert!(going["metadata"]["deletionTimestamp"].is_string());
    api.get(&target).await.ok();
    let free = json!({"metadata": {"finalizers": null}});
    api.patch(&target, "merge-patch+json", &free).await.ok();
    api.get(&target).await.refused(404);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn what_lives_in_a_namespace_goes_with_it() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let namespace = json!({"metadata": {"name": "short-lived"}});
    api.create("/api/v1/namespaces", &namespace).await.ok();
    let accounts = "/api/v1/namespaces/short-lived/serviceaccounts";
    assert_eq!(names(&api.get(accounts).await.ok()), ["default"]);
    let gone = api.delete("/api/v1/namespaces/short-lived").await.ok();
    assert_eq!(gone["status"]["phase"], "Terminating");
    assert!(names(&api.get(accounts).await.ok()).is_empty());
    api.create(accounts, &json!({"metadata": {"name": "x"}}))
        .await
        .refused(404);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_profile_gets_its_namespace_with_accounts_and_rights() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let profile = json!({
        "apiVersion": "kubeflow.org/v1",
        "kind": "Profile",
        "metadata": {"name": "team-new"},
        "spec": {"owner": {"kind": "User", "name": "new@example.com"}},
    });
    api.create("/apis/kubeflow.org/v1/profiles", &profile)
        .await
        .ok();
    let namespace = api.get("/api/v1/namespaces/team-new").await.ok();
    assert_eq!(
        namespace["metadata"]["labels"]["app.kubernetes.io/part-of"],
        "kubeflow-profile"
    );
    let review = json!({"spec": {
        "user": "new@example.com",
        "resourceAttributes": {
            "namespace": "team-new", "verb": "create", "group": "pipelines.kubeflow.org", "resource": "runs",
        },
    }});
    let reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
    assert_eq!(
        api.create(reviews, &review).await.ok()["status"]["allowed"],
        true
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let profile = |length: usize| {
        json!({
            "metadata": {"name": "large"},
            "spec": {"owner": {"kind": "User", "name": "x"}, "rest": "a".repeat(length)},
        })
    };
    let target = "/apis/kubeflow.org/v1/profiles";
    for length in [1600 * 1024, 4 * 1024 * 1024] {
        let message = api.create(target, &profile(length)).await.refused(413);
        assert!(message.starts_with("Request entity too large"), "{message}");
    }
    api.create(target, &profile(1024)).await.ok();
    sandbox.shutdown().await;
}

#[tokio::test]
async fn tables_hold_what_kubectl_prints() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let accept = [("accept", "application/json;as=Table;v=v1;g=meta.k8s.io")];
    let target =
        "/apis/rbac.authorization.k8s.io/v1/namespaces/team-vision/rolebindings/default-viewer";
    let answer = api.send(Method::GET, target, &accept, "").await;
    let table = answer.ok();
    assert_eq!(table["kind"], "Table");
    assert_eq!(table["columnDefinitions"][1]["name"], "Role");
    assert_eq!(table["rows"][0]["cells"][1], "ClusterRole/kubeflow-view");
    assert_eq!(table["rows"][0]["object"]["kind"], "PartialObjectMetadata");
    let accept = [("accept", "application/vnd.kubernetes.protobuf")];
    let refused = api.send(Method::GET, target, &accept, "").await;
    refused.refused(406);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn objects_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let config = || {
        let mut config = kfp_sandbox::SandboxConfig::default();
        config.storage = kfp_sandbox::Storage::File(folder.path().join("sandbox.db"));
        config
    };
    let first = kfp_sandbox::Sandbox::start(config()).await.unwrap();
    let api = Api::administrator(&first);
    let made = api.create(MAPS, &map("kept", &json!({}))).await.ok();
    first.shutdown().await;

    let second = kfp_sandbox::Sandbox::start(config()).await.unwrap();
    let api = Api::administrator(&second);
    assert_eq!(api.get(&format!("{MAPS}/kept")).await.ok(), made);
    let next = api.create(MAPS, &map("next", &json!({}))).await.ok();
    let version = |object: &Value| -> u64 {
        let version = object["metadata"]["resourceVersion"].as_str().unwrap();
        version.parse().unwrap()
    };
    assert!(version(&next) > version(&made));
    second.shutdown().await;
}
