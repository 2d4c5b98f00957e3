//! A node in the workflow's status.

use serde_json::{Map, Value, json};

use super::timestamp;
use crate::engine::node::{Node, NodeOutputs, NodeType};
use crate::engine::template::{CompiledWorkflow, Parameter};

/// A node as the workflow's status holds it.
pub(super) fn node_document(node: &Node, workflow: &str, compiled: &CompiledWorkflow) -> Value {
    let mut document = Map::new();
    let mut put = |key: &str, value: Value| {
        document.insert(key.to_owned(), value);
    };
    put("id", json!(node.id));
    put("name", json!(node.name));
    put("displayName", json!(node.display_name));
    put("type", json!(node.node_type.to_string()));
    put("templateName", json!(node.template));
    put("templateScope", json!(format!("local/{workflow}")));
    put("phase", json!(node.phase.to_string()));
    if let Some(boundary) = &node.boundary_id {
        put("boundaryID", json!(boundary));
    }
    if !node.message.is_empty() {
        put("message", json!(node.message));
    }
    put("startedAt", json!(timestamp(node.started_at)));
    put(
        "finishedAt",
        node.finished_at
            .map_or(Value::Null, |at| json!(timestamp(at))),
    );
    if node.progress.1 > 0 {
        put(
            "progress",
            json!(format!("{}/{}", node.progress.0, node.progress.1)),
        );
    }
    if !node.inputs.is_empty() {
        put(
            "inputs",
            json!({"parameters": node.inputs.iter().map(parameter).collect::<Vec<_>>()}),
        );
    }
    if let Some(outputs) = &node.outputs {
        put("outputs", outputs_document(outputs, node, compiled));
    }
    if !node.children.is_empty() {
        put("children", json!(node.children));
    }
    if !node.outbound.is_empty() {
        put("outboundNodes", json!(node.outbound));
    }
    if let Some(host) = &node.host {
        put("hostNodeName", json!(host));
    }
    if node.hooked || node.retried {
        put("nodeFlag", flags(node));
    }
    if let Some(synced) = node.synced.filter(|_| node.node_type == NodeType::Pod) {
        put("taskResultSynced", json!(synced));
    }
    Value::Object(document)
}

fn flags(node: &Node) -> Value {
    let flags = [("hooked", node.hooked), ("retried", node.retried)];
    Value::Object(
        flags
            .into_iter()
            .filter(|(_, is_set)| *is_set)
            .map(|(name, _)| (name.to_owned(), json!(true)))
            .collect(),
    )
}

fn parameter(parameter: &Parameter) -> Value {
    serde_json::to_value(parameter).unwrap_or_default()
}

fn outputs_document(outputs: &NodeOutputs, node: &Node, compiled: &CompiledWorkflow) -> Value {
    let mut document = Map::new();
    if let Some(key) = &outputs.log_key {
        document.insert(
            "artifacts".to_owned(),
            json!([{"name": "main-logs", "s3": {"key": key}}]),
        );
    }
    if let Some(code) = outputs.exit_code {
        document.insert("exitCode".to_owned(), json!(code.to_string()));
    }
    let declared = compiled
        .template(&node.template)
        .map(|template| template.outputs.as_slice())
        .unwrap_or_default();
    let parameters: Vec<Value> = outputs
        .parameters
        .iter()
        .map(|output| {
            let declared = declared
                .iter()
                .find(|declared| declared.name == output.name);
            let mut value = Map::new();
            if let Some(default) = declared.and_then(|declared| declared.default.as_ref()) {
                value.insert("default".to_owned(), json!(default));
            }
            value.insert("name".to_owned(), json!(output.name));
            value.insert("value".to_owned(), json!(output.value));
            let mut from = Map::new();
            if let Some(default) = declared.and_then(|declared| declared.file_default.as_ref()) {
                from.insert("default".to_owned(), json!(default));
            }
            from.insert(
                "path".to_owned(),
                json!(format!("/tmp/outputs/{}", output.name)),
            );
            value.insert("valueFrom".to_owned(), Value::Object(from));
            Value::Object(value)
        })
        .collect();
    if !parameters.is_empty() {
        document.insert("parameters".to_owned(), Value::Array(parameters));
    }
    Value::Object(document)
}
