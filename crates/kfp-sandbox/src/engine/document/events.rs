//! Events as the cluster holds them.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::timestamp;
use crate::engine::kubelet::Pod;
use crate::engine::program::seed;
use crate::engine::run::WorkflowRun;

struct Event<'a> {
    namespace: &'a str,
    object: Value,
    name: &'a str,
    at: OffsetDateTime,
    is_warning: bool,
    reason: &'a str,
    message: &'a str,
    component: &'a str,
    index: usize,
}

fn document(event: &Event<'_>) -> Value {
    let number = seed(&[event.name, event.reason, &event.index.to_string()]);
    let at = timestamp(event.at);
    json!({
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {
            "name": format!("{}.{number:016x}", event.name),
            "namespace": event.namespace,
            "creationTimestamp": at,
        },
        "involvedObject": event.object,
        "type": if event.is_warning { "Warning" } else { "Normal" },
        "reason": event.reason,
        "message": event.message,
        "source": {"component": event.component},
        "firstTimestamp": at,
        "lastTimestamp": at,
        "count": 1,
    })
}

/// The events of the controller about a run's Workflow.
pub fn workflow_events(run: &WorkflowRun) -> Vec<Value> {
    let object = json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Workflow",
        "name": run.workflow_name(),
        "namespace": run.namespace(),
        "uid": run.uid,
    });
    let events = run.events().iter().enumerate();
    events
        .map(|(index, event)| {
            document(&Event {
                namespace: run.namespace(),
                object: object.clone(),
                name: run.workflow_name(),
                at: event.at,
                is_warning: event.is_warning,
                reason: &event.reason,
                message: &event.message,
                component: "workflow-controller",
                index,
            })
        })
        .collect()
}

/// The events of scheduler and kubelet about a pod.
pub fn pod_events(run: &WorkflowRun, pod: &Pod) -> Vec<Value> {
    let events = pod.events.iter().enumerate();
    events
        .map(|(index, event)| {
            let mut object = json!({
                "apiVersion": "v1", "kind": "Pod", "name": pod.name, "namespace": run.namespace(), "uid": pod.uid,
            });
            if let (Some(object), Some(container)) = (object.as_object_mut(), &event.container) {
                object.insert("fieldPath".to_owned(), json!(format!("spec.containers{{{container}}}")));
            }
            document(&Event {
                namespace: run.namespace(),
                object,
                name: &pod.name,
                at: event.at,
                is_warning: event.is_warning,
                reason: &event.reason,
                message: &event.message,
                component: &event.component,
                index,
            })
        })
        .collect()
}
