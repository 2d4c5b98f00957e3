//! The objects of a topic, and what changed of them.

use std::collections::{BTreeMap, HashSet};

use serde_json::value::RawValue;

/// As many are kept; those that were made first are forgotten first. Half a kilobyte each.
const MOST: usize = 400;

/// An object as viewers get it.
#[derive(Clone, Debug)]
pub(super) struct Object {
    pub(super) id: String,
    /// As KFP writes it: of two times the later one is the greater text.
    pub(super) created_at: String,
    pub(super) text: Box<RawValue>,
}

/// What is new since the last time.
#[derive(Debug, Default)]
pub(super) struct Change {
    pub(super) changed: Vec<Object>,
    pub(super) removed: Vec<String>,
}

impl Change {
    pub(super) fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty()
    }
}

/// The objects by id.
#[derive(Debug, Default)]
pub(super) struct Objects(BTreeMap<String, Object>);

impl Objects {
    /// Takes in what was read, and gives back what of it is new or different.
    pub(super) fn take(&mut self, read: Vec<Object>) -> Change {
        let mut change = Change::default();
        for object in read {
            let known = self.0.get(&object.id);
            if known.is_some_and(|known| known.text.get() == object.text.get()) {
                continue;
            }
            self.0.insert(object.id.clone(), object.clone());
            change.changed.push(object);
        }
        self.forget_oldest();
        change
    }

    /// Takes in the newest of all objects, and forgets what should be among them and is not: it was deleted.
    pub(super) fn take_newest(&mut self, read: Vec<Object>, goes_on: bool) -> Change {
        let oldest = read.iter().map(|object| &object.created_at).min().cloned();
        let there: HashSet<String> = read.iter().map(|object| object.id.clone()).collect();
        let should_be_there = |object: &Object| {
            // Of those that were made in the same second as the last one, some may stand on the next page.
            !goes_on
                || oldest
                    .as_ref()
                    .is_some_and(|oldest| object.created_at > *oldest)
        };
        let gone = self
            .0
            .values()
            .filter(|object| should_be_there(object) && !there.contains(&object.id));
        let gone: Vec<String> = gone.map(|object| object.id.clone()).collect();
        let mut change = self.remove(&gone);
        change.changed = self.take(read).changed;
        change
    }

    /// Forgets objects that were deleted.
    pub(super) fn remove(&mut self, ids: &[String]) -> Change {
        let gone = ids.iter().filter(|id| self.0.remove(*id).is_some());
        Change {
            changed: Vec::new(),
            removed: gone.cloned().collect(),
        }
    }

    /// The objects, the newest first.
    pub(super) fn newest_first(&self) -> Vec<&Object> {
        let mut objects: Vec<&Object> = self.0.values().collect();
        objects.sort_by(|a, b| (&b.created_at, &b.id).cmp(&(&a.created_at, &a.id)));
        objects
    }

    /// Nobody is told: they are there still, only no longer of interest.
    fn forget_oldest(&mut self) {
        if self.0.len() <= MOST {
            return;
        }
        let old: Vec<String> = self.newest_first()[MOST..]
            .iter()
            .map(|object| object.id.clone())
            .collect();
        for id in old {
            self.0.remove(&id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(id: &str, minute: u8, state: &str) -> Object {
        Object {
            id: id.to_owned(),
            created_at: format!("2026-11-25T10:{minute:02}:00Z"),
            text: serde_json::value::to_raw_value(state).expect("a text"),
        }
    }

    fn ids(change: &Change) -> (Vec<&str>, Vec<&str>) {
        let changed = change.changed.iter().map(|object| object.id.as_str());
        (
            changed.collect(),
            change.removed.iter().map(String::as_str).collect(),
        )
    }

    #[test]
    fn only_what_is_different_is_a_change() {
        let mut objects = Objects::default();
        let first = objects.take(vec![object("a", 1, "RUNNING"), object("b", 2, "RUNNING")]);
        assert_eq!(ids(&first), (vec!["a", "b"], vec![]));
        let second = objects.take(vec![object("a", 1, "SUCCEEDED"), object("b", 2, "RUNNING")]);
        assert_eq!(ids(&second), (vec!["a"], vec![]));
        assert!(objects.take(vec![object("b", 2, "RUNNING")]).is_empty());
        let order: Vec<_> = objects
            .newest_first()
            .iter()
            .map(|object| &*object.id)
            .collect();
        assert_eq!(order, ["b", "a"]);
    }

    #[test]
    fn what_is_missing_among_the_newest_was_deleted_and_what_is_older_may_be_there() {
        let mut objects = Objects::default();
        objects.take(
            [1, 2, 3, 4]
                .map(|at| object(&format!("o{at}"), at, ""))
                .to_vec(),
        );
        let page = || vec![object("o4", 4, ""), object("o2", 2, "")];
        let change = objects.take_newest(page(), true);
        assert_eq!(ids(&change), (vec![], vec!["o3"]));
        let change = objects.take_newest(page(), false);
        assert_eq!(ids(&change), (vec![], vec!["o1"]));
        assert!(objects.remove(&["unknown".to_owned()]).is_empty());
        assert_eq!(ids(&objects.take_newest(Vec::new(), false)).1, ["o2", "o4"]);
    }

    #[test]
    fn the_oldest_are_forgotten_without_a_word() {
        let mut objects = Objects::default();
        let many = (0..MOST).map(|at| object(&format!("n{at:04}"), 30, ""));
        objects.take(many.collect());
        let change = objects.take(vec![object("old", 1, "")]);
        assert_eq!(ids(&change), (vec!["old"], vec![]));
        assert_eq!(objects.0.len(), MOST);
        assert!(objects.remove(&["old".to_owned()]).is_empty());
    }
}
