//! Metadata of objects.

use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

use super::names;
use crate::directory::{Collection, Key, Object};
use crate::kubernetes::resources::Resource;
use crate::kubernetes::status::InvalidField;
use crate::wire::format_seconds;

/// What a caller may set.
const SETTABLE: [&str; 4] = ["labels", "annotations", "ownerReferences", "finalizers"];

/// Those of them that are maps; the others are lists.
const SETTABLE_MAPS: [&str; 2] = ["labels", "annotations"];

/// Longest start of a generated name, and what its endings are made of: no vowels, nothing alike.
const MAX_GENERATED_START: usize = 58;
const GENERATED: &[u8] = b"bcdfghjklmnpqrstvwxz2456789";

/// Most bytes of annotations.
const MAX_ANNOTATION_BYTES: usize = 256 * 1024;

pub(super) fn of_new(
    resource: &Resource,
    namespace: &str,
    sent: &Value,
    now: OffsetDateTime,
) -> Value {
    let text = |key: &str| sent[key].as_str().unwrap_or_default();
    let mut metadata = Map::new();
    let start = text("generateName");
    let name = match text("name") {
        "" if !start.is_empty() => generated(start),
        name => name.to_owned(),
    };
    metadata.insert("name".to_owned(), name.into());
    if !start.is_empty() {
        metadata.insert("generateName".to_owned(), start.into());
    }
    if !namespace.is_empty() {
        metadata.insert("namespace".to_owned(), namespace.into());
    }
    metadata.insert("uid".to_owned(), Uuid::new_v4().to_string().into());
    metadata.insert("resourceVersion".to_owned(), Value::Null);
    if resource.is_custom {
        metadata.insert("generation".to_owned(), 1.into());
    }
    metadata.insert(
        "creationTimestamp".to_owned(),
        format_seconds(now.unix_timestamp()).into(),
    );
    copy_settable(sent, &mut metadata);
    Value::Object(metadata)
}

/// Metadata of an object that the cluster itself makes.
pub(super) fn made_here(key: &Key, now: OffsetDateTime) -> Value {
    let mut metadata = Map::new();
    metadata.insert("name".to_owned(), key.name.as_str().into());
    if !key.namespace.is_empty() {
        metadata.insert("namespace".to_owned(), key.namespace.as_str().into());
    }
    metadata.insert("uid".to_owned(), Uuid::new_v4().to_string().into());
    metadata.insert("resourceVersion".to_owned(), Value::Null);
    metadata.insert(
        "creationTimestamp".to_owned(),
        format_seconds(now.unix_timestamp()).into(),
    );
    Value::Object(metadata)
}

/// Metadata of an object that is replaced: what a caller may set is taken from `sent`, the rest stays, but for who
/// manages the fields: that is noted anew, and is nested deeper than what it is about, which alone may be too deep.
pub(super) fn of_changed(old: &Object, sent: &Value) -> Value {
    let mut metadata: Map<String, Value> = old
        .metadata()
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, _)| !SETTABLE.contains(&key.as_str()) && *key != "managedFields")
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    copy_settable(sent, &mut metadata);
    Value::Object(metadata)
}

fn copy_settable(sent: &Value, metadata: &mut Map<String, Value>) {
    for key in SETTABLE {
        // Another shape than the member's own is left out: whoever reads or defaults it relies on the shape.
        let is_set = match &sent[key] {
            Value::Object(members) => SETTABLE_MAPS.contains(&key) && !members.is_empty(),
            Value::Array(items) => !SETTABLE_MAPS.contains(&key) && !items.is_empty(),
            _ => false,
        };
        if is_set {
            metadata.insert(key.to_owned(), sent[key].clone());
        }
    }
}

/// Counts on when more than metadata and status differ.
pub(super) fn count_generation(document: &mut Value, old: &Value) {
    let rest = |document: &Value| {
        let mut rest = document.as_object().cloned().unwrap_or_default();
        rest.remove("metadata");
        rest.remove("status");
        rest
    };
    if rest(document) != rest(old) {
        let generation = old["metadata"]["generation"].as_u64().unwrap_or(1);
        document["metadata"]["generation"] = (generation + 1).into();
    }
}

fn generated(start: &str) -> String {
    let start: String = start.chars().take(MAX_GENERATED_START).collect();
    let ending = Uuid::new_v4().into_bytes().into_iter().take(5).map(|byte| {
        let index = usize::from(byte) % GENERATED.len();
        char::from(GENERATED[index])
    });
    start.chars().chain(ending).collect()
}

/// What is wrong with the metadata of an object that is to be kept.
pub(super) fn check(collection: Collection, metadata: &Value) -> Vec<InvalidField> {
    let mut wrong = Vec::new();
    let name = metadata["name"].as_str().unwrap_or_default();
    if let Some(field) = names::check_name(collection, name) {
        wrong.push(field);
    }
    for (key, value) in metadata["labels"].as_object().into_iter().flatten() {
        wrong.extend(names::check_label(key, value));
    }
    let mut annotation_bytes = 0;
    for (key, value) in metadata["annotations"].as_object().into_iter().flatten() {
        wrong.extend(names::check_key("metadata.annotations", key));
        annotation_bytes += key.len() + value.as_str().map_or(0, str::len);
    }
    if annotation_bytes > MAX_ANNOTATION_BYTES {
        wrong.push(InvalidField {
            reason: "FieldValueTooLong",
            field: "metadata.annotations".to_owned(),
            message: format!("Too long: may not be more than {MAX_ANNOTATION_BYTES} bytes"),
        });
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generated_names_are_short_and_end_in_five_letters() {
        let name = generated(&"a".repeat(100));
        assert_eq!(name.len(), 63);
        assert!(name[58..].bytes().all(|byte| GENERATED.contains(&byte)));
        assert_ne!(generated("a-"), generated("a-"));
    }
}
