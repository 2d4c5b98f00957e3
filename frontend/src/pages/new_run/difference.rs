//! What is another in what is done once more. Pure.

use std::collections::BTreeSet;

use kfp_core::spec::PipelineSpec;
use serde_json::{Map, Value};

use super::reading::{Typed, same, written};

/// What became of a value of the run that is done once more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// It is what it was.
    Kept,
    /// It is another one.
    Changed,
    /// The chosen version has no such input.
    Gone,
    /// The run had no such value.
    New,
}

/// A value before and now; empty where there is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The name of the input.
    pub(super) name: String,
    /// What became of it.
    pub(super) change: Change,
    /// As it was.
    pub(super) before: String,
    /// As it is now.
    pub(super) now: String,
}

/// Something that was set in words.
pub(super) fn setting(name: &str, before: String, now: String) -> Line {
    let change = match (before.is_empty(), now.is_empty()) {
        (true, false) => Change::New,
        (false, true) => Change::Gone,
        _ if before == now => Change::Kept,
        _ => Change::Changed,
    };
    Line {
        name: name.to_owned(),
        change,
        before,
        now,
    }
}

/// The values of a run, as fields show them; what was typed already stays.
pub(super) fn carried(before: &Map<String, Value>, typed: &mut Typed) {
    for (name, value) in before {
        typed.entry(name.clone()).or_insert_with(|| written(value));
    }
}

/// Sets the values that a run had beside those that it would have now. What is not known, since a spec cannot be read, is
/// not called gone.
pub(super) fn differences(
    before: &Map<String, Value>,
    now: &Map<String, Value>,
    spec: Option<&PipelineSpec>,
) -> Vec<Line> {
    let inputs: Vec<_> = spec.iter().flat_map(|spec| spec.inputs()).collect();
    let default = |name: &str| {
        let (_, input) = inputs.iter().find(|(known, _)| *known == name)?;
        input.default_value.as_ref()
    };
    let is_gone = |name: &str| match spec {
        Some(_) => !inputs.iter().any(|(known, _)| *known == name),
        None => !now.contains_key(name),
    };
    let required = inputs
        .iter()
        .filter(|(_, input)| input.is_required())
        .map(|(name, _)| *name);
    let names: BTreeSet<&str> = before
        .keys()
        .chain(now.keys())
        .map(String::as_str)
        .chain(required)
        .collect();
    let line = |name: &str| {
        let was = before.get(name);
        let is = now.get(name).or_else(|| default(name));
        let change = match (was, is) {
            (None, _) => Change::New,
            (Some(_), _) if is_gone(name) => Change::Gone,
            (Some(was), Some(is)) if same(was, is) => Change::Kept,
            (Some(_), _) => Change::Changed,
        };
        let told = |value: Option<&Value>| value.map_or_else(String::new, written);
        Line {
            name: name.to_owned(),
            change,
            before: told(was),
            now: told(is.filter(|_| change != Change::Gone)),
        }
    };
    names.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::{super::reading::tests::spec, *};

    fn object(value: Value) -> Map<String, Value> {
        serde_json::from_value(value).expect("an object")
    }

    #[test]
    fn each_value_is_kept_changed_gone_or_new() {
        let before =
            object(json!({"epochs": 3, "rate": 0.5, "old": "x", "title": "t", "data": "d"}));
        let now = object(json!({"rate": 0.25, "title": "", "note": "n", "data": "d"}));
        let lines = differences(&before, &now, Some(&spec()));
        let told: Vec<_> = lines
            .iter()
            .map(|line| {
                (
                    line.name.as_str(),
                    line.change,
                    line.before.as_str(),
                    line.now.as_str(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("data", Change::Kept, "d", "d"),
                // It is the default, so it is not sent.
                ("epochs", Change::Kept, "3", "3"),
                ("note", Change::New, "", "n"),
                ("old", Change::Gone, "x", ""),
                ("rate", Change::Changed, "0.5", "0.25"),
                ("title", Change::Changed, "t", ""),
            ]
        );
        let lines = differences(&Map::new(), &Map::new(), Some(&spec()));
        let [line] = lines.as_slice() else {
            panic!("one input has to be given: {lines:?}");
        };
        assert_eq!((line.name.as_str(), line.change), ("data", Change::New));
    }

    #[test]
    fn a_setting_is_kept_changed_gone_or_new() {
        let told = |before: &str, now: &str| setting("n", before.into(), now.into()).change;
        assert_eq!(told("a", "a"), Change::Kept);
        assert_eq!(told("a", "b"), Change::Changed);
        assert_eq!(told("a", ""), Change::Gone);
        assert_eq!(told("", "b"), Change::New);
    }

    #[test]
    fn without_a_spec_only_what_is_missing_is_gone() {
        let before = object(json!({"a": 1, "b": 2}));
        let lines = differences(&before, &object(json!({"a": 1})), None);
        let told: Vec<_> = lines.iter().map(|line| line.change).collect();
        assert_eq!(told, [Change::Kept, Change::Gone]);
    }

    #[test]
    fn what_was_typed_is_not_overwritten() {
        let mut typed = Typed::from([("epochs".to_owned(), "5".to_owned())]);
        carried(&object(json!({"epochs": 3, "gates": {"a": 1}})), &mut typed);
        assert_eq!(typed["epochs"], "5");
        assert_eq!(typed["gates"], "{\n  \"a\": 1\n}");
    }

    proptest! {
        #[test]
        fn a_run_that_is_done_once_more_as_it_was_differs_in_nothing(
            values in proptest::collection::btree_map("[a-z]{1,6}", any::<i64>(), 0..6),
        ) {
            let before: Map<String, Value> = values.into_iter().map(|(name, value)| (name, json!(value))).collect();
            let lines = differences(&before, &before, None);
            prop_assert!(lines.iter().all(|line| line.change == Change::Kept && line.before == line.now));
            prop_assert_eq!(lines.len(), before.len());
        }
    }
}
