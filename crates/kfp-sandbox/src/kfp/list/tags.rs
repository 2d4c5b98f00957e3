//! Predicates on tags, which are kept apart from the rest of a filter.

use serde_json::{Map, Value, json};

use crate::kfp::call::{go_quote, text, unescape};
use crate::kfp::error::ApiError;
use crate::kfp::messages::FILTER;
use crate::wire::decode_text;

/// A tag that a listed row must carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::kfp) struct TagFilter {
    pub(super) key: String,
    pub(super) value: String,
}

/// Takes the predicates on `tags.*` out of `filter`: what is left of it, and the tags.
///
/// # Errors
/// 400 for a filter that cannot be read, or a tag compared in any way but by equality with text.
pub(in crate::kfp) fn take_tags(filter: &str) -> Result<(String, Vec<TagFilter>), ApiError> {
    if filter.is_empty() {
        return Ok((String::new(), Vec::new()));
    }
    let decoded = unescape(filter).map_err(|escape| {
        ApiError::invalid(format!(
            "failed to decode filter spec: invalid URL escape {}",
            go_quote(&escape)
        ))
    })?;
    let message = decode_text(&decoded, &FILTER)
        .map_err(|error| ApiError::invalid(format!("failed to parse filter spec: {error}")))?;
    let mut tags: Vec<TagFilter> = Vec::new();
    let mut rest = Vec::new();
    for predicate in message
        .get("predicates")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        let Value::Object(fields) = predicate else {
            continue;
        };
        match text(fields, "key").strip_prefix("tags.") {
            Some(key) => {
                let tag = read_tag(fields, key)?;
                // The last of several predicates on one tag counts.
                tags.retain(|other| other.key != tag.key);
                tags.push(tag);
            }
            None => rest.push(predicate.clone()),
        }
    }
    if tags.is_empty() {
        return Ok((filter.to_owned(), tags));
    }
    let rest = if rest.is_empty() {
        String::new()
    } else {
        escape(&json!({"predicates": rest}).to_string())
    };
    Ok((rest, tags))
}

fn read_tag(predicate: &Map<String, Value>, key: &str) -> Result<TagFilter, ApiError> {
    let full_key = go_quote(&format!("tags.{key}"));
    let operation = text(predicate, "operation");
    if operation != "EQUALS" {
        let operation = if operation.is_empty() {
            "OPERATION_UNSPECIFIED"
        } else {
            operation
        };
        return Err(ApiError::invalid(format!(
            "only EQUALS operation is supported for tag filtering, got {operation} for key {full_key}"
        )));
    }
    match predicate.get("string_value").and_then(Value::as_str) {
        Some(value) => Ok(TagFilter {
            key: key.to_owned(),
            value: value.to_owned(),
        }),
        None => Err(ApiError::invalid(format!(
            "tag filter value must be a string for key {full_key}"
        ))),
    }
}

fn escape(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
