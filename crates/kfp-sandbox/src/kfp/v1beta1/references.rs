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

/// Puts `value` under `key`, unless there is none.
pub(super) fn put(into: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        into.insert(key.to_owned(), value);
    }
}
