//! The objects of a topic, and what changed of them.

use std::collections::{BTreeMap, HashSet};

use serde_json::value::RawValue;

/// As many are kept; those that were read longest ago are forgotten first. Half a kilobyte each.
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
pub(super) struct Objects {
    by_id: BTreeMap<String, Known>,
    /// Counts readings.
    readings: u64,
}

#[derive(Debug)]
struct Known {
    object: Object,
    /// Which reading brought it last, with news or without.
    read_at: u64,
}

impl Objects {
    /// Takes in what was read, and gives back what of it is new or different.
    pub(super) fn take(&mut self, read: Vec<Object>) -> Change {
        let mut change = Change::default();
        self.readings += 1;
        let read_at = self.readings;
        for object in read {
            if let Some(known) = self.by_id.get_mut(&object.id)
                && known.object.text.get() == object.text.get()
            {
                known.read_at = read_at;
                continue;
            }
            let known = Known {
                object: object.clone(),
                read_at,
            };
            self.by_id.insert(object.id.clone(), known);
            change.changed.push(object);
        }
        self.forget_unread();
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
            .objects()
            .filter(|object| should_be_there(object) && !there.contains(&object.id));
        let gone: Vec<String> = gone.map(|object| object.id.clone()).collect();
        let mut change = self.remove(&gone);
        change.changed = self.take(read).changed;
        change
    }

    /// Forgets objects that were deleted.
    pub(super) fn remove(&mut self, ids: &[String]) -> Change {
        let gone = ids.iter().filter(|id| self.by_id.remove(*id).is_some());
        Change {
            changed: Vec::new(),
            removed: gone.cloned().collect(),
        }
    }

    /// The objects, the newest first.
    pub(super) fn newest_first(&self) -> Vec<&Object> {
        let mut objects: Vec<&Object> = self.objects().collect();
        objects.sort_by(|a, b| (&b.created_at, &b.id).cmp(&(&a.created_at, &a.id)));
        objects
    }

    fn objects(&self) -> impl Iterator<Item = &Object> {
        self.by_id.values().map(|known| &known.object)
    }

    /// Nobody is told: they are there still, only no longer of interest. What is read again and again stays however old it
    /// is; forgotten, it would be news each time.
    fn forget_unread(&mut self) {
        if self.by_id.len() <= MOST {
            return;
        }
        let mut known: Vec<&Known> = self.by_id.values().collect();
        known.sort_by(|a, b| {
            let by = |known: &Known| known.read_at;
            (by(b), &b.object.created_at, &b.object.id).cmp(&(
                by(a),
                &a.object.created_at,
                &a.object.id,
            ))
        });
        let unread: Vec<String> = known[MOST..]
            .iter()
            .map(|known| known.object.id.clone())
            .collect();
        for id in unread {
            self.by_id.remove(&id);
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
    fn what_was_read_longest_ago_is_forgotten_without_a_word() {
        let mut objects = Objects::default();
        objects.take(vec![object("old", 1, "RUNNING")]);
        let many = (0..MOST).map(|at| object(&format!("n{at:04}"), 30, ""));
        objects.take(many.collect());
        assert_eq!(objects.by_id.len(), MOST);
        assert_eq!(
            ids(&objects.take(vec![object("old", 1, "RUNNING")])).0,
            ["old"]
        );
        // From now on it is known, and of the others one is not.
        assert!(objects.take(vec![object("old", 1, "RUNNING")]).is_empty());
        assert_eq!(objects.by_id.len(), MOST);
        assert!(objects.remove(&["n0000".to_owned()]).is_empty());
    }
}
