//! As much of the structural schemas of Kubernetes' custom resources as Istio's definitions use.

use serde_json::Value;

/// What is wrong with a value, each with its place; nothing if it fits.
pub(crate) fn complaints(schema: &Value, value: &Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    is_of_type(schema, value, at, &mut found);
    is_within(schema, value, at, &mut found);
    combines(schema, value, at, &mut found);
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let at = format!("{at}.{name}");
                match (
                    schema["properties"].get(name),
                    &schema["additionalProperties"],
                ) {
                    (Some(schema), _) => found.extend(complaints(schema, member, &at)),
                    (None, Value::Object(_)) => {
                        found.extend(complaints(&schema["additionalProperties"], member, &at));
                    }
                    (None, Value::Bool(true)) => {}
                    _ if schema["x-kubernetes-preserve-unknown-fields"] == true => {}
                    // A part of a combination names the members that it is about and no others.
                    _ if schema.get("type").is_none() => {}
                    _ => found.push(format!("{at} is unknown")),
                }
            }
        }
        Value::Array(items) if schema.get("items").is_some() => {
            for (index, item) in items.iter().enumerate() {
                found.extend(complaints(
                    &schema["items"],
                    item,
                    &format!("{at}[{index}]"),
                ));
            }
        }
        _ => {}
    }
    found
}

fn is_of_type(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if schema["x-kubernetes-int-or-string"] == true {
        if !value.is_string() && !value.is_i64() {
            found.push(format!("{at} is neither a number nor a text"));
        }
        return;
    }
    let fits = match schema["type"].as_str() {
        None => true,
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64() || value.is_u64(),
        Some("number") => value.is_number(),
        Some(other) => panic!("{at}: the schema has a type {other}"),
    };
    let is_absent = value.is_null() && schema["nullable"] == true;
    if !fits && !is_absent {
        found.push(format!("{at} is no {}", schema["type"]));
    }
}

fn is_within(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(choices) = schema["enum"].as_array()
        && !choices.contains(value)
    {
        found.push(format!("{at} is none of {}", schema["enum"]));
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        if value.is_object() && value.get(name.as_str().unwrap()).is_none() {
            found.push(format!("{at} lacks {name}"));
        }
    }
    let size = match value {
        Value::Array(items) => Some((items.len(), "Items")),
        Value::Object(members) => Some((members.len(), "Properties")),
        Value::String(text) => Some((text.chars().count(), "Length")),
        _ => None,
    };
    if let Some((size, of)) = size {
        let limit = |which: &str| schema[format!("{which}{of}")].as_u64();
        if limit("min") > Some(size as u64) || limit("max").is_some_and(|most| size as u64 > most) {
            found.push(format!("{at} has the wrong size"));
        }
    }
    if let Some(number) = value.as_f64()
        && (schema["minimum"]
            .as_f64()
            .is_some_and(|least| number < least)
            || schema["maximum"].as_f64().is_some_and(|most| number > most))
    {
        found.push(format!("{at} is out of range"));
    }
}

fn combines(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    let fitting = |parts: &Value| {
        let parts = parts.as_array().unwrap();
        parts
            .iter()
            .filter(|part| complaints(part, value, at).is_empty())
            .count()
    };
    if schema.get("oneOf").is_some_and(|parts| fitting(parts) != 1) {
        found.push(format!("{at} does not fit exactly one of several forms"));
    }
    if schema.get("anyOf").is_some_and(|parts| fitting(parts) == 0) {
        found.push(format!("{at} fits none of several forms"));
    }
    if schema
        .get("allOf")
        .is_some_and(|parts| fitting(parts) != parts.as_array().unwrap().len())
    {
        found.push(format!("{at} does not fit all of several forms"));
    }
    if schema
        .get("not")
        .is_some_and(|part| complaints(part, value, at).is_empty())
    {
        found.push(format!("{at} has a form that is not allowed"));
    }
}
