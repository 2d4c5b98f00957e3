//! Sets of fields, and how `managedFields` writes them.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde_json::{Map, Value};

/// The steps to a field, each as `fieldsV1` writes it: `f:` and a member's name, `k:` and the key of an item, `v:` and
/// an item of a set.
pub(super) type FieldPath = Vec<String>;

/// What stands for the field itself among the fields below it.
const SELF: &str = ".";

/// Some fields of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct FieldSet(BTreeSet<FieldPath>);

impl FromIterator<FieldPath> for FieldSet {
    fn from_iter<I: IntoIterator<Item = FieldPath>>(paths: I) -> Self {
        Self(paths.into_iter().collect())
    }
}

impl FieldSet {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn paths(&self) -> impl DoubleEndedIterator<Item = &FieldPath> {
        self.0.iter()
    }

    /// Whether the field at `path` is in the set, or one below it.
    pub(super) fn reaches(&self, path: &[String]) -> bool {
        self.0
            .range(path.to_vec()..)
            .next()
            .is_some_and(|next| next.starts_with(path))
    }

    pub(super) fn add(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
    }

    pub(super) fn take_away(&mut self, other: &Self) {
        self.0.retain(|path| !other.0.contains(path));
    }

    /// What is in both.
    pub(super) fn shared_with<'a>(
        &'a self,
        other: &'a Self,
    ) -> impl Iterator<Item = &'a FieldPath> {
        self.0.intersection(&other.0)
    }

    /// The tree that `fieldsV1` is.
    pub(super) fn to_json(&self) -> Value {
        let mut tree = Map::new();
        for path in &self.0 {
            // A path comes before those below it, so that it is the first of its node.
            put(&mut tree, path);
        }
        drop_lone_selves(&mut tree);
        Value::Object(tree)
    }

    /// Reads the tree; `None` for what is none.
    pub(super) fn read(tree: &Value) -> Option<Self> {
        let mut set = Self::default();
        if let Value::Object(tree) = tree {
            set.read_below(tree, &mut Vec::new())?;
            return Some(set);
        }
        tree.is_null().then_some(set)
    }

    fn read_below(&mut self, node: &Map<String, Value>, path: &mut FieldPath) -> Option<()> {
        for (step, below) in node {
            let below = below.as_object()?;
            if step == SELF {
                self.0.insert(path.clone());
                continue;
            }
            if !["f:", "k:", "v:", "i:"]
                .iter()
                .any(|kind| step.starts_with(kind))
            {
                return None;
            }
            path.push(step.clone());
            if below.is_empty() {
                self.0.insert(path.clone());
            }
            self.read_below(below, path)?;
            path.pop();
        }
        Some(())
    }
}

fn put(node: &mut Map<String, Value>, path: &[String]) {
    let Some((step, rest)) = path.split_first() else {
        node.insert(SELF.to_owned(), Value::Object(Map::new()));
        return;
    };
    let below = node
        .entry(step.as_str())
        .or_insert_with(|| Value::Object(Map::new()));
    if let Value::Object(below) = below {
        put(below, rest);
    }
}

/// A field with nothing below it is written as an empty object.
fn drop_lone_selves(node: &mut Map<String, Value>) {
    for below in node.values_mut().filter_map(Value::as_object_mut) {
        if below.len() == 1 && below.contains_key(SELF) {
            below.clear();
        } else {
            drop_lone_selves(below);
        }
    }
}

/// A path as a conflict names it: `.data.a`, `.secrets[name="x"]`.
pub(super) fn shown(path: &[String]) -> String {
    let mut text = String::new();
    for step in path {
        let (kind, rest) = step.split_at_checked(2).unwrap_or(("", step));
        let _ = match kind {
            "f:" => write!(text, ".{rest}"),
            "k:" => {
                let key: Map<String, Value> = serde_json::from_str(rest).unwrap_or_default();
                let parts: Vec<String> = key
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                write!(text, "[{}]", parts.join(","))
            }
            "v:" => write!(text, "[={rest}]"),
            _ => write!(text, "[{rest}]"),
        };
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn path(steps: &[&str]) -> FieldPath {
        steps.iter().map(|step| (*step).to_owned()).collect()
    }

    #[test]
    fn a_field_with_others_below_is_told_by_a_dot() {
        let set: FieldSet = [
            path(&["f:data"]),
            path(&["f:data", "f:a"]),
            path(&["f:metadata", "f:labels", "f:x"]),
            path(&["f:secrets", r#"k:{"name":"s"}"#]),
        ]
        .into_iter()
        .collect();
        let tree = json!({
            "f:data": {".": {}, "f:a": {}},
            "f:metadata": {"f:labels": {"f:x": {}}},
            "f:secrets": {r#"k:{"name":"s"}"#: {}},
        });
        assert_eq!(set.to_json(), tree);
        assert_eq!(FieldSet::read(&tree), Some(set.clone()));
        assert!(set.reaches(&path(&["f:metadata"])));
        assert!(!set.reaches(&path(&["f:met"])));
        let names: Vec<String> = set.paths().map(|path| shown(path)).collect();
        assert_eq!(
            names,
            [
                ".data",
                ".data.a",
                ".metadata.labels.x",
                r#".secrets[name="s"]"#
            ]
        );
        for none in [json!(1), json!({"a": {}}), json!({"f:a": 1})] {
            assert_eq!(FieldSet::read(&none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(paths in prop::collection::vec(prop::collection::vec("[fkv]:[a.]{0,2}", 1..5), 0..8)) {
            let set: FieldSet = paths.into_iter().collect();
            prop_assert_eq!(FieldSet::read(&set.to_json()), Some(set));
        }
    }
}
