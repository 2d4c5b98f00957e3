//! Nobody gives rights that they do not have.

use kfp_sandbox::{KubernetesUser, Sandbox};
use serde_json::{Value, json};

use crate::api::Api;
use crate::rig::sandbox;

const RBAC: &str = "/apis/rbac.authorization.k8s.io/v1";

fn role(name: &str, rules: &Value) -> Value {
    json!({"metadata": {"name": name}, "rules": rules})
}

fn binding(name: &str, user: &str, kind: &str, role: &str) -> Value {
    json!({
        "metadata": {"name": name},
        "subjects": [{"kind": "User", "name": user}],
        "roleRef": {"kind": kind, "name": role},
    })
}

/// Somebody who may write roles and bindings of `team-nlp` and read its pods, and what else `rules` say.
async fn giver(sandbox: &Sandbox, rules: &[Value]) -> Api {
    let administrator = Api::administrator(sandbox);
    let mut all = vec![
        json!({"verbs": ["*"], "apiGroups": ["rbac.authorization.k8s.io"], "resources": ["roles", "rolebindings"]}),
        json!({"verbs": ["get", "list"], "apiGroups": [""], "resources": ["pods"]}),
    ];
    // Neither of both is in `*` of the verbs that a giver needs.
    all[0]["verbs"] = json!(["create", "update", "patch", "delete", "get"]);
    all.extend_from_slice(rules);
    let target = format!("{RBAC}/namespaces/team-nlp");
    let giver = role("giver", &all.into());
    administrator
        .create(&format!("{target}/roles"), &giver)
        .await
        .ok();
    let bound = binding("giver", "gil", "Role", "giver");
    administrator
        .create(&format!("{target}/rolebindings"), &bound)
        .await
        .ok();
    Api::of(sandbox, &KubernetesUser::person("gil"))
}

#[tokio::test]
async fn a_role_gives_what_its_writer_holds() {
    let sandbox = sandbox().await;
    let gil = giver(&sandbox, &[]).await;
    let roles = format!("{RBAC}/namespaces/team-nlp/roles");
    let held = json!([{"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}]);
    gil.create(&roles, &role("held", &held)).await.ok();
    let more = json!([
        {"verbs": ["get", "delete", "watch"], "apiGroups": [""], "resources": ["pods"]},
        {"verbs": ["create"], "apiGroups": ["", "apps"], "resources": ["pods/exec"]},
    ]);
    let refused = gil.create(&roles, &role("more", &more)).await;
    assert_eq!(
        refused.body["details"],
        json!({"name": "more", "group": "rbac.authorization.k8s.io", "kind": "roles"})
    );
    assert_eq!(
        refused.refused(403),
        "roles.rbac.authorization.k8s.io \"more\" is forbidden: user \"gil\" (groups=[\"system:authenticated\"]) is \
         attempting to grant RBAC permissions not currently held:\n\
         {APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"delete\" \"watch\"]}\n\
         {APIGroups:[\"\"], Resources:[\"pods/exec\"], Verbs:[\"create\"]}\n\
         {APIGroups:[\"apps\"], Resources:[\"pods/exec\"], Verbs:[\"create\"]}"
    );
    let target = format!("{roles}/held");
    let patch = json!({"rules": more});
    gil.patch(&target, "merge-patch+json", &patch)
        .await
        .refused(403);
    gil.update(&target, &role("held", &more)).await.refused(403);
    let apply = json!({"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "Role", "metadata": {"name": "held"}, "rules": more});
    let forced = format!("{target}?fieldManager=gil&force=true");
    gil.patch(&forced, "apply-patch+yaml", &apply)
        .await
        .refused(403);
    // What is not changed gives nothing, even where its writer does not hold it.
    let administrator = Api::administrator(&sandbox);
    administrator
        .create(&roles, &role("theirs", &more))
        .await
        .ok();
    let finalizers = json!({"metadata": {"finalizers": ["example.com/x"]}});
    let theirs = format!("{roles}/theirs");
    gil.patch(&theirs, "merge-patch+json", &finalizers)
        .await
        .ok();
    let labels = json!({"metadata": {"labels": {"a": "1"}}});
    gil.patch(&theirs, "merge-patch+json", &labels)
        .await
        .refused(403);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_binding_gives_what_its_writer_holds() {
    let sandbox = sandbox().await;
    let gil = giver(&sandbox, &[]).await;
    let bindings = format!("{RBAC}/namespaces/team-nlp/rolebindings");
    let own = binding("own", "ann", "Role", "giver");
    gil.create(&bindings, &own).await.ok();
    let view = binding("view", "ann", "ClusterRole", "kubeflow-view");
    let message = gil.create(&bindings, &view).await.refused(403);
    assert!(
        message.starts_with(
            "rolebindings.rbac.authorization.k8s.io \"view\" is forbidden: user \"gil\" (groups=[\"system:authenticated\"]) is \
             attempting to grant RBAC permissions not currently held:\n{APIGroups:["
        ),
        "{message}"
    );
    let nowhere = binding("nowhere", "ann", "ClusterRole", "nowhere");
    let message = gil.create(&bindings, &nowhere).await.refused(404);
    assert_eq!(
        message,
        "clusterrole.rbac.authorization.k8s.io \"nowhere\" not found"
    );
    Api::administrator(&sandbox)
        .create(&bindings, &nowhere)
        .await
        .ok();
    sandbox.shutdown().await;
}

#[tokio::test]
async fn who_may_escalate_and_bind_gives_more() {
    let sandbox = sandbox().await;
    let rbac = "rbac.authorization.k8s.io";
    let gil = giver(
        &sandbox,
        &[
            json!({"verbs": ["escalate"], "apiGroups": [rbac], "resources": ["roles"]}),
            json!({"verbs": ["bind"], "apiGroups": [rbac], "resources": ["clusterroles"], "resourceNames": ["kubeflow-view"]}),
        ],
    )
    .await;
    let target = format!("{RBAC}/namespaces/team-nlp");
    let all = json!([{"verbs": ["*"], "apiGroups": ["*"], "resources": ["*"]}]);
    let roles = format!("{target}/roles");
    gil.create(&roles, &role("all", &all)).await.ok();
    let bindings = format!("{target}/rolebindings");
    let view = binding("view", "ann", "ClusterRole", "kubeflow-view");
    gil.create(&bindings, &view).await.ok();
    let edit = binding("edit", "ann", "ClusterRole", "kubeflow-edit");
    gil.create(&bindings, &edit).await.refused(403);
    sandbox.shutdown().await;
}
