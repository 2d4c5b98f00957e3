//! Pods that somebody wants to make: what refuses them.

use serde_json::{Value, json};

use crate::api::Api;
use crate::rig::sandbox;

fn pod(labels: &Value) -> Value {
    json!({"metadata": {"name": "kfp-console", "labels": labels}, "spec": {"containers": [{"name": "console"}]}})
}

#[tokio::test]
async fn the_namespace_says_how_careful_a_pod_has_to_be() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let target = "/api/v1/namespaces/team-vision/pods";
    // There is nobody to run it.
    api.create(target, &pod(&json!({}))).await.refused(405);
    for (named, status) in [("", 405), ("team-vision", 405), ("team-nlp", 400)] {
        let mut pod = pod(&json!({}));
        pod["metadata"]["namespace"] = named.into();
        api.create(target, &pod).await.refused(status);
    }
    let strict =
        json!({"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"}}});
    let namespace = "/api/v1/namespaces/team-vision";
    api.patch(namespace, "merge-patch+json", &strict).await.ok();
    let refused = api.create(target, &pod(&json!({}))).await;
    assert_eq!(
        refused.body["details"],
        json!({"name": "kfp-console", "kind": "pods"})
    );
    let message = refused.refused(403);
    assert!(
        message.starts_with(
            "pods \"kfp-console\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false \
             (container \"console\" must set securityContext.allowPrivilegeEscalation=false), "
        ),
        "{message}"
    );
    let mut stranger = pod(&json!({}));
    stranger["spec"]["serviceAccountName"] = "nobody".into();
    assert_eq!(
        api.create(target, &stranger).await.refused(403),
        "pods \"kfp-console\" is forbidden: error looking up service account team-vision/nobody: serviceaccount \"nobody\" \
         not found"
    );
    api.create("/api/v1/namespaces/nowhere/pods", &pod(&json!({})))
        .await
        .refused(404);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn pod_defaults_that_disagree_refuse_a_pod() {
    let sandbox = sandbox().await;
    let api = Api::administrator(&sandbox);
    let defaults = "/apis/kubeflow.org/v1alpha1/namespaces/team-vision/poddefaults";
    for (name, value) in [("access-ml-pipeline", "1"), ("other", "2")] {
        let spec = json!({
            "selector": {"matchLabels": {"access": "true"}},
            "env": [{"name": "KF_PIPELINES_SA_TOKEN_PATH", "value": value}],
        });
        let default = json!({"metadata": {"name": name}, "spec": spec});
        api.create(defaults, &default).await.ok();
    }
    let target = "/api/v1/namespaces/team-vision/pods";
    let refused = api.create(target, &pod(&json!({"access": "true"}))).await;
    assert_eq!(refused.body.get("reason"), None);
    let message = refused.refused(400);
    assert!(
        message.starts_with(
            "admission webhook \"admission-webhook-deployment.kubeflow.org\" denied the request: conflict occurred while applying \
             poddefaults: access-ml-pipeline,other on pod: kfp-console err: merging env for other has a conflict on \
             KF_PIPELINES_SA_TOKEN_PATH: "
        ),
        "{message}"
    );
    api.create(target, &pod(&json!({}))).await.refused(405);
    sandbox.shutdown().await;
}
