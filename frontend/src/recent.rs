//! The things that were opened last in this browser: the command palette offers them again.
//!
//! Kept are their kind, namespace, id and name, which the history of the browser holds too, and signing out forgets them.
//! A line for each, the last one first; its parts stand between tabs.

use kfp_core::model::{ExperimentId, Namespace, PipelineId, RecurringRunId, RunId};
use leptos::prelude::*;

use crate::{
    data::{Found, Thing},
    navigation::use_navigation,
    paths::Route,
    preferences,
    reactive::effect,
};

/// So many are kept.
const KEPT: usize = 8;
/// So many characters of a name are kept: more tell nobody more.
const LONGEST_NAME: usize = 128;

/// Notes the thing that a page shows, once it has a name.
pub(crate) fn use_recent(name: Memo<String>) {
    let navigation = use_navigation();
    effect(move || {
        let name = name.get();
        // The name of the thing before may stand for a moment after the address has changed, but does not change then.
        let named = thing_of(&navigation.route().read_untracked()).filter(|_| !name.is_empty());
        if let Some((thing, namespace)) = named {
            note(&Found {
                thing,
                name,
                namespace: Some(namespace),
                archived: false,
            });
        }
    });
}

/// Notes that a thing was opened. One that is in no namespace is not noted.
pub(crate) fn note(found: &Found) {
    if let Some(written) = added(found, &preferences::recent()) {
        preferences::remember_recent(&written);
    }
}

/// The things that were opened last, the last one first.
pub(crate) fn recent() -> Vec<Found> {
    preferences::recent().lines().filter_map(read).collect()
}

/// Forgets them all.
pub(crate) fn forget() {
    preferences::remember_recent("");
}

fn thing_of(route: &Route) -> Option<(Thing, Namespace)> {
    Some(match route {
        Route::Experiment(namespace, id) => (Thing::Experiment(id.clone()), namespace.clone()),
        Route::Pipeline(namespace, id, _) => (Thing::Pipeline(id.clone()), namespace.clone()),
        Route::RecurringRun(namespace, id) => (Thing::RecurringRun(id.clone()), namespace.clone()),
        _ => return None,
    })
}

/// What is kept after a thing was opened.
fn added(found: &Found, kept: &str) -> Option<String> {
    let begin = beginning(found)?;
    let name = found
        .name
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c });
    let name: String = name.take(LONGEST_NAME).collect();
    let mark = if found.archived { "archived" } else { "" };
    let others = kept.lines().filter(|line| !line.starts_with(&begin));
    let mut written = format!("{begin}{mark}\t{name}");
    for line in others.take(KEPT - 1) {
        written.push('\n');
        written.push_str(line);
    }
    Some(written)
}

/// What tells a thing from all others.
fn beginning(found: &Found) -> Option<String> {
    let (kind, id) = match &found.thing {
        Thing::Run(id) => ("run", id.as_str()),
        Thing::Experiment(id) => ("experiment", id.as_str()),
        Thing::Pipeline(id) => ("pipeline", id.as_str()),
        Thing::RecurringRun(id) => ("recurring", id.as_str()),
    };
    let namespace = found.namespace.as_ref()?;
    (!id.contains(char::is_control)).then(|| format!("{kind}\t{namespace}\t{id}\t"))
}

fn read(line: &str) -> Option<Found> {
    let mut parts = line.splitn(5, '\t');
    let (kind, namespace, id) = (parts.next()?, parts.next()?, parts.next()?);
    let archived = parts.next()? == "archived";
    Some(Found {
        thing: match kind {
            "run" => Thing::Run(RunId::new(id).ok()?),
            "experiment" => Thing::Experiment(ExperimentId::new(id).ok()?),
            "pipeline" => Thing::Pipeline(PipelineId::new(id).ok()?),
            "recurring" => Thing::RecurringRun(RecurringRunId::new(id).ok()?),
            _ => return None,
        },
        name: parts.next()?.to_owned(),
        namespace: Some(Namespace::new(namespace).ok()?),
        archived,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(id: &str, name: &str) -> Found {
        Found {
            thing: Thing::Experiment(ExperimentId::new(id).expect("an id")),
            name: name.to_owned(),
            namespace: Namespace::new("team-a").ok(),
            archived: false,
        }
    }

    fn all(kept: &str) -> Vec<Found> {
        kept.lines().filter_map(read).collect()
    }

    #[test]
    fn the_last_one_stands_first_and_nothing_twice() {
        let mut kept = String::new();
        for (id, name) in [("1", "old"), ("2", "b"), ("1", "new")] {
            kept = added(&found(id, name), &kept).expect("a line");
        }
        assert_eq!(all(&kept), [found("1", "new"), found("2", "b")]);
    }

    #[test]
    fn the_oldest_are_forgotten_and_long_names_are_cut() {
        let mut kept = String::new();
        for id in 0..20 {
            kept = added(&found(&id.to_string(), &"가".repeat(300)), &kept).expect("a line");
        }
        let all = all(&kept);
        assert_eq!(all.len(), KEPT);
        assert_eq!(all[0], found("19", &"가".repeat(LONGEST_NAME)));
    }

    #[test]
    fn what_is_in_no_namespace_is_not_kept() {
        let shared = Found {
            namespace: None,
            ..found("1", "a")
        };
        assert_eq!(added(&shared, ""), None);
    }

    proptest! {
        #[test]
        fn every_thing_reads_back(id in "\\PC{1,40}", name in any::<String>(), kind in 0..4_u8, archived: bool) {
            let thing = match kind {
                0 => RunId::new(id).ok().map(Thing::Run),
                1 => ExperimentId::new(id).ok().map(Thing::Experiment),
                2 => PipelineId::new(id).ok().map(Thing::Pipeline),
                _ => RecurringRunId::new(id).ok().map(Thing::RecurringRun),
            };
            let Some(thing) = thing else { return Ok(()) };
            let one = Found { thing, name, archived, ..found("1", "") };
            if let Some(kept) = added(&one, "") {
                let [read]: [Found; 1] = all(&kept).try_into().expect("one line");
                prop_assert_eq!(&read.thing, &one.thing);
                prop_assert_eq!(read.archived, archived);
                prop_assert!(read.name.chars().count() <= LONGEST_NAME);
            }
        }

        #[test]
        fn what_is_kept_by_others_breaks_nothing(kept in any::<String>()) {
            let _all = all(&kept);
            prop_assert!(added(&found("1", "a"), &kept).is_some());
        }
    }
}
