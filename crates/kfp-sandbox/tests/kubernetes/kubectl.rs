//! An unmodified kubectl.

use std::time::Duration;

use http::Method;
use kfp_sandbox::KubernetesUser;
use serde_json::{Value, json};

use crate::api::Api;
use crate::program::{Kubectl, is_here};
use crate::rig::{NAMESPACE, kfp, make_run, sandbox, stepped};

fn binding(role_subject: &str) -> String {
    format!(
        "apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: guests
  namespace: team-nlp
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: kubeflow-view
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: User
  name: {role_subject}
"
    )
}

#[tokio::test]
async fn what_there_is_is_listed() {
    if !is_here() {
        return;
    }
    let sandbox = sandbox().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let version = kubectl.ok(&["version"]).await;
    assert!(version.contains("simulated"), "{version}");
    let namespaces = kubectl.ok(&["get", "namespaces"]).await;
    let line = namespaces
        .lines()
        .find(|line| line.starts_with("team-vision "))
        .expect("a profile's namespace");
    assert_eq!(line.split_whitespace().nth(1), Some("Active"), "{line}");
    let labelled = kubectl
        .ok(&[
            "get",
            "ns",
            "-l",
            "app.kubernetes.io/part-of=kubeflow-profile",
            "-o",
            "name",
        ])
        .await;
    assert_eq!(labelled.lines().count(), 4, "{labelled}");
    let resources = kubectl
        .ok(&["api-resources", "--verbs=list", "-o", "name"])
        .await;
    for resource in [
        "pods",
        "workflows.argoproj.io",
        "rolebindings.rbac.authorization.k8s.io",
    ] {
        assert!(
            resources.lines().any(|line| line == resource),
            "{resources}"
        );
    }
    let wide = kubectl
        .ok(&["get", "rolebindings", "-A", "-o", "wide"])
        .await;
    assert!(wide.contains("viewer@example.com"), "{wide}");
    let missing = kubectl.fails(&["get", "configmap", "nothing"]).await;
    assert_eq!(
        missing.trim(),
        "Error from server (NotFound): configmaps \"nothing\" not found"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn rights_are_asked_given_and_taken() {
    if !is_here() {
        return;
    }
    let sandbox = sandbox().await;
    let administrator = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let guest = Kubectl::of(&sandbox, &KubernetesUser::person("newcomer@example.com"));
    let question = ["auth", "can-i", "list", "pods", "-n", "team-nlp"];
    assert_eq!(guest.fails(&question).await.trim(), "no");

    let file = administrator.file(&binding("newcomer@example.com"));
    let made = administrator.ok(&["apply", "-f", &file]).await;
    assert_eq!(
        made.trim(),
        "rolebinding.rbac.authorization.k8s.io/guests created"
    );
    assert_eq!(guest.ok(&question).await.trim(), "yes");
    let rules = guest
        .ok(&["auth", "can-i", "--list", "-n", "team-nlp"])
        .await;
    assert!(rules.contains("workflows.argoproj.io"), "{rules}");
    guest.ok(&["get", "pods", "-n", "team-nlp"]).await;
    let again = administrator.ok(&["apply", "-f", &file]).await;
    assert!(again.trim().ends_with("unchanged"), "{again}");

    let file = administrator.file(&binding("somebody-else@example.com"));
    let changed = administrator.ok(&["apply", "-f", &file]).await;
    assert!(changed.trim().ends_with("configured"), "{changed}");
    let refused = guest.fails(&["get", "pods", "-n", "team-nlp"]).await;
    assert_eq!(
        refused.trim(),
        "Error from server (Forbidden): pods is forbidden: User \"newcomer@example.com\" cannot list resource \"pods\" \
         in API group \"\" in the namespace \"team-nlp\""
    );
    let server_side = administrator
        .ok(&["apply", "--server-side", "--force-conflicts", "-f", &file])
        .await;
    assert!(server_side.contains("serverside-applied"), "{server_side}");
    let dry = ["delete", "-f", &file, "--dry-run=server"];
    administrator.ok(&dry).await;
    let gone = administrator.ok(&["delete", "-f", &file]).await;
    assert!(gone.contains("\"guests\" deleted"), "{gone}");
    administrator
        .fails(&["get", "rolebinding", "guests", "-n", "team-nlp"])
        .await;
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_token_from_kubectl_is_good_at_kfp() {
    if !is_here() {
        return;
    }
    let sandbox = sandbox().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let token = kubectl
        .ok(&[
            "create",
            "token",
            "default-editor",
            "--audience",
            "pipelines.kubeflow.org",
            "--duration",
            "20m",
        ])
        .await;
    let review = json!({"spec": {"token": token.trim(), "audiences": ["pipelines.kubeflow.org"]}});
    let api = Api::administrator(&sandbox);
    let reviews = "/apis/authentication.k8s.io/v1/tokenreviews";
    let review = api.create(reviews, &review).await.ok();
    assert_eq!(
        review["status"]["user"]["username"],
        format!("system:serviceaccount:{NAMESPACE}:default-editor")
    );
    let short = kubectl
        .fails(&["create", "token", "default-editor", "--duration", "1m"])
        .await;
    assert!(
        short.contains("may not specify a duration less than 10 minutes"),
        "{short}"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn objects_are_made_changed_and_watched() {
    if !is_here() {
        return;
    }
    let sandbox = sandbox().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let (_child, mut lines) = kubectl.start(&["get", "configmaps", "-w", "-o", "name"]);
    kubectl
        .ok(&["create", "configmap", "first", "--from-literal=a=1"])
        .await;
    let line = lines.next_line().await.unwrap();
    assert_eq!(line.as_deref(), Some("configmap/first"));
    kubectl
        .ok(&["label", "configmap", "first", "color=red"])
        .await;
    assert_eq!(lines.next_line().await.unwrap(), line);
    kubectl
        .ok(&[
            "patch",
            "configmap",
            "first",
            "--type=json",
            "-p",
            r#"[{"op":"add","path":"/data/b","value":"2"}]"#,
        ])
        .await;
    let data = kubectl
        .ok(&["get", "configmap", "first", "-o", "jsonpath={.data}"])
        .await;
    let data: Value = serde_json::from_str(&data).unwrap();
    assert_eq!(data, json!({"a": "1", "b": "2"}));
    kubectl.ok(&["create", "namespace", "made-by-hand"]).await;
    kubectl.ok(&["delete", "namespace", "made-by-hand"]).await;
    kubectl.ok(&["delete", "configmaps", "--all"]).await;
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_run_is_seen_as_pods_with_logs_and_events() {
    if !is_here() {
        return;
    }
    let sandbox = stepped().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::person("jbpark8@example.com"));
    let run_id = make_run(&sandbox, &json!({})).await;
    sandbox.advance(Duration::from_hours(1)).await;
    let selector = format!("pipeline/runid={run_id}");
    let table = kubectl.ok(&["get", "pods", "-l", &selector]).await;
    let heading: Vec<&str> = table.lines().next().unwrap().split_whitespace().collect();
    assert_eq!(heading, ["NAME", "READY", "STATUS", "RESTARTS", "AGE"]);
    let pod = table
        .lines()
        .find(|line| line.contains("system-container-impl"))
        .expect("a pod of user code");
    let cells: Vec<&str> = pod.split_whitespace().collect();
    assert_eq!(cells[1..4], ["0/2", "Completed", "0"], "{pod}");
    let name = cells[0];

    let log = kubectl.ok(&["logs", name]).await;
    assert!(log.lines().count() > 1, "{log}");
    let tail = kubectl.ok(&["logs", name, "-c", "main", "--tail=1"]).await;
    assert!(log.ends_with(&tail) && tail.lines().count() == 1, "{tail}");
    let followed = kubectl.ok(&["logs", "-f", "--timestamps", name]).await;
    assert_eq!(followed.lines().count(), log.lines().count());
    let described = kubectl.ok(&["describe", "pod", name]).await;
    for part in [
        "Controlled By:",
        "Exit Code:    0",
        "default-scheduler",
        "Successfully assigned",
    ] {
        assert!(described.contains(part), "{part}: {described}");
    }
    let workflows = kubectl.ok(&["get", "wf", "-l", &selector]).await;
    assert!(
        workflows.lines().nth(1).unwrap().contains("Succeeded"),
        "{workflows}"
    );
    let events = kubectl.ok(&["get", "events"]).await;
    assert!(events.contains(&format!("pod/{name}")), "{events}");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_log_is_followed_while_its_pod_runs() {
    if !is_here() {
        return;
    }
    let sandbox = stepped().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let run_id = make_run(&sandbox, &json!({})).await;
    let selector = format!("pipeline/runid={run_id}");
    let api = Api::administrator(&sandbox);
    let pods = format!("/api/v1/namespaces/{NAMESPACE}/pods");
    let target = format!(
        "{pods}?labelSelector={}&fieldSelector=status.phase%3DRunning",
        selector.replace('=', "%3D")
    );
    let mut running = String::new();
    for _ in 0..120 {
        sandbox.advance(Duration::from_secs(1)).await;
        let list = api.get(&target).await.ok();
        let names = list["items"].as_array().unwrap().iter();
        let mut names = names.map(|pod| pod["metadata"]["name"].as_str().unwrap());
        let Some(name) = names.find(|name| name.contains("system-container-impl")) else {
            continue;
        };
        let log = api.get(&format!("{pods}/{name}/log?container=main")).await;
        if log.ok() != "" {
            name.clone_into(&mut running);
            break;
        }
    }
    assert!(!running.is_empty(), "a pod of user code has said something");
    let (mut child, mut lines) = kubectl.start(&["logs", "-f", &running]);
    let first = lines.next_line().await.unwrap();
    assert!(first.is_some());
    sandbox.advance(Duration::from_hours(1)).await;
    let mut count = 1;
    while lines.next_line().await.unwrap().is_some() {
        count += 1;
    }
    assert!(count > 2, "{count} lines");
    assert!(child.wait().await.unwrap().success());
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_role_given_with_kubectl_opens_kfp() {
    if !is_here() {
        return;
    }
    let sandbox = sandbox().await;
    let kubectl = Kubectl::of(&sandbox, &KubernetesUser::administrator());
    let user = "newcomer@example.com";
    let list = "/apis/v2beta1/runs?namespace=team-audio&page_size=1";
    let status = async || kfp(&sandbox, user, Method::GET, list, &Value::Null).await.0;
    assert_eq!(status().await, 403);
    kubectl
        .ok(&[
            "create",
            "rolebinding",
            "guest",
            "-n",
            "team-audio",
            "--clusterrole=kubeflow-view",
            "--user",
            user,
        ])
        .await;
    assert_eq!(status().await, 200);
    kubectl
        .ok(&["delete", "rolebinding", "guest", "-n", "team-audio"])
        .await;
    assert_eq!(status().await, 403);
    sandbox.shutdown().await;
}
