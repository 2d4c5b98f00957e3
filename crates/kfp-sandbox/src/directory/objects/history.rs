//! The last changes, for those who watch.

use std::collections::VecDeque;

use serde_json::Value;

use super::object::Change;

/// Most changes that are remembered; the real API server goes by time, five minutes.
const MAX_CHANGES: usize = 4096;
/// Most bytes of objects in remembered changes, about.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Changes in the order of their revisions, the oldest dropped first.
#[derive(Debug, Default)]
pub(super) struct History {
    changes: VecDeque<(Change, usize)>,
    bytes: usize,
    /// Revision of the newest change that is not remembered.
    forgotten: u64,
}

impl History {
    pub(super) fn starting_at(revision: u64) -> Self {
        Self {
            forgotten: revision,
            ..Self::default()
        }
    }

    pub(super) fn push(&mut self, change: Change) {
        // What was removed is held as it was before.
        let size_bytes = size_of_document(&change.object().document);
        self.push_sized(change, size_bytes);
    }

    fn push_sized(&mut self, change: Change, size_bytes: usize) {
        self.changes.push_back((change, size_bytes));
        self.bytes += size_bytes;
        while self.changes.len() > MAX_CHANGES || self.bytes > MAX_BYTES {
            let Some((oldest, size_bytes)) = self.changes.pop_front() else {
                break;
            };
            self.bytes -= size_bytes;
            self.forgotten = oldest.revision;
        }
    }

    /// Revision of the newest change that is not remembered.
    pub(super) fn forgotten(&self) -> u64 {
        self.forgotten
    }

    /// The changes after `revision`; `None` if one of them is not remembered.
    pub(super) fn since(&self, revision: u64) -> Option<impl Iterator<Item = &Change>> {
        if revision < self.forgotten {
            return None;
        }
        let start = self
            .changes
            .partition_point(|(change, _)| change.revision <= revision);
        Some(self.changes.range(start..).map(|(change, _)| change))
    }
}

/// About how long a document is as text.
fn size_of_document(document: &Value) -> usize {
    match document {
        Value::Null | Value::Bool(_) | Value::Number(_) => 8,
        Value::String(text) => text.len() + 2,
        Value::Array(items) => items.iter().map(size_of_document).sum::<usize>() + 2,
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| key.len() + 4 + size_of_document(value))
            .sum(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::super::collection::Collection;
    use super::super::object::{Key, Object};
    use super::*;

    fn change(revision: u64) -> Change {
        let key = Key::new(Collection::CONFIG_MAPS, "a", "b");
        Change {
            revision,
            previous: None,
            current: Some(Arc::new(Object::new(key, revision, json!({})))),
        }
    }

    #[test]
    fn what_is_remembered_is_bounded_in_number_and_bytes() {
        let mut history = History::starting_at(10);
        assert!(history.since(9).is_none());
        for revision in 11..=20 {
            history.push_sized(change(revision), 1);
        }
        let after: Vec<u64> = history
            .since(18)
            .unwrap()
            .map(|change| change.revision)
            .collect();
        assert_eq!(after, [19, 20]);

        history.push_sized(change(21), MAX_BYTES - 1);
        assert_eq!(history.forgotten(), 19);
        for revision in 22..22 + MAX_CHANGES as u64 {
            history.push_sized(change(revision), 0);
        }
        assert_eq!(history.forgotten(), 21);
        assert!(history.since(20).is_none());
        assert_eq!(history.since(21).unwrap().count(), MAX_CHANGES);
    }

    #[test]
    fn what_was_removed_counts_as_it_is_held() {
        let mut history = History::starting_at(0);
        let document = json!({"data": {"a": "a".repeat(MAX_BYTES / 3)}});
        for revision in 1..=4 {
            let key = Key::new(Collection::CONFIG_MAPS, "a", "b");
            history.push(Change {
                revision,
                previous: Some(Arc::new(Object::new(key, revision, document.clone()))),
                current: None,
            });
        }
        assert_eq!(history.forgotten(), 2);
    }
}
