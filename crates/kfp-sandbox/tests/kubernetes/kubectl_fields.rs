//! What an unmodified kubectl makes of managed fields, and of rights that one cannot give.

use kfp_sandbox::KubernetesUser;
use serde_json::{Value, json};

use crate::program::{Kubectl, is_here};
use crate::rig::sandbox;

fn map(value: &str) -> String {
    format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: m\n  labels: {{x: \"1\"}}\ndata:\n  a: \"{value}\"\n"
    )
}

/// Manager, operation and fields of each entry.
async fn managers(kubectl: &Kubectl) -> Vec<Value> {
    let object = [
        "get",
        "configmap",
        "m",
        "-o",
        "json",
        "--show-managed-fields",
    ];
    let object: Value = serde_json::from_str(&kubectl.ok(&object).await).unwrap();
    let entries = object["metadata"]["managedFields"]
        .as_array()
        .unwrap()
        .iter();
    entries
        .map(|entry| {
            assert_eq!(entry["apiVersion"], "v1");
            assert_eq!(entry["fieldsType"], "FieldsV1");
            assert!(entry["time"].as_str().unwrap().ends_with('Z'));
            json!([entry["manager"], entry["operation"], entry["fieldsV1"]])
        })
        .collect()
}

#[tokio::test]
async fn apply_leaves_who_set_what() {
    if !is_here() {
        return;
    }
    let sandbox = sandbox().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let file = kubectl.file(&map("1"));
    kubectl.ok(&["apply", "-f", &file]).await;
    assert_eq!(
        managers(&kubectl).await,
        [json!(["kubectl-client-side-apply", "Update", {
            "f:data": {".": {}, "f:a": {}},
            "f:metadata": {
                "f:annotations": {".": {}, "f:kubectl.kubernetes.io/last-applied-configuration": {}},
                "f:labels": {".": {}, "f:x": {}},
            },
        }])]
    );
    let plain = kubectl.ok(&["get", "configmap", "m", "-o", "yaml"]).await;
    assert!(!plain.contains("managedFields"), "{plain}");
    let shown = [
        "get",
        "configmap",
        "m",
        "-o",
        "yaml",
        "--show-managed-fields",
    ];
    let shown = kubectl.ok(&shown).await;
    assert!(
        shown.contains("manager: kubectl-client-side-apply"),
        "{shown}"
    );

    let patch = [
        "patch",
        "configmap",
        "m",
        "--type=merge",
        "-p",
        r#"{"data":{"a":"2"}}"#,
    ];
    kubectl.ok(&patch).await;
    let last = managers(&kubectl).await.pop().unwrap();
    assert_eq!(
        last,
        json!(["kubectl-patch", "Update", {"f:data": {"f:a": {}}}])
    );
    let again = kubectl.ok(&["apply", "-f", &file]).await;
    assert!(again.trim().ends_with("configured"), "{again}");
    assert_eq!(managers(&kubectl).await.len(), 1);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn server_side_apply_tells_of_conflicts() {
    if !is_here() {
        return;
    }
    let sandbox = sandbox().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let file = kubectl.file(&map("1"));
    let apply = ["apply", "--server-side", "-f", &file];
    let made = kubectl.ok(&apply).await;
    assert_eq!(made.trim(), "configmap/m serverside-applied");
    let applied = json!(["kubectl", "Apply", {"f:data": {"f:a": {}}, "f:metadata": {"f:labels": {"f:x": {}}}}]);
    assert_eq!(managers(&kubectl).await, std::slice::from_ref(&applied));

    kubectl
        .ok(&[
            "patch",
            "configmap",
            "m",
            "--type=merge",
            "-p",
            r#"{"data":{"a":"2"}}"#,
        ])
        .await;
    let refused = kubectl.fails(&apply).await;
    assert!(
        refused.contains(
            "Apply failed with 1 conflict: conflict with \"kubectl-patch\" using v1: .data.a"
        ),
        "{refused}"
    );
    let others = [
        "apply",
        "--server-side",
        "--field-manager=other",
        "-f",
        &file,
    ];
    kubectl.fails(&others).await;
    kubectl
        .ok(&["apply", "--server-side", "--force-conflicts", "-f", &file])
        .await;
    assert_eq!(managers(&kubectl).await, [applied]);
    // Now that it is the same, it is shared.
    kubectl.ok(&others).await;
    assert_eq!(managers(&kubectl).await.len(), 2);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn client_side_apply_becomes_server_side() {
    if !is_here() {
        return;
    }
    let sandbox = sandbox().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let file = kubectl.file(&map("1"));
    kubectl.ok(&["apply", "-f", &file]).await;
    let file = kubectl.file(&map("2"));
    kubectl.ok(&["apply", "--server-side", "-f", &file]).await;
    let data = ["get", "configmap", "m", "-o", "jsonpath={.data.a}"];
    assert_eq!(kubectl.ok(&data).await, "2");
    let managers = managers(&kubectl).await;
    let of_kubectl = managers.iter().find(|entry| entry[0] == "kubectl");
    let fields = &of_kubectl.expect("an entry of kubectl")[2];
    assert_eq!(fields["f:data"]["f:a"], json!({}));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn nobody_gives_what_they_do_not_have() {
    if !is_here() {
        return;
    }
    let sandbox = sandbox().await;
    let administrator = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let give = "--resource=roles.rbac.authorization.k8s.io,rolebindings.rbac.authorization.k8s.io";
    administrator
        .ok(&["create", "role", "giver", "--verb=create,get", give])
        .await;
    administrator
        .ok(&[
            "create",
            "rolebinding",
            "giver",
            "--role=giver",
            "--user=gil",
        ])
        .await;
    let gil = Kubectl::of(&sandbox, &KubernetesUser::person("gil"));
    let refused = gil
        .fails(&[
            "create",
            "role",
            "more",
            "--verb=delete,get",
            "--resource=pods",
        ])
        .await;
    assert!(
        refused.contains(
            "roles.rbac.authorization.k8s.io \"more\" is forbidden: user \"gil\" (groups=[\"system:authenticated\"]) is \
             attempting to grant RBAC permissions not currently held:\n\
             {APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\" \"get\"]}"
        ),
        "{refused}"
    );
    let refused = gil
        .fails(&[
            "create",
            "rolebinding",
            "more",
            "--clusterrole=kubeflow-edit",
            "--user=gil",
        ])
        .await;
    assert!(
        refused.contains("is attempting to grant RBAC permissions"),
        "{refused}"
    );
    gil.ok(&[
        "create",
        "rolebinding",
        "same",
        "--role=giver",
        "--user=ann",
    ])
    .await;
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_log_of_a_container_before_this_one_is_not_found() {
    if !is_here() {
        return;
    }
    let sandbox = crate::rig::stepped().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    crate::rig::make_run(&sandbox, &json!({})).await;
    sandbox.advance(std::time::Duration::from_hours(1)).await;
    let pods = kubectl.ok(&["get", "pods", "-o", "name"]).await;
    let pod = pods.lines().next().unwrap();
    let refused = kubectl
        .fails(&["logs", "--previous", "-c", "main", pod])
        .await;
    let name = pod.trim_start_matches("pod/");
    assert_eq!(
        refused.trim(),
        format!(
            "Error from server (BadRequest): previous terminated container \"main\" in pod \"{name}\" not found"
        )
    );
    sandbox.shutdown().await;
}
