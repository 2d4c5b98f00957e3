//! Calls of v1beta1 as calls of v2beta1.

use serde_json::{Map, Value};

use crate::kfp::call::{Call, Query, unescape};
use crate::kfp::error::ApiError;

/// What a list is asked for: the objects that belong to another one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::kfp) struct Owner {
    /// `NAMESPACE`, `EXPERIMENT` and so on.
    pub(in crate::kfp) kind: &'static str,
    pub(in crate::kfp) id: String,
}

const KINDS: [&str; 6] = [
    "UNKNOWN_RESOURCE_TYPE",
    "EXPERIMENT",
    "JOB",
    "PIPELINE",
    "PIPELINE_VERSION",
    "NAMESPACE",
];

/// The owner that the query's `key` names, if any.
///
/// # Errors
/// 400 for a type that is none.
pub(in crate::kfp) fn owner(call: &Call, key: &str) -> Result<Option<Owner>, ApiError> {
    let kind = call.query.enumeration(&format!("{key}.type"), &KINDS)?;
    let id = call.query.text(&format!("{key}.id"))?.to_owned();
    if kind != KINDS[0] {
        return Ok(Some(Owner { kind, id }));
    }
    if id.is_empty() {
        return Ok(None);
    }
    Err(ApiError::invalid(format!(
        "Failed to convert unsupported v1beta1 API resource type {kind}"
    ))
    .wrap("Unrecognized resource reference type"))
}

/// The list call of v2beta1: the same page, with `scope` in the place of the owner.
///
/// # Errors
/// 400 for values given twice.
pub(super) fn list_call(call: Call, scope: &[(&str, &str)]) -> Result<Call, ApiError> {
    let mut pairs: Vec<(String, String)> = scope
        .iter()
        .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
        .collect();
    for key in ["page_token", "sort_by"] {
        pairs.push((key.to_owned(), call.query.text(key)?.to_owned()));
    }
    let size = call.query.integer("page_size")?;
    pairs.push(("page_size".to_owned(), size.to_string()));
    let filter = call.query.text("filter")?;
    pairs.push(("filter".to_owned(), newer_filter(filter)));
    Ok(Call {
        query: Query::of(pairs),
        ..call
    })
}

/// A filter of v1beta1 as one of v2beta1: `op` is `operation` there, and each version knows only its own word. What
/// cannot be read is passed on as it is, to be refused.
pub(in crate::kfp) fn newer_filter(filter: &str) -> String {
    let decoded = unescape(filter).unwrap_or_default();
    let Ok(Value::Object(mut message)) = serde_json::from_str(&decoded) else {
        return filter.to_owned();
    };
    let predicates = message.get_mut("predicates").and_then(Value::as_array_mut);
    for predicate in predicates.into_iter().flatten() {
        if let Value::Object(members) = predicate {
            *members = std::mem::take(members)
                .into_iter()
                .map(|(key, value)| match key.as_str() {
                    "op" => ("operation".to_owned(), value),
                    "operation" => ("op".to_owned(), value),
                    _ => (key, value),
                })
                .collect();
        }
    }
    let text = Value::Object(message).to_string();
    // The filter is unescaped once more where it is read.
    text.replace('%', "%25").replace('+', "%2B")
}

/// An answer of v2beta1, read.
pub(super) fn read(answer: &str) -> Map<String, Value> {
    serde_json::from_str(answer).unwrap_or_default()
}

/// A list's answer, read.
#[derive(Debug)]
pub(super) struct Listed {
    /// All but the items.
    page: Map<String, Value>,
    pub(super) items: Vec<Map<String, Value>>,
}

impl Listed {
    /// The answer with its items under `key`.
    pub(super) fn read(answer: &str, key: &str) -> Self {
        let mut page = read(answer);
        let items = match page.remove(key) {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        };
        let object = |item| match item {
            Value::Object(item) => Some(item),
            _ => None,
        };
        Self {
            page,
            items: items.into_iter().filter_map(object).collect(),
        }
    }

    /// The answer of v1beta1: each item in its older shape, under `key`.
    pub(super) fn answer(
        self,
        key: &str,
        convert: impl FnMut(Map<String, Value>) -> Map<String, Value>,
    ) -> String {
        let mut page = self.page;
        let items: Vec<Value> = self
            .items
            .into_iter()
            .map(convert)
            .map(Value::Object)
            .collect();
        if !items.is_empty() {
            page.insert(key.to_owned(), Value::Array(items));
        }
        Value::Object(page).to_string()
    }
}

/// An object of texts, those that are empty left out.
pub(super) fn members(of: &[(&str, &str)]) -> Map<String, Value> {
    let given = of.iter().filter(|(_, text)| !text.is_empty());
    given
        .map(|(key, text)| ((*key).to_owned(), (*text).into()))
        .collect()
}

/// Moves members to other names, in the order given; those that are absent stay so.
pub(super) fn moved(from: &mut Map<String, Value>, names: &[(&str, &str)]) -> Map<String, Value> {
    names
        .iter()
        .filter_map(|(newer, older)| Some(((*older).to_owned(), from.remove(*newer)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_has_its_own_word_for_an_operation() {
        let newer = newer_filter(
            r#"{"predicates":[{"op":"EQUALS","key":"name","string_value":"50%2525"}]}"#,
        );
        assert_eq!(
            newer,
            r#"{"predicates":[{"operation":"EQUALS","key":"name","string_value":"50%2525"}]}"#
        );
        let unknown = newer_filter(r#"{"predicates":[{"operation":1}]}"#);
        assert_eq!(unknown, r#"{"predicates":[{"op":1}]}"#);
        assert_eq!(newer_filter("{"), "{");
    }
}
