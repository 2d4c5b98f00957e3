//! The workflow's spec.

use serde_json::{Map, Value, json};

use crate::engine::run::WorkflowRun;
use crate::engine::template::{Body, DagTask, OutputParameter, Parameter, PodKind, Template};

/// The spec of a run's Workflow.
pub fn workflow_spec(run: &WorkflowRun) -> Value {
    let compiled = run.compiled();
    json!({
        "arguments": {"parameters": parameters(&compiled.arguments)},
        "entrypoint": "entrypoint",
        "podMetadata": {
            "annotations": {"pipelines.kubeflow.org/v2_component": "true"},
            "labels": {"pipeline/runid": run.run_id(), "pipelines.kubeflow.org/v2_component": "true"},
        },
        "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
        "serviceAccountName": run.service_account,
        "templates": compiled.templates.iter().map(|template| template_document(template, run)).collect::<Vec<_>>(),
    })
}

fn parameters(parameters: &[Parameter]) -> Value {
    parameters
        .iter()
        .map(|parameter| serde_json::to_value(parameter).unwrap_or_default())
        .collect()
}

fn template_document(template: &Template, run: &WorkflowRun) -> Value {
    let mut document = Map::new();
    let role = match &template.body {
        Body::Pod(PodKind::DagDriver | PodKind::ContainerDriver) => Some("driver"),
        Body::Pod(_) => Some("launcher"),
        Body::Dag(_) => None,
    };
    let mut annotations = Map::new();
    if let Some(role) = role {
        annotations.insert(
            "pipelines.kubeflow.org/runtime-role".to_owned(),
            json!(role),
        );
    }
    annotations.insert(
        "pipelines.kubeflow.org/v2_component".to_owned(),
        json!("true"),
    );
    annotations.insert("sidecar.istio.io/inject".to_owned(), json!("false"));
    match &template.body {
        Body::Dag(tasks) => {
            document.insert(
                "dag".to_owned(),
                json!({"tasks": tasks.iter().map(task_document).collect::<Vec<_>>()}),
            );
        }
        Body::Pod(kind) => {
            document.insert("container".to_owned(), container(*kind, run));
        }
    }
    let inputs = if template.inputs.is_empty() {
        json!({})
    } else {
        json!({"parameters": parameters(&template.inputs)})
    };
    document.insert("inputs".to_owned(), inputs);
    document.insert("metadata".to_owned(), json!({"annotations": annotations}));
    document.insert("name".to_owned(), json!(template.name));
    document.insert("outputs".to_owned(), outputs(&template.outputs));
    if let Some(limit) = template.parallelism {
        document.insert("parallelism".to_owned(), json!(limit));
    }
    if let Some(retry) = &template.retry {
        document.insert(
            "retryStrategy".to_owned(),
            json!({
                "limit": retry.limit,
                "backoff": {
                    "duration": retry.backoff_duration,
                    "factor": retry.backoff_factor,
                    "maxDuration": retry.backoff_max_duration,
                },
            }),
        );
    }
    if matches!(template.body, Body::Pod(PodKind::Executor)) {
        document.insert(
            "podSpecPatch".to_owned(),
            json!("{{inputs.parameters.pod-spec-patch}}"),
        );
    }
    Value::Object(document)
}

fn task_document(task: &DagTask) -> Value {
    let mut document = Map::new();
    document.insert(
        "arguments".to_owned(),
        json!({"parameters": parameters(&task.arguments)}),
    );
    if !task.depends.is_empty() {
        let depends: Vec<String> = task
            .depends
            .iter()
            .map(|name| format!("{name}.Succeeded"))
            .collect();
        document.insert("depends".to_owned(), json!(depends.join(" && ")));
    }
    if let Some(hook) = &task.exit_hook {
        let exit = json!({"arguments": {"parameters": parameters(&hook.arguments)}, "template": hook.template});
        document.insert("hooks".to_owned(), json!({"exit": exit}));
    }
    document.insert("name".to_owned(), json!(task.name));
    document.insert("template".to_owned(), json!(task.template));
    if let Some(when) = &task.when {
        document.insert("when".to_owned(), json!(when));
    }
    if let Some(count) = &task.sequence_count {
        document.insert("withSequence".to_owned(), json!({"count": count}));
    }
    Value::Object(document)
}

fn outputs(outputs: &[OutputParameter]) -> Value {
    if outputs.is_empty() {
        return json!({});
    }
    let parameters: Vec<Value> = outputs
        .iter()
        .map(|output| {
            let mut parameter = Map::new();
            if let Some(default) = &output.default {
                parameter.insert("default".to_owned(), json!(default));
            }
            parameter.insert("name".to_owned(), json!(output.name));
            let mut from = Map::new();
            if let Some(default) = &output.file_default {
                from.insert("default".to_owned(), json!(default));
            }
            from.insert(
                "path".to_owned(),
                json!(format!("/tmp/outputs/{}", output.name)),
            );
            parameter.insert("valueFrom".to_owned(), Value::Object(from));
            Value::Object(parameter)
        })
        .collect();
    json!({"parameters": parameters})
}

/// The container of a template; its arguments name what a real one would be given.
fn container(kind: PodKind, run: &WorkflowRun) -> Value {
    let (image, command) = match kind {
        PodKind::DagDriver | PodKind::ContainerDriver => {
            ("ghcr.io/kubeflow/kfp-driver:2.17.0", "driver")
        }
        PodKind::Importer => ("ghcr.io/kubeflow/kfp-launcher:2.17.0", "launcher-v2"),
        PodKind::Executor => {
            let word = "should-be-overridden-during-runtime";
            return json!({"command": [word], "image": format!("gcr.io/ml-pipeline/{word}"), "name": "", "resources": {}});
        }
    };
    let input = |name: &str| format!("{{{{inputs.parameters.{name}}}}}");
    let args = match kind {
        PodKind::Importer => vec![
            "--executor_type".to_owned(),
            "importer".to_owned(),
            "--task_spec".to_owned(),
            input("task"),
            "--component_spec".to_owned(),
            input("component"),
            "--importer_spec".to_owned(),
            input("importer"),
            "--pipeline_name".to_owned(),
            run.compiled().pipeline.clone(),
            "--run_id".to_owned(),
            run.run_id().to_owned(),
            "--parent_dag_id".to_owned(),
            input("parent-dag-id"),
        ],
        _ => vec![
            "--type".to_owned(),
            if kind == PodKind::DagDriver {
                input("driver-type")
            } else {
                "CONTAINER".to_owned()
            },
            "--pipeline_name".to_owned(),
            run.compiled().pipeline.clone(),
            "--run_id".to_owned(),
            run.run_id().to_owned(),
            "--run_name".to_owned(),
            "{{workflow.name}}".to_owned(),
            "--run_display_name".to_owned(),
            run.display_name().to_owned(),
            "--dag_execution_id".to_owned(),
            input("parent-dag-id"),
            "--component".to_owned(),
            input("component"),
            "--task".to_owned(),
            input("task"),
            "--task_name".to_owned(),
            input("task-name"),
            "--iteration_index".to_owned(),
            input("iteration-index"),
        ],
    };
    json!({
        "args": args,
        "command": [command],
        "image": image,
        "name": "",
        "resources": {"limits": {"cpu": "500m", "memory": "512Mi"}, "requests": {"cpu": "100m", "memory": "64Mi"}},
    })
}
