//! Objects: metadata, lists, label selectors, names.

use serde_json::{Map, Value, json};

use super::status::{InvalidField, Status};
use crate::wire::format_seconds;

/// A list of `kind` (for example `Namespace`).
pub(super) fn list(kind: &str, api_version: &str, items: &[Value]) -> Value {
    json!({
        "kind": format!("{kind}List"),
        "apiVersion": api_version,
        "metadata": {"resourceVersion": "1"},
        "items": items,
    })
}

/// An object as `get` answers it: its kind goes in front.
pub(super) fn with_kind(kind: &str, api_version: &str, object: &Value) -> Value {
    let mut typed = Map::new();
    typed.insert("kind".to_owned(), kind.into());
    typed.insert("apiVersion".to_owned(), api_version.into());
    if let Value::Object(members) = object {
        typed.extend(members.clone());
    }
    Value::Object(typed)
}

/// Metadata of a stored object; the namespace is left out at the cluster scope.
pub(super) fn metadata(name: &str, namespace: &str, uid: &str, created_at: i64) -> Value {
    let mut metadata = Map::new();
    metadata.insert("name".to_owned(), name.into());
    if !namespace.is_empty() {
        metadata.insert("namespace".to_owned(), namespace.into());
    }
    metadata.insert("uid".to_owned(), uid.into());
    metadata.insert("resourceVersion".to_owned(), "1".into());
    metadata.insert(
        "creationTimestamp".to_owned(),
        format_seconds(created_at).into(),
    );
    Value::Object(metadata)
}

/// The success of a deletion.
pub(super) fn deleted(group: &str, resource: &str, name: &str, uid: &str) -> Value {
    let mut details = Map::new();
    for (key, value) in [
        ("name", name),
        ("group", group),
        ("kind", resource),
        ("uid", uid),
    ] {
        if !value.is_empty() {
            details.insert(key.to_owned(), value.into());
        }
    }
    json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details})
}

/// Reads a sent object of `kind`.
///
/// # Errors
/// 400 for what is no JSON, 422 for a name that is not allowed.
pub(super) fn read(body: &[u8], kind: &str) -> Result<Value, Status> {
    let object: Value = serde_json::from_slice(body).map_err(|_| {
        Status::bad_request(format!(
            "the object provided is unrecognized (must be of type {kind}): couldn't get version/kind; json parse error"
        ))
    })?;
    match object["kind"].as_str() {
        Some(other) if other != kind => Err(Status::bad_request(format!(
            "{other} in version {} cannot be handled as a {kind}",
            object["apiVersion"]
        ))),
        _ => Ok(object),
    }
}

/// The name of a sent object.
///
/// # Errors
/// 422 for one that is not allowed. Names of roles and bindings may hold nearly anything.
pub(super) fn checked_name(object: &Value, kind: &str, is_free: bool) -> Result<String, Status> {
    let name = object["metadata"]["name"].as_str().unwrap_or_default();
    let is_subdomain = name.len() <= 253
        && name.split('.').all(|label| {
            let alphanumeric =
                |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
            label.starts_with(alphanumeric)
                && label.ends_with(alphanumeric)
                && label
                    .chars()
                    .all(|character| alphanumeric(character) || character == '-')
        });
    let is_path_segment =
        !name.is_empty() && name != "." && name != ".." && !name.contains(['/', '%']);
    if is_subdomain || (is_free && is_path_segment) {
        return Ok(name.to_owned());
    }
    let message = if name.is_empty() {
        "Required value: name or generateName is required".to_owned()
    } else {
        format!(
            "Invalid value: \"{name}\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric \
             characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex \
             used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
        )
    };
    Err(Status::invalid(
        "",
        kind,
        name,
        &InvalidField {
            field: "metadata.name",
            message,
        },
    ))
}

/// Whether `labels` fit an equality-based selector (`a=b,c!=d,e,!f`).
pub(super) fn selects(selector: &str, labels: &Map<String, Value>) -> bool {
    selector
        .split(',')
        .map(str::trim)
        .filter(|term| !term.is_empty())
        .all(|term| {
            let value_of = |key: &str| labels.get(key.trim()).and_then(Value::as_str);
            if let Some((key, value)) = term.split_once("!=") {
                value_of(key) != Some(value.trim())
            } else if let Some((key, value)) =
                term.split_once("==").or_else(|| term.split_once('='))
            {
                value_of(key) == Some(value.trim())
            } else if let Some(key) = term.strip_prefix('!') {
                value_of(key).is_none()
            } else {
                value_of(term).is_some()
            }
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_compare_labels() {
        let Value::Object(labels) =
            json!({"app.kubernetes.io/part-of": "kubeflow-profile", "a": "1"})
        else {
            panic!("an object")
        };
        assert!(selects("", &labels));
        assert!(selects(
            "app.kubernetes.io/part-of=kubeflow-profile,a==1",
            &labels
        ));
        assert!(selects("a, !b, c!=d", &labels));
        assert!(!selects("a=2", &labels));
        assert!(!selects("b", &labels));
        assert!(!selects("a!=1", &labels));
    }
}
