//! The Workflow object.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Map, Value, json};

use super::node::node_document;
use super::templates::workflow_spec;
use super::timestamp;
use crate::engine::controller::{Shape, WorkflowPhase};
use crate::engine::node::NodeType;
use crate::engine::run::WorkflowRun;

/// The Workflow of a run as the cluster holds it.
pub fn workflow_document(run: &WorkflowRun) -> Value {
    let mut status = status(run);
    let nodes = nodes(run);
    if run.report().is_frozen {
        status.insert("compressedNodes".to_owned(), json!(compressed(&nodes)));
    } else {
        status.insert("nodes".to_owned(), nodes);
    }
    let mut spec = workflow_spec(run);
    if let Some(spec) = spec.as_object_mut() {
        if run.state.terminated {
            spec.insert("activeDeadlineSeconds".to_owned(), json!(0));
        }
        if run.state.shape == Shape::Stock {
            let strategy = json!({"retryStrategy": {"limit": "2", "retryPolicy": "OnError"}});
            spec.insert("templateDefaults".to_owned(), strategy);
        }
    }
    json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Workflow",
        "metadata": metadata(run),
        "spec": spec,
        "status": status,
    })
}

fn metadata(run: &WorkflowRun) -> Value {
    let mut annotations = Map::from_iter([
        (
            "pipelines.kubeflow.org/run_name".to_owned(),
            json!(run.display_name),
        ),
        (
            "workflows.argoproj.io/pod-name-format".to_owned(),
            json!("v2"),
        ),
    ]);
    if run.retry_generation > 0 {
        annotations.insert(
            "pipelines.kubeflow.org/retry-generation".to_owned(),
            json!(run.retry_generation.to_string()),
        );
    }
    let mut labels = Map::from_iter([("pipeline/runid".to_owned(), json!(run.run_id))]);
    if run.phase().is_end() {
        labels.insert("pipeline/persistedFinalState".to_owned(), json!("true"));
    }
    if run.phase() != WorkflowPhase::Pending {
        labels.insert(
            "workflows.argoproj.io/completed".to_owned(),
            json!(run.phase().is_end().to_string()),
        );
        labels.insert(
            "workflows.argoproj.io/phase".to_owned(),
            json!(format!("{:?}", run.phase())),
        );
    }
    json!({
        "name": run.workflow_name(),
        "generateName": format!("{}-", run.compiled.pipeline),
        "namespace": run.namespace(),
        "uid": run.uid,
        "creationTimestamp": timestamp(run.state.created_at),
        "generation": run.events().len() + 1,
        "annotations": annotations,
        "labels": labels,
    })
}

fn status(run: &WorkflowRun) -> Map<String, Value> {
    let mut status = Map::new();
    if run.phase() == WorkflowPhase::Pending {
        return status;
    }
    let is_running = run.nodes().iter().any(|node| {
        node.node_type == NodeType::Pod && node.phase == crate::engine::node::Phase::Running
    });
    let truth = |is_true: bool| if is_true { "True" } else { "False" };
    let mut conditions = vec![json!({"status": truth(is_running), "type": "PodRunning"})];
    if run.phase().is_end() {
        conditions.push(json!({"status": "True", "type": "Completed"}));
    }
    let progress = run
        .nodes()
        .named(run.workflow_name())
        .map(|node| node.progress)
        .unwrap_or_default();
    status.insert("phase".to_owned(), json!(format!("{:?}", run.phase())));
    status.insert(
        "progress".to_owned(),
        json!(format!("{}/{}", progress.0, progress.1)),
    );
    status.insert(
        "startedAt".to_owned(),
        run.state
            .started_at
            .map_or(Value::Null, |at| json!(timestamp(at))),
    );
    status.insert(
        "finishedAt".to_owned(),
        run.state
            .finished_at
            .map_or(Value::Null, |at| json!(timestamp(at))),
    );
    status.insert("conditions".to_owned(), json!(conditions));
    status.insert("artifactGCStatus".to_owned(), json!({"notSpecified": true}));
    status.insert(
        "artifactRepositoryRef".to_owned(),
        artifact_repository(run.namespace()),
    );
    if run.phase().is_end()
        && let Some(message) = run
            .nodes()
            .named(run.workflow_name())
            .map(|node| &node.message)
            .filter(|text| !text.is_empty())
    {
        status.insert("message".to_owned(), json!(message));
    }
    status
}

fn artifact_repository(namespace: &str) -> Value {
    let date = "{{workflow.creationTimestamp.Y}}/{{workflow.creationTimestamp.m}}/{{workflow.creationTimestamp.d}}";
    json!({
        "artifactRepository": {
            "archiveLogs": true,
            "s3": {
                "accessKeySecret": {"key": "accesskey", "name": "mlpipeline-minio-artifact"},
                "bucket": "mlpipeline",
                "endpoint": format!("seaweedfs.{namespace}.svc:9000"),
                "insecure": true,
                "keyFormat": format!("private-artifacts/{{{{workflow.namespace}}}}/{{{{workflow.name}}}}/{date}/{{{{pod.name}}}}"),
                "secretKeySecret": {"key": "secretkey", "name": "mlpipeline-minio-artifact"},
            },
        },
        "default": true,
    })
}

pub(super) fn nodes(run: &WorkflowRun) -> Value {
    let nodes = run.nodes().iter();
    Value::Object(
        nodes
            .map(|node| {
                (
                    node.id.clone(),
                    node_document(node, run.workflow_name(), &run.compiled),
                )
            })
            .collect(),
    )
}

/// Nodes as the controller offloads them: gzip in base64.
fn compressed(nodes: &Value) -> String {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let written = encoder.write_all(nodes.to_string().as_bytes());
    let packed = written.and_then(|()| encoder.finish());
    packed
        .map(|bytes| STANDARD.encode(bytes))
        .unwrap_or_default()
}
