//! Who may do what, while it changes.

use http::Method;
use kfp_sandbox::{KubernetesUser, TokenRequest};
use serde_json::{Value, json};

use crate::api::Api;
use crate::rig::{kfp, sandbox};

const BINDINGS: &str = "/apis/rbac.authorization.k8s.io/v1/namespaces/team-nlp/rolebindings";

fn binding(name: &str, user: &str) -> Value {
    json!({
        "metadata": {"name": name},
        "subjects": [{"kind": "User", "name": user}],
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "kubeflow-view"},
    })
}

/// What KFP answers a user of the gateway about a namespace.
async fn kfp_status(sandbox: &kfp_sandbox::Sandbox, user: &str, namespace: &str) -> u16 {
    let target = format!("/apis/v2beta1/experiments?namespace={namespace}&page_size=1");
    kfp(sandbox, user, Method::GET, &target, &Value::Null)
        .await
        .0
}

#[tokio::test]
async fn a_binding_gives_and_takes_rights_at_kfp_while_it_runs() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let user = "newcomer@example.com";
    assert_eq!(kfp_status(&sandbox, user, "team-nlp").await, 403);
    api.create(BINDINGS, &binding("new", user)).await.ok();
    assert_eq!(kfp_status(&sandbox, user, "team-nlp").await, 200);
    assert_eq!(kfp_status(&sandbox, user, "team-audio").await, 403);
    api.delete(&format!("{BINDINGS}/new")).await.ok();
    assert_eq!(kfp_status(&sandbox, user, "team-nlp").await, 403);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_binding_keeps_its_role() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    api.create(BINDINGS, &binding("fixed", "ann")).await.ok();
    let target = format!("{BINDINGS}/fixed");
    let other = json!({"roleRef": {"name": "kubeflow-edit"}});
    let message = api.patch(&target, "merge-patch+json", &other).await;
    assert!(message.refused(422).contains("cannot change roleRef"));
    let subjects = json!({"subjects": [{"kind": "User", "name": "ben"}]});
    let changed = api.patch(&target, "merge-patch+json", &subjects).await.ok();
    assert_eq!(
        changed["subjects"][0]["apiGroup"],
        "rbac.authorization.k8s.io"
    );
    let nobody = json!({"metadata": {"name": "x"}, "subjects": [{"kind": "Robot"}], "roleRef": {"kind": "Job", "name": ""}});
    let message = api.create(BINDINGS, &nobody).await.refused(422);
    for part in [
        "roleRef.kind",
        "roleRef.name",
        "subjects[0].name",
        "subjects[0].kind",
    ] {
        assert!(message.contains(part), "{message}");
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn people_and_accounts_may_what_their_bindings_say() {
    let sandbox = sandbox().await;
    let owner = Api::of(&sandbox, &KubernetesUser::person("jbpark8@example.com"));
    owner
        .get("/api/v1/namespaces/kubeflow-jbpark8/pods")
        .await
        .ok();
    let message = owner
        .get("/api/v1/namespaces/team-nlp/pods")
        .await
        .refused(403);
    assert_eq!(
        message,
        "pods is forbidden: User \"jbpark8@example.com\" cannot list resource \"pods\" in API group \"\" in the \
         namespace \"team-nlp\""
    );
    let viewer = KubernetesUser::service_account("team-vision", "default-viewer");
    let viewer = Api::of(&sandbox, &viewer);
    viewer.get("/api/v1/namespaces/team-vision/pods").await.ok();
    let anonymous = Api::anonymous(&sandbox);
    anonymous.get("/version").await.ok();
    let message = anonymous.get("/api").await.refused(403);
    assert_eq!(
        message,
        "forbidden: User \"system:anonymous\" cannot get path \"/api\""
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn acting_as_somebody_else_needs_the_right() {
    let sandbox = sandbox().await;
    let headers = [("impersonate-user", "jbpark8@example.com")];
    let target = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    let review = json!({"kind": "SelfSubjectReview", "apiVersion": "authentication.k8s.io/v1"});
    let body = review.to_string();
    let administrator = Api::administrator(&sandbox);
    let answer = administrator
        .send(Method::POST, target, &headers, &body)
        .await;
    assert_eq!(
        answer.ok()["status"]["userInfo"],
        json!({"username": "jbpark8@example.com", "groups": ["system:authenticated"]})
    );
    let person = Api::of(&sandbox, &KubernetesUser::person("viewer@example.com"));
    let answer = person.send(Method::POST, target, &headers, &body).await;
    assert!(
        answer
            .refused(403)
            .contains("cannot impersonate resource \"users\"")
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_account_made_again_does_not_take_its_old_tokens() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let accounts = "/api/v1/namespaces/team-nlp/serviceaccounts";
    let old = sandbox.mint_token(&TokenRequest::for_pipelines("team-nlp", "default-editor"));
    let review = json!({"spec": {"token": old, "audiences": ["pipelines.kubeflow.org"]}});
    let reviews = "/apis/authentication.k8s.io/v1/tokenreviews";
    let before = api.create(reviews, &review).await.ok();
    assert_eq!(before["status"]["authenticated"], true);
    api.delete(&format!("{accounts}/default-editor")).await.ok();
    let again = json!({"metadata": {"name": "default-editor"}});
    api.create(accounts, &again).await.ok();
    let after = api.create(reviews, &review).await.ok();
    assert_eq!(after["status"].get("authenticated"), None);
    assert!(after["status"]["error"].as_str().unwrap().contains("UID"));
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_role_that_is_missing_is_named() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let mut dangling = binding("dangling", "ann@example.com");
    dangling["roleRef"]["name"] = "nowhere".into();
    api.create(BINDINGS, &dangling).await.ok();
    let ann = Api::of(&sandbox, &KubernetesUser::person("ann@example.com"));
    let message = ann
        .get("/api/v1/namespaces/team-nlp/pods")
        .await
        .refused(403);
    assert!(
        message.ends_with(": RBAC: clusterrole.rbac.authorization.k8s.io \"nowhere\" not found"),
        "{message}"
    );
    sandbox.shutdown().await;
}
