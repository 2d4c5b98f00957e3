//! The names under which components are kept among a workflow's arguments.

use std::fmt::Write as _;

use ring::digest::{SHA256, digest};
use serde_json::{Map, Value};

use crate::engine::spec::{ComponentBody, PipelineSpec, canonical, escape};

/// The key of a component: the hash of its container, so that equal containers are kept once; its name if it has none.
pub(super) fn component_key(spec: &PipelineSpec, name: &str) -> String {
    container(spec, name).map_or_else(|| name.to_owned(), hash)
}

fn container<'a>(spec: &'a PipelineSpec, name: &str) -> Option<&'a Value> {
    match &spec.component(name)?.body {
        ComponentBody::Executor(label) => spec.executor_json.get(label)?.get("container"),
        ComponentBody::Dag(_) => None,
    }
}

/// The order in which Go writes the fields of the container's message.
const FIELDS: [&str; 6] = ["image", "command", "args", "lifecycle", "resources", "env"];

/// The same for its resources, with the names that Go gives them.
const RESOURCE_FIELDS: [(&str, &str); 9] = [
    ("cpuLimit", "cpu_limit"),
    ("memoryLimit", "memory_limit"),
    ("cpuRequest", "cpu_request"),
    ("memoryRequest", "memory_request"),
    ("accelerator", "accelerator"),
    ("resourceCpuLimit", "resource_cpu_limit"),
    ("resourceMemoryLimit", "resource_memory_limit"),
    ("resourceCpuRequest", "resource_cpu_request"),
    ("resourceMemoryRequest", "resource_memory_request"),
];

const ACCELERATOR_FIELDS: [(&str, &str); 4] = [
    ("type", "type"),
    ("count", "count"),
    ("resourceType", "resource_type"),
    ("resourceCount", "resource_count"),
];

fn hash(container: &Value) -> String {
    let mut ordered = Map::new();
    for field in FIELDS {
        let Some(value) = container.get(field) else {
            continue;
        };
        let value = if field == "resources" {
            renamed(value, &RESOURCE_FIELDS)
        } else {
            value.clone()
        };
        ordered.insert(field.to_owned(), value);
    }
    let text = escape(&Value::Object(ordered).to_string());
    digest(&SHA256, text.as_bytes()).as_ref().iter().fold(
        String::with_capacity(64),
        |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        },
    )
}

fn renamed(message: &Value, fields: &[(&str, &str)]) -> Value {
    let members = fields.iter().filter_map(|(name, go_name)| {
        let value = message.get(*name)?;
        let value = match *name {
            "accelerator" => renamed(value, &ACCELERATOR_FIELDS),
            // JSON writes 64 bits as a text, Go's structure holds a number.
            "count" => whole_number(value),
            _ => canonical(value),
        };
        Some(((*go_name).to_owned(), value))
    });
    Value::Object(members.collect())
}

fn whole_number(value: &Value) -> Value {
    let number = value.as_str().and_then(|text| text.parse::<i64>().ok());
    number.map_or_else(|| canonical(value), Value::from)
}
