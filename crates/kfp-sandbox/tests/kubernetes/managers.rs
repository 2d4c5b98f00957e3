//! Who set which field, and conflicts about it.

use http::Method;
use kfp_sandbox::KubernetesUser;
use serde_json::{Value, json};

use crate::api::{Answer, Api};
use crate::rig::{sandbox, stepped};

const MAPS: &str = "/api/v1/namespaces/team-vision/configmaps";

fn map(data: &Value) -> Value {
    json!({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "m"}, "data": data})
}

async fn apply(api: &Api, manager: &str, data: &Value) -> Answer {
    let target = format!("{MAPS}/m?fieldManager={manager}");
    api.patch(&target, "apply-patch+yaml", &map(data)).await
}

/// The managers of an object with their fields.
fn managers(object: &Value) -> Vec<(String, String, Value)> {
    let entries = object["metadata"]["managedFields"].as_array();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    entries
        .into_iter()
        .flatten()
        .map(|entry| {
            let fields = entry["fieldsV1"].clone();
            (text(&entry["manager"]), text(&entry["operation"]), fields)
        })
        .collect()
}

fn entry(manager: &str, operation: &str, fields: Value) -> (String, String, Value) {
    (manager.to_owned(), operation.to_owned(), fields)
}

#[tokio::test]
async fn whoever_writes_manages_what_it_wrote() {
    let sandbox = stepped().await;
    let api = Api::administrator(&sandbox);
    let sent = json!({"metadata": {"name": "m", "labels": {"x": "1"}}, "data": {"a": "1"}});
    let agent = [("user-agent", "robot/v1.2 (linux)")];
    let made = api
        .send(Method::POST, MAPS, &agent, &sent.to_string())
        .await
        .ok();
    let fields = json!({
        "f:data": {".": {}, "f:a": {}},
        "f:metadata": {"f:labels": {".": {}, "f:x": {}}},
    });
    assert_eq!(
        made["metadata"]["managedFields"],
        json!([{
            "manager": "robot", "operation": "Update", "apiVersion": "v1", "time": "2026-11-25T12:00:00Z",
            "fieldsType": "FieldsV1", "fieldsV1": fields,
        }])
    );

    let target = format!("{MAPS}/m?fieldManager=hand");
    let change = json!({"data": {"a": "2", "b": "1"}, "metadata": {"labels": null}});
    let changed = api.patch(&target, "merge-patch+json", &change).await.ok();
    assert_eq!(
        managers(&changed),
        [
            entry("hand", "Update", json!({"f:data": {"f:a": {}, "f:b": {}}})),
            entry("robot", "Update", json!({"f:data": {}})),
        ]
    );
    let again = api.patch(&target, "merge-patch+json", &change).await.ok();
    assert_eq!(again, changed);
    let list = api.get(MAPS).await.ok();
    assert_eq!(managers(&list["items"][0]), managers(&changed));

    let reset = json!({"metadata": {"managedFields": [{}]}});
    let reset = api.patch(&target, "merge-patch+json", &reset).await.ok();
    assert_eq!(reset["metadata"].get("managedFields"), None);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn fields_of_others_are_taken_by_force_alone() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let made = apply(&api, "one", &json!({"a": "1", "b": "1"})).await;
    assert_eq!(made.status, 201);
    // Who wants the same shares it.
    let shared = apply(&api, "two", &json!({"a": "1"})).await.ok();
    assert_eq!(
        managers(&shared),
        [
            entry("one", "Apply", json!({"f:data": {"f:a": {}, "f:b": {}}})),
            entry("two", "Apply", json!({"f:data": {"f:a": {}}})),
        ]
    );
    let refused = apply(&api, "two", &json!({"a": "2"})).await;
    assert_eq!(refused.body["reason"], "Conflict");
    assert_eq!(
        refused.body["details"]["causes"],
        json!([{"reason": "FieldManagerConflict", "message": "conflict with \"one\"", "field": ".data.a"}])
    );
    assert_eq!(
        refused.refused(409),
        "Apply failed with 1 conflict: conflict with \"one\": .data.a"
    );
    let change = json!({"data": {"b": "2"}});
    let by_hand = format!("{MAPS}/m?fieldManager=hand");
    api.patch(&by_hand, "merge-patch+json", &change).await.ok();
    let refused = apply(&api, "three", &json!({"a": "3", "b": "3"})).await;
    assert_eq!(
        refused.refused(409),
        "Apply failed with 3 conflicts: conflicts with \"hand\" using v1:\n- .data.b\nconflicts with \"one\":\n\
         - .data.a\nconflicts with \"two\":\n- .data.a"
    );
    let forced = apply(&api, "three&force=true", &json!({"a": "3", "b": "3"}))
        .await
        .ok();
    assert_eq!(forced["data"], json!({"a": "3", "b": "3"}));
    assert_eq!(
        managers(&forced),
        [entry(
            "three",
            "Apply",
            json!({"f:data": {"f:a": {}, "f:b": {}}})
        )]
    );
    // Its manager takes back what it gave, and what is empty then.
    let none = apply(&api, "three", &json!(null)).await.ok();
    assert_eq!(none.get("data"), None);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn what_another_holds_stays_when_one_lets_it_go() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    apply(&api, "one", &json!({"a": "1", "b": "1"})).await.ok();
    apply(&api, "two", &json!({"a": "1"})).await.ok();
    let left = apply(&api, "one", &json!({"c": "1"})).await.ok();
    assert_eq!(left["data"], json!({"a": "1", "c": "1"}));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn what_nobody_managed_was_there_before() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let target =
        "/apis/rbac.authorization.k8s.io/v1/namespaces/team-vision/rolebindings/namespaceAdmin";
    let before = api.get(target).await.ok();
    assert_eq!(before["metadata"].get("managedFields"), None);
    let other = json!({
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": {"name": "namespaceAdmin"},
        "subjects": [{"kind": "User", "name": "somebody"}],
    });
    let apply = format!("{target}?fieldManager=test");
    let message = api
        .patch(&apply, "apply-patch+yaml", &other)
        .await
        .refused(409);
    assert_eq!(
        message,
        "Apply failed with 1 conflict: conflict with \"before-first-apply\" using rbac.authorization.k8s.io/v1: .subjects"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn applying_makes_only_for_whom_may_make() {
    let sandbox = sandbox().await;
    let administrator = Api::administrator(&sandbox);
    let roles = "/apis/rbac.authorization.k8s.io/v1/namespaces/team-vision/roles";
    let role = json!({
        "metadata": {"name": "patcher"},
        "rules": [{"verbs": ["patch"], "apiGroups": [""], "resources": ["configmaps"]}],
    });
    administrator.create(roles, &role).await.ok();
    let binding = json!({
        "metadata": {"name": "patcher"},
        "subjects": [{"kind": "User", "name": "pat"}],
        "roleRef": {"kind": "Role", "name": "patcher"},
    });
    let bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/team-vision/rolebindings";
    administrator.create(bindings, &binding).await.ok();
    let pat = Api::of(&sandbox, &KubernetesUser::person("pat"));
    let message = apply(&pat, "pat", &json!({"a": "1"})).await.refused(403);
    assert!(
        message.contains("cannot create resource \"configmaps\""),
        "{message}"
    );
    apply(&administrator, "admin", &json!({"a": "1"}))
        .await
        .ok();
    apply(&pat, "pat", &json!({"b": "1"})).await.ok();
    sandbox.shutdown().await;
}
