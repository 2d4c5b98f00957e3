//! Changes that are made together.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::collection::Collection;
use super::object::{Change, Key, Object};
use super::store::ObjectStore;

/// Changes on their way into the store: each has a revision of its own.
#[derive(Debug)]
pub(crate) struct Batch<'a> {
    store: &'a ObjectStore,
    revision: u64,
    changes: Vec<Change>,
    /// Where the last change of each object is.
    last: BTreeMap<Key, usize>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(store: &'a ObjectStore, revision: u64) -> Self {
        Self {
            store,
            revision,
            changes: Vec::new(),
            last: BTreeMap::new(),
        }
    }

    /// The object as this batch has left it.
    pub(crate) fn get(&self, key: &Key) -> Option<Arc<Object>> {
        match self.last.get(key) {
            Some(index) => self.changes[*index].current.clone(),
            None => self.store.get(key),
        }
    }

    /// The objects of a namespace as they were before this batch.
    pub(crate) fn list(&self, collection: Collection, namespace: &str) -> Vec<Arc<Object>> {
        self.store.list(collection, namespace).1
    }

    pub(crate) fn put(&mut self, key: Key, document: Value) -> Arc<Object> {
        let previous = self.get(&key);
        let object = Arc::new(Object::new(key, self.revision + 1, document));
        self.push(previous, Some(Arc::clone(&object)));
        object
    }

    /// Removes an object; what is not there stays so.
    pub(crate) fn remove(&mut self, key: &Key) {
        if let Some(previous) = self.get(key) {
            self.push(Some(previous), None);
        }
    }

    fn push(&mut self, previous: Option<Arc<Object>>, current: Option<Arc<Object>>) {
        self.revision += 1;
        let change = Change {
            revision: self.revision,
            previous,
            current,
        };
        self.last
            .insert(change.object().key.clone(), self.changes.len());
        self.changes.push(change);
    }

    /// Forgets every change: a rehearsal.
    pub(crate) fn discard(&mut self) {
        self.changes.clear();
        self.last.clear();
    }

    pub(super) fn into_changes(self) -> Vec<Change> {
        self.changes
    }
}
