//! Pods, logs, events and workflows of runs.

use std::collections::BTreeSet;
use std::time::Duration;

use http::Method;
use kfp_sandbox::{Clock, KubernetesUser, Sandbox, SandboxConfig};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::api::Api;
use crate::rig::{NAMESPACE, OWNER, kfp, make_failing_run, make_run, stepped};

/// Longer than the pipeline takes.
const LONG: Duration = Duration::from_hours(1);

fn pods(run_id: &str) -> String {
    format!("/api/v1/namespaces/{NAMESPACE}/pods?labelSelector=pipeline/runid%3D{run_id}")
}

fn items(list: &Value) -> &Vec<Value> {
    list["items"].as_array().unwrap()
}

/// A pod of user code that has ended.
async fn ended_pod(api: &Api, run_id: &str) -> String {
    let list = api.get(&pods(run_id)).await.ok();
    let pod = items(&list)
        .iter()
        .find(|pod| {
            pod["metadata"]["name"]
                .as_str()
                .unwrap()
                .contains("system-container-impl")
        })
        .expect("a pod of user code");
    assert_eq!(pod["status"]["phase"], "Succeeded");
    pod["metadata"]["name"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn pods_come_and_end_as_their_run_goes_on() {
    let sandbox = stepped().await;
    let owner = KubernetesUser::person("jbpark8@example.com");
    let api = Api::of(&sandbox, &owner);
    let run_id = make_run(&sandbox, &json!({})).await;
    let list = api.get(&pods(&run_id)).await.ok();
    assert!(items(&list).is_empty());
    let version = list["metadata"]["resourceVersion"].as_str().unwrap();
    let target = format!("{}&watch=1&resourceVersion={version}", pods(&run_id));
    let mut watch = api.watch(&target).await;
    sandbox.advance(LONG).await;

    let mut told = BTreeSet::new();
    let list = api.get(&pods(&run_id)).await.ok();
    assert!(items(&list).len() > 4, "{}", items(&list).len());
    while told.len() < items(&list).len() {
        let (event, pod) = watch.event().await;
        assert!(["ADDED", "MODIFIED"].contains(&event.as_str()), "{event}");
        told.insert(pod["metadata"]["name"].as_str().unwrap().to_owned());
    }
    for pod in items(&list) {
        assert_eq!(pod["status"]["phase"], "Succeeded");
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_workflow_is_told_from_pending_to_its_end() {
    let sandbox = stepped().await;
    let api = Api::administrator(&sandbox);
    let target = format!(
        "/apis/argoproj.io/v1alpha1/namespaces/{NAMESPACE}/workflows?watch=1&labelSelector=pipeline/runid"
    );
    let run_id = make_run(&sandbox, &json!({})).await;
    let one = target.replace("runid", &format!("runid%3D{run_id}"));
    let mut watch = api.watch(&one).await;
    let (event, workflow) = watch.event().await;
    assert_eq!(
        (event.as_str(), &workflow["kind"]),
        ("ADDED", &json!("Workflow"))
    );
    assert_eq!(workflow["status"].get("phase"), None);
    sandbox.advance(Duration::from_secs(5)).await;
    assert_eq!(watch.event().await.1["status"]["phase"], "Running");
    sandbox.advance(LONG).await;
    let mut phase = json!("Running");
    while phase == "Running" {
        phase = watch.event().await.1["status"]["phase"].clone();
    }
    assert_eq!(phase, "Succeeded");
    // A day after its end it leaves the cluster with its pods.
    sandbox.advance(Duration::from_hours(25)).await;
    assert!(items(&api.get(&pods(&run_id)).await.ok()).is_empty());
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_log_is_cut_as_asked() {
    let sandbox = stepped().await;
    let api = Api::administrator(&sandbox);
    let run_id = make_run(&sandbox, &json!({})).await;
    sandbox.advance(LONG).await;
    let pod = ended_pod(&api, &run_id).await;
    let log = |query: &str| format!("/api/v1/namespaces/{NAMESPACE}/pods/{pod}/log?{query}");
    let text = |answer: Value| answer.as_str().unwrap().to_owned();

    let whole = text(api.get(&log("container=main")).await.ok());
    let lines: Vec<&str> = whole.lines().collect();
    assert!(lines.len() > 2, "{whole}");
    let tail = text(api.get(&log("container=main&tailLines=1")).await.ok());
    assert_eq!(tail.lines().collect::<Vec<_>>(), lines[lines.len() - 1..]);
    assert_eq!(
        text(api.get(&log("container=main&tailLines=0")).await.ok()),
        ""
    );
    let cut = text(api.get(&log("container=main&limitBytes=5")).await.ok());
    assert_eq!(cut, whole[..5]);
    let stamped = text(api.get(&log("container=main&timestamps=true")).await.ok());
    let (time, rest) = stamped.lines().last().unwrap().split_once(' ').unwrap();
    assert!(time.starts_with("2026-11-25T12:"), "{time}");
    assert_eq!(rest, lines[lines.len() - 1]);
    let since = text(
        api.get(&log(&format!("container=main&sinceTime={time}")))
            .await
            .ok(),
    );
    assert!(!since.is_empty() && since.len() < whole.len(), "{since}");
    assert_eq!(
        text(api.get(&log("container=main&sinceSeconds=60")).await.ok()),
        ""
    );
    // Before the beginning of time is before every line.
    for seconds in [1_000_000_000_000, i64::MAX] {
        let query = format!("container=main&sinceSeconds={seconds}");
        assert_eq!(text(api.get(&log(&query)).await.ok()), whole);
    }
    assert_ne!(text(api.get(&log("container=wait")).await.ok()), whole);
    // Followed, the log of a pod that has ended ends.
    let followed = text(api.get(&log("container=main&follow=true")).await.ok());
    assert_eq!(followed, whole);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_single_user_server_reads_the_logs_of_pods() {
    let mut config = SandboxConfig::default();
    config.multi_user = false;
    config.clock = Clock::stepped(datetime!(2026-11-25 12:00 UTC));
    let sandbox = Sandbox::start(config).await.unwrap();
    let api = Api::administrator(&sandbox);
    let target = "/apis/v2beta1/pipelines/names/train-diamond";
    let (_, pipeline) = kfp(&sandbox, OWNER, Method::GET, target, &Value::Null).await;
    let run = json!({
        "display_name": "logged",
        "pipeline_version_reference": {"pipeline_id": pipeline["pipeline_id"]},
    });
    let (_, run) = kfp(&sandbox, OWNER, Method::POST, "/apis/v2beta1/runs", &run).await;
    let run_id = run["run_id"].as_str().unwrap();
    sandbox.advance(LONG).await;
    let pods = "/api/v1/namespaces/kubeflow/pods";
    let list = format!("{pods}?labelSelector=pipeline/runid%3D{run_id}");
    let list = api.get(&list).await.ok();
    let names = items(&list)
        .iter()
        .map(|pod| pod["metadata"]["name"].as_str().unwrap());
    let pod = names
        .into_iter()
        .find(|name| name.contains("system-container-impl"))
        .expect("a pod of user code");
    let wanted = api
        .get(&format!("{pods}/{pod}/log?container=main"))
        .await
        .ok();
    let target = format!("/apis/v1alpha1/runs/{run_id}/nodes/{pod}/log");
    let (_, log) = kfp(&sandbox, OWNER, Method::GET, &target, &Value::Null).await;
    assert_eq!(log, wanted);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_log_that_cannot_be_read_says_why() {
    let sandbox = stepped().await;
    let api = Api::administrator(&sandbox);
    let run_id = make_run(&sandbox, &json!({})).await;
    sandbox.advance(LONG).await;
    let pod = ended_pod(&api, &run_id).await;
    let log = |query: &str| format!("/api/v1/namespaces/{NAMESPACE}/pods/{pod}/log?{query}");
    let message = api.get(&log("")).await.refused(400);
    assert_eq!(
        message,
        format!(
            "a container name must be specified for pod {pod}, choose one of: [wait main] or one of the init \
             containers: [init kfp-launcher]"
        )
    );
    let message = api.get(&log("container=x")).await.refused(400);
    assert_eq!(message, format!("container x is not valid for pod {pod}"));
    let message = api
        .get(&log("container=main&previous=true"))
        .await
        .refused(400);
    assert_eq!(
        message,
        format!("previous terminated container \"main\" in pod \"{pod}\" not found")
    );
    api.get(&log("container=main&tailLines=-1"))
        .await
        .refused(422);
    api.get(&log("container=main&sinceSeconds=0"))
        .await
        .refused(422);
    api.get(&log("container=main&sinceTime=x"))
        .await
        .refused(400);
    let stranger = KubernetesUser::person("viewer@example.com");
    let stranger = Api::of(&sandbox, &stranger);
    stranger.get(&log("container=main")).await.refused(403);
    sandbox.shutdown().await;
}

/// A pod of user code of a run that fails so, ten minutes on, before it has started.
async fn waiting_pod(sandbox: &Sandbox, api: &Api, fail: &str) -> String {
    let run_id = make_failing_run(sandbox, fail).await;
    sandbox.advance(Duration::from_mins(10)).await;
    let list = api.get(&pods(&run_id)).await.ok();
    let waiting = items(&list).iter().find(|pod| {
        pod["status"]["phase"] == "Pending"
            && pod["metadata"]["name"]
                .as_str()
                .unwrap()
                .contains("system-container-impl")
    });
    let pod = waiting.expect("a pod that waits");
    pod["metadata"]["name"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_log_of_what_has_not_started_says_what_it_waits_for() {
    let sandbox = stepped().await;
    let api = Api::administrator(&sandbox);
    let pod = waiting_pod(&sandbox, &api, "train-right=image-pull").await;
    let log = |query: &str| format!("/api/v1/namespaces/{NAMESPACE}/pods/{pod}/log?{query}");
    let waits = |container: &str, why: &str| {
        format!("container \"{container}\" in pod \"{pod}\" is waiting to start: {why}")
    };
    let message = api.get(&log("container=main")).await.refused(400);
    assert_eq!(message, waits("main", "trying and failing to pull image"));
    let message = api.get(&log("container=wait")).await.refused(400);
    assert_eq!(message, waits("wait", "PodInitializing"));
    let message = api
        .get(&log("container=main&previous=true"))
        .await
        .refused(400);
    assert_eq!(
        message,
        format!("previous terminated container \"main\" in pod \"{pod}\" not found")
    );
    // No machine was found for this one, so that there is nobody to ask.
    let pod = waiting_pod(&sandbox, &api, "train-right=unschedulable").await;
    let target = format!("/api/v1/namespaces/{NAMESPACE}/pods/{pod}/log?container=main");
    for query in ["", "&previous=true", "&follow=true"] {
        let answer = api.get(&format!("{target}{query}")).await;
        assert_eq!((answer.status.as_u16(), answer.body), (204, json!("")));
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_log_is_followed_until_its_container_ends() {
    let sandbox = stepped().await;
    let api = Api::administrator(&sandbox);
    let run_id = make_run(&sandbox, &json!({})).await;
    let mut running = None;
    for _ in 0..120 {
        sandbox.advance(Duration::from_secs(1)).await;
        let list = api.get(&pods(&run_id)).await.ok();
        running = items(&list)
            .iter()
            .find(|pod| {
                pod["status"]["phase"] == "Running"
                    && pod["metadata"]["name"]
                        .as_str()
                        .unwrap()
                        .contains("system-container-impl")
            })
            .map(|pod| pod["metadata"]["name"].as_str().unwrap().to_owned());
        if running.is_some() {
            break;
        }
    }
    let pod = running.expect("a running pod");
    let target = format!("/api/v1/namespaces/{NAMESPACE}/pods/{pod}/log?container=main");
    let before = api.get(&target).await.ok();
    let mut lines = api.watch(&format!("{target}&follow=true")).await;
    sandbox.advance(LONG).await;
    let mut followed = String::new();
    while let Some(line) = lines.next().await {
        followed += &line;
        followed.push('\n');
    }
    let after = api.get(&target).await.ok();
    assert_eq!(followed, after.as_str().unwrap());
    assert!(followed.len() > before.as_str().unwrap().len());
    sandbox.shutdown().await;
}

#[tokio::test]
async fn events_are_found_by_their_pod() {
    let sandbox = stepped().await;
    let api = Api::administrator(&sandbox);
    let run_id = make_run(&sandbox, &json!({})).await;
    sandbox.advance(LONG).await;
    let pod = ended_pod(&api, &run_id).await;
    let target = format!(
        "/api/v1/namespaces/{NAMESPACE}/events?fieldSelector=involvedObject.kind%3DPod,involvedObject.name%3D{pod}"
    );
    let list = api.get(&target).await.ok();
    let reasons: Vec<&str> = items(&list)
        .iter()
        .map(|event| event["reason"].as_str().unwrap())
        .collect();
    for reason in ["Scheduled", "Created", "Started"] {
        assert!(reasons.contains(&reason), "{reasons:?}");
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_deleted_pod_is_gone_and_its_run_fails() {
    let sandbox = stepped().await;
    let api = Api::administrator(&sandbox);
    let run_id = make_run(&sandbox, &json!({})).await;
    sandbox.advance(Duration::from_secs(4)).await;
    let list = api.get(&pods(&run_id)).await.ok();
    let name = items(&list)[0]["metadata"]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let target = format!("/api/v1/namespaces/{NAMESPACE}/pods/{name}");
    let (status, _) = api.open(Method::DELETE, &target, &[], "").await;
    assert_eq!(status, 200);
    api.get(&target).await.refused(404);
    api.delete(&target).await.refused(404);
    sandbox.shutdown().await;
}
