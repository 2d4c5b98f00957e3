//! The parameters that a run gives its pipeline.

use serde_json::{Map, Value};

use crate::kfp::error::ApiError;

/// Checks `given` against the spec's `inputs`.
///
/// # Errors
/// 400 for a missing or unknown parameter, or a value of the wrong type.
pub(in crate::kfp) fn check_parameters(
    inputs: &Map<String, Value>,
    given: &Map<String, Value>,
) -> Result<(), ApiError> {
    for (name, input) in inputs {
        match given.get(name) {
            Some(value) => check_value(name, input, value)?,
            None if input["isOptional"] == true || input.get("defaultValue").is_some() => {}
            None => {
                return Err(ApiError::invalid(format!(
                    "parameter {name} is not optional, yet has neither default value nor user provided value"
                )));
            }
        }
    }
    let unknown: Vec<&str> = given
        .keys()
        .filter(|name| !inputs.contains_key(*name))
        .map(String::as_str)
        .collect();
    if unknown.is_empty() {
        return Ok(());
    }
    Err(ApiError::invalid(format!(
        "parameter(s) provided are not required by pipeline: {}",
        unknown.join(", ")
    )))
}

fn check_value(name: &str, input: &Value, value: &Value) -> Result<(), ApiError> {
    let (wanted, fits, found) = match input["parameterType"].as_str().unwrap_or_default() {
        "NUMBER_DOUBLE" | "NUMBER_INTEGER" => {
            let found = "the parameter value is not of number value type";
            ("double or integer", value.is_number(), found)
        }
        "STRING" => (
            "string",
            value.is_string(),
            "the input parameter is not of string value type",
        ),
        "BOOLEAN" => (
            "bool",
            value.is_boolean(),
            "the input parameter is not of bool value type",
        ),
        "LIST" => (
            "list",
            value.is_array(),
            "the input parameter is not of list value type",
        ),
        "STRUCT" => (
            "struct",
            value.is_object(),
            "the input parameter is not of struct value type",
        ),
        "TASK_FINAL_STATUS" => {
            return Err(ApiError::invalid(format!(
                "input parameter {name} requires type TASK_FINAL_STATUS, which is invalid for root component"
            )));
        }
        "" => {
            return Err(ApiError::invalid(format!(
                "input parameter {name} has unspecified type"
            )));
        }
        _ => {
            return Err(ApiError::invalid(format!(
                "input parameter {name} requires type unknown"
            )));
        }
    };
    if !fits {
        return Err(ApiError::invalid(format!(
            "input parameter {name} requires type {wanted}, but {found}"
        )));
    }
    let Some(literals) = input["literals"]
        .as_array()
        .filter(|literals| !literals.is_empty())
    else {
        return Ok(());
    };
    if literals.contains(value) {
        return Ok(());
    }
    let allowed: Vec<String> = literals.iter().map(go_value).collect();
    Err(ApiError::invalid(format!(
        "input parameter \"{name}\" value {} does not match any of the allowed literal values: [{}]",
        go_value(value),
        allowed.join(" ")
    )))
}

/// A value as the server prints it in that message.
fn go_value(value: &Value) -> String {
    match value {
        Value::String(text) => format!("string_value:\"{text}\""),
        Value::Number(number) => format!("number_value:{number}"),
        Value::Bool(value) => format!("bool_value:{value}"),
        other => other.to_string(),
    }
}
