//! Resource references: what v1beta1 has where v2beta1 has fields.

use serde_json::{Map, Value, json};

/// The references of an object, those without an id left out.
pub(super) fn references(of: &[(&str, &str, &str)]) -> Option<Value> {
    let references: Vec<Value> = of
        .iter()
        .filter(|(_, id, _)| !id.is_empty())
        .map(|(kind, id, relationship)| {
            json!({"key": {"type": kind, "id": id}, "relationship": relationship})
        })
        .collect();
    (!references.is_empty()).then_some(Value::Array(references))
}

/// The id of the first object of a type that a message refers to; empty if it refers to none.
pub(super) fn referenced<'a>(message: &'a Map<String, Value>, kind: &str) -> &'a str {
    all(message)
        .find(|reference| reference["key"]["type"] == kind)
        .map_or("", id_of)
}

/// The id of the last object of a type that a message refers to in that relationship.
pub(super) fn related<'a>(
    message: &'a Map<String, Value>,
    kind: &str,
    relationship: &str,
) -> &'a str {
    all(message)
        .filter(|reference| {
            reference["key"]["type"] == kind && reference["relationship"] == relationship
        })
        .last()
        .map_or("", id_of)
}

fn all(message: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let references = message.get("resource_references").and_then(Value::as_array);
    references.into_iter().flatten()
}

fn id_of(reference: &Value) -> &str {
    reference["key"]["id"].as_str().unwrap_or_default()
}

/// Puts `value` under `key`, unless there is none.
pub(super) fn put(into: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        into.insert(key.to_owned(), value);
    }
}
