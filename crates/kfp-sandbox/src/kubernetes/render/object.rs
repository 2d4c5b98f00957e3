//! Objects and lists.

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::rendition::Rendition;
use super::table;
use crate::directory::Object;
use crate::kubernetes::resources::Resource;

/// What a list says of itself.
#[derive(Clone, Debug, Default)]
pub(in crate::kubernetes) struct ListMetadata {
    pub(in crate::kubernetes) revision: u64,
    /// Where the next page starts; empty for the last one.
    pub(in crate::kubernetes) next: String,
    /// How many are left after this page, if that is known.
    pub(in crate::kubernetes) remaining: Option<usize>,
}

impl ListMetadata {
    pub(super) fn to_json(&self, is_custom: bool) -> Value {
        let mut metadata = Map::new();
        // Custom resources' lists are written by another encoder, which keeps the empty text.
        if is_custom || !self.next.is_empty() {
            metadata.insert("continue".to_owned(), self.next.as_str().into());
        }
        if let Some(remaining) = self.remaining {
            metadata.insert("remainingItemCount".to_owned(), remaining.into());
        }
        metadata.insert(
            "resourceVersion".to_owned(),
            self.revision.to_string().into(),
        );
        Value::Object(metadata)
    }
}

/// An object with its kind and version in front.
pub(in crate::kubernetes) fn typed(resource: &Resource, document: &Value) -> Value {
    with_kind(resource.kind, &resource.api_version(), document)
}

fn with_kind(kind: &str, api_version: &str, document: &Value) -> Value {
    let mut typed = Map::new();
    typed.insert("kind".to_owned(), kind.into());
    typed.insert("apiVersion".to_owned(), api_version.into());
    if let Value::Object(members) = document {
        typed.extend(members.clone());
    }
    Value::Object(typed)
}

/// The metadata of an object alone.
pub(super) fn partial(document: &Value) -> Value {
    let metadata = json!({"metadata": document["metadata"]});
    with_kind("PartialObjectMetadata", "meta.k8s.io/v1", &metadata)
}

/// One object in the wanted form.
pub(in crate::kubernetes) fn object(
    resource: &Resource,
    object: &Object,
    rendition: Rendition,
    now: OffsetDateTime,
) -> Value {
    match rendition {
        Rendition::Whole => typed(resource, &object.document),
        Rendition::Partial => partial(&object.document),
        Rendition::Table(included) => {
            let metadata = json!({"resourceVersion": object.revision.to_string()});
            table::table(resource, &[object], &metadata, included, now)
        }
    }
}

/// A list in the wanted form.
pub(in crate::kubernetes) fn list(
    resource: &Resource,
    objects: &[&Object],
    metadata: &ListMetadata,
    rendition: Rendition,
    now: OffsetDateTime,
) -> Value {
    let documents = objects.iter().map(|object| &object.document);
    match rendition {
        Rendition::Whole if resource.is_custom => json!({
            "apiVersion": resource.api_version(),
            "items": documents.map(|document| typed(resource, document)).collect::<Vec<_>>(),
            "kind": format!("{}List", resource.kind),
            "metadata": metadata.to_json(true),
        }),
        Rendition::Whole => json!({
            "kind": format!("{}List", resource.kind),
            "apiVersion": resource.api_version(),
            "metadata": metadata.to_json(false),
            "items": documents.collect::<Vec<_>>(),
        }),
        Rendition::Partial => json!({
            "kind": "PartialObjectMetadataList",
            "apiVersion": "meta.k8s.io/v1",
            "metadata": metadata.to_json(false),
            "items": documents.map(partial).collect::<Vec<_>>(),
        }),
        Rendition::Table(included) => {
            table::table(resource, objects, &metadata.to_json(false), included, now)
        }
    }
}
