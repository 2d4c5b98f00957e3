//! A pod as the cluster holds it.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::timestamp;
use crate::engine::kubelet::{Pod, PodPhase};
use crate::engine::run::WorkflowRun;
use crate::engine::template::PodKind;

const ARGOEXEC: &str = "quay.io/argoproj/argoexec:v4.0.8";
const DRIVER: &str = "ghcr.io/kubeflow/kfp-driver:2.17.0";
const LAUNCHER: &str = "ghcr.io/kubeflow/kfp-launcher:2.17.0";

/// The image of the container `main`.
pub(crate) fn main_image(pod: &Pod) -> String {
    match pod.kind {
        PodKind::DagDriver | PodKind::ContainerDriver => DRIVER.to_owned(),
        PodKind::Importer => LAUNCHER.to_owned(),
        PodKind::Executor => patch(pod)
            .and_then(|patch| {
                patch
                    .pointer("/containers/0/image")
                    .and_then(Value::as_str)
                    .map(str::to_owned)
            })
            .unwrap_or_default(),
    }
}

fn patch(pod: &Pod) -> Option<Value> {
    let patch = pod
        .inputs
        .iter()
        .find(|input| input.name == "pod-spec-patch")?
        .value
        .as_deref()?;
    serde_json::from_str(patch).ok()
}

/// A pod of a run.
pub fn pod_document(run: &WorkflowRun, pod: &Pod) -> Value {
    json!({
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": metadata(run, pod),
        "spec": spec(run, pod),
        "status": status(pod),
    })
}

fn metadata(run: &WorkflowRun, pod: &Pod) -> Value {
    let role = match pod.kind {
        PodKind::DagDriver | PodKind::ContainerDriver => "driver",
        PodKind::Executor | PodKind::Importer => "launcher",
    };
    let is_done = run
        .nodes()
        .get(&pod.node_id)
        .is_some_and(crate::engine::node::Node::is_fulfilled);
    let mut labels = Map::from_iter([
        ("pipeline/runid".to_owned(), json!(run.run_id())),
        (
            "pipelines.kubeflow.org/v2_component".to_owned(),
            json!("true"),
        ),
        (
            "workflows.argoproj.io/completed".to_owned(),
            json!(is_done.to_string()),
        ),
        (
            "workflows.argoproj.io/workflow".to_owned(),
            json!(run.workflow_name()),
        ),
    ]);
    if pod.on_exit {
        labels.insert("workflows.argoproj.io/on-exit".to_owned(), json!("true"));
    }
    json!({
        "name": pod.name,
        "namespace": run.namespace(),
        "uid": pod.uid,
        "creationTimestamp": timestamp(pod.created_at),
        "labels": labels,
        "annotations": {
            "kubectl.kubernetes.io/default-container": "main",
            "pipelines.kubeflow.org/runtime-role": role,
            "pipelines.kubeflow.org/v2_component": "true",
            "sidecar.istio.io/inject": "false",
            "workflows.argoproj.io/node-id": pod.node_id,
            "workflows.argoproj.io/node-name": pod.node_name,
        },
        "ownerReferences": [{
            "apiVersion": "argoproj.io/v1alpha1",
            "kind": "Workflow",
            "name": run.workflow_name(),
            "uid": run.uid,
            "controller": true,
            "blockOwnerDeletion": true,
        }],
    })
}

fn spec(run: &WorkflowRun, pod: &Pod) -> Value {
    let init = json!({"name": "init", "image": ARGOEXEC, "command": ["argoexec", "init"]});
    let mut init_containers = vec![init];
    if pod.kind == PodKind::Executor {
        init_containers.push(json!({
            "name": "kfp-launcher", "image": LAUNCHER, "command": ["launcher-v2"], "args": ["--copy", "/kfp-launcher/launch"],
        }));
    }
    let mut command = vec![
        json!("/var/run/argo/argoexec"),
        json!("emissary"),
        json!("--"),
    ];
    let mut args = Value::Null;
    let words = |pointer: &str| patch(pod).and_then(|patch| patch.pointer(pointer).cloned());
    match pod.kind {
        PodKind::Executor => {
            command.extend(
                words("/containers/0/command")
                    .and_then(|words| words.as_array().cloned())
                    .unwrap_or_default(),
            );
            args = words("/containers/0/args").unwrap_or_default();
        }
        PodKind::Importer => command.push(json!("launcher-v2")),
        PodKind::DagDriver | PodKind::ContainerDriver => command.push(json!("driver")),
    }
    let mut main = json!({"name": "main", "image": main_image(pod), "command": command});
    if let (Some(main), Value::Array(_)) = (main.as_object_mut(), &args) {
        main.insert("args".to_owned(), args);
    }
    let mut spec = json!({
        "initContainers": init_containers,
        "containers": [{"name": "wait", "image": ARGOEXEC, "command": ["argoexec", "wait"]}, main],
        "restartPolicy": "Never",
        "serviceAccountName": run.service_account,
    });
    if let (Some(spec), Some(host)) = (spec.as_object_mut(), &pod.host) {
        spec.insert("nodeName".to_owned(), json!(host));
    }
    spec
}

fn status(pod: &Pod) -> Value {
    let mut status = Map::new();
    status.insert("phase".to_owned(), json!(format!("{:?}", pod.phase)));
    status.insert("qosClass".to_owned(), json!("Burstable"));
    let end = pod.end.as_ref();
    if let Some(reason) = end.and_then(|end| end.pod_reason.as_ref()) {
        status.insert("reason".to_owned(), json!(reason));
    }
    if let Some(message) = end.and_then(|end| end.pod_message.as_ref()) {
        status.insert("message".to_owned(), json!(message));
    }
    if let Some(message) = &pod.unschedulable {
        let condition = json!({"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message});
        status.insert("conditions".to_owned(), json!([condition]));
    }
    let Some(scheduled_at) = pod.scheduled_at else {
        return Value::Object(status);
    };
    status.insert("startTime".to_owned(), json!(timestamp(scheduled_at)));
    status.insert("hostIP".to_owned(), json!("192.0.2.10"));
    status.insert("conditions".to_owned(), conditions(pod, scheduled_at));
    let mut init = vec![init_status(pod, "init", ARGOEXEC, scheduled_at)];
    if pod.kind == PodKind::Executor {
        init.push(init_status(pod, "kfp-launcher", LAUNCHER, scheduled_at));
    }
    status.insert("initContainerStatuses".to_owned(), Value::Array(init));
    let containers = [("wait", ARGOEXEC.to_owned()), ("main", main_image(pod))];
    let containers = containers
        .into_iter()
        .map(|(name, image)| container_status(pod, name, &image));
    status.insert("containerStatuses".to_owned(), containers.collect());
    Value::Object(status)
}

fn conditions(pod: &Pod, scheduled_at: OffsetDateTime) -> Value {
    let is_running = pod.phase == PodPhase::Running;
    let condition = |name: &str, is_true: bool, at: Option<OffsetDateTime>| {
        json!({
            "type": name,
            "status": if is_true { "True" } else { "False" },
            "lastTransitionTime": timestamp(at.unwrap_or(scheduled_at)),
        })
    };
    let changed = pod.finished_at.or(pod.started_at);
    json!([
        condition("PodReadyToStartContainers", !pod.phase.is_end(), changed),
        condition(
            "Initialized",
            pod.initialized_at.is_some(),
            pod.initialized_at
        ),
        condition("Ready", is_running, changed),
        condition("ContainersReady", is_running, changed),
        condition("PodScheduled", true, Some(scheduled_at)),
    ])
}

fn init_status(pod: &Pod, name: &str, image: &str, started_at: OffsetDateTime) -> Value {
    let state = match pod.initialized_at {
        Some(at) => json!({"terminated": {
            "exitCode": 0, "reason": "Completed", "startedAt": timestamp(started_at), "finishedAt": timestamp(at),
        }}),
        None => json!({"waiting": {"reason": "PodInitializing"}}),
    };
    let ready = pod.initialized_at.is_some();
    json!({"name": name, "state": state, "ready": ready, "restartCount": 0, "image": image, "started": false})
}

fn container_status(pod: &Pod, name: &str, image: &str) -> Value {
    let state = match (pod.started_at, pod.finished_at) {
        (Some(started), Some(finished)) => terminated(pod, name, started, finished),
        (Some(started), None) => json!({"running": {"startedAt": timestamp(started)}}),
        (None, _) => match pod.waiting.as_ref().filter(|_| name == "main") {
            Some(waiting) if waiting.message.is_empty() => {
                json!({"waiting": {"reason": waiting.reason}})
            }
            Some(waiting) => {
                json!({"waiting": {"reason": waiting.reason, "message": waiting.message}})
            }
            None => json!({"waiting": {"reason": "PodInitializing"}}),
        },
    };
    let is_running = pod.phase == PodPhase::Running;
    json!({"name": name, "state": state, "ready": is_running, "restartCount": 0, "image": image, "started": is_running})
}

fn terminated(pod: &Pod, name: &str, started: OffsetDateTime, finished: OffsetDateTime) -> Value {
    let end = pod.end.as_ref();
    let (code, reason, message) = if name == "wait" {
        match end.and_then(|end| end.wait_failure.as_ref()) {
            Some((code, message)) => (*code, None, Some(message.clone())),
            None => (0, None, None),
        }
    } else {
        (
            end.and_then(|end| end.main_exit_code).unwrap_or(137),
            end.and_then(|end| end.main_reason.clone()),
            None,
        )
    };
    let reason = reason.unwrap_or_else(|| if code == 0 { "Completed" } else { "Error" }.to_owned());
    let mut state = json!({
        "exitCode": code, "reason": reason, "startedAt": timestamp(started), "finishedAt": timestamp(finished),
    });
    if let (Some(state), Some(message)) = (state.as_object_mut(), message) {
        state.insert("message".to_owned(), json!(message));
    }
    json!({"terminated": state})
}
