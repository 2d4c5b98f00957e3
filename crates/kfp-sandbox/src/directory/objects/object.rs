//! One object and what happened to it.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::collection::Collection;

/// Where an object is found.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) collection: Collection,
    /// Empty at the cluster scope.
    pub(crate) namespace: String,
    pub(crate) name: String,
}

impl Key {
    pub(crate) fn new(
        collection: Collection,
        namespace: impl Into<String>,
        name: impl Into<String>,
    ) -> Self {
        Self {
            collection,
            namespace: namespace.into(),
            name: name.into(),
        }
    }
}

/// An object as it was at one revision; never changed, only replaced.
#[derive(Debug, PartialEq)]
pub(crate) struct Object {
    pub(crate) key: Key,
    /// The store's revision when it became so; its `metadata.resourceVersion`.
    pub(crate) revision: u64,
    /// The object without `kind` and `apiVersion`, which its collection knows.
    pub(crate) document: Value,
}

impl Object {
    pub(crate) fn new(key: Key, revision: u64, mut document: Value) -> Self {
        if let Some(metadata) = document.get_mut("metadata").and_then(Value::as_object_mut) {
            metadata.insert("resourceVersion".to_owned(), revision.to_string().into());
        }
        Self {
            key,
            revision,
            document,
        }
    }

    /// Whether `document` says what this one does, apart from the revision.
    pub(crate) fn says_the_same_as(&self, document: &Value) -> bool {
        let without_revision = |document: &Value| {
            let mut document = document.clone();
            if let Some(metadata) = document.get_mut("metadata").and_then(Value::as_object_mut) {
                metadata.shift_remove("resourceVersion");
            }
            document
        };
        without_revision(&self.document) == without_revision(document)
    }

    /// The same object told of at another revision, as a watch tells of one that is gone.
    pub(crate) fn at(&self, revision: u64) -> Self {
        Self::new(self.key.clone(), revision, self.document.clone())
    }

    pub(crate) fn metadata(&self) -> &Value {
        &self.document["metadata"]
    }

    pub(crate) fn uid(&self) -> &str {
        self.metadata()["uid"].as_str().unwrap_or_default()
    }

    /// Its labels, or those under another member of its metadata such as `annotations`.
    pub(crate) fn map(&self, member: &str) -> Option<&Map<String, Value>> {
        self.metadata()[member].as_object()
    }
}

/// What happened to an object.
#[derive(Clone, Debug)]
pub(crate) struct Change {
    pub(crate) revision: u64,
    /// The object before; `None` if it is new.
    pub(crate) previous: Option<Arc<Object>>,
    /// The object now; `None` if it was removed.
    pub(crate) current: Option<Arc<Object>>,
}

impl Change {
    /// The object that changed, as it is or was.
    pub(crate) fn object(&self) -> &Arc<Object> {
        self.current
            .as_ref()
            .or(self.previous.as_ref())
            .expect("a change has an object before or after it")
    }
}
