//! A row that something can be done to.

use kfp_core::model::{Pipeline, RecurringRun, RunId, RuntimeState, StorageState};

use crate::{
    data::{RunRow, Target, Verb},
    text::WhyNot,
};

/// A row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages) struct Item {
    /// The thing that it shows.
    pub(super) target: Target,
    /// What it is called.
    pub(super) name: String,
    /// How it stands.
    stands: Stands,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    Run {
        is_archived: bool,
        has_ended: bool,
        has_failed: bool,
    },
    RecurringRun {
        is_on: bool,
    },
    Pipeline,
}

impl Item {
    /// The run that it is, if it is one.
    pub(super) fn run(self) -> Option<RunId> {
        match self.target {
            Target::Run(id) => Some(id),
            _ => None,
        }
    }

    /// Why something cannot be done to it; `None` when it can.
    pub(super) fn why_not(&self, verb: Verb) -> Option<WhyNot> {
        match self.stands {
            Stands::Run {
                is_archived,
                has_ended,
                has_failed,
            } => match verb {
                Verb::Archive => is_archived.then_some(WhyNot::Archived),
                Verb::Restore => (!is_archived).then_some(WhyNot::NotArchived),
                Verb::Retry => (!has_failed).then_some(WhyNot::NotFailed),
                Verb::Terminate => has_ended.then_some(WhyNot::Ended),
                _ => (!has_ended).then_some(WhyNot::GoesOn),
            },
            Stands::RecurringRun { is_on } => match verb {
                Verb::Enable => is_on.then_some(WhyNot::IsOn),
                Verb::Disable => (!is_on).then_some(WhyNot::IsOff),
                _ => None,
            },
            Stands::Pipeline => None,
        }
    }
}

/// A name, or the id of what has none.
fn name_or_id(name: &str, id: &impl ToString) -> String {
    if name.is_empty() {
        id.to_string()
    } else {
        name.to_owned()
    }
}

impl From<&RunRow> for Item {
    fn from(run: &RunRow) -> Self {
        Self {
            name: name_or_id(&run.display_name, &run.run_id),
            target: Target::Run(run.run_id.clone()),
            stands: Stands::Run {
                is_archived: run.storage_state == StorageState::Archived,
                has_ended: run.state.is_terminal(),
                has_failed: run.state == RuntimeState::Failed,
            },
        }
    }
}

impl From<&RecurringRun> for Item {
    fn from(recurring_run: &RecurringRun) -> Self {
        let id = &recurring_run.recurring_run_id;
        Self {
            name: name_or_id(&recurring_run.display_name, id),
            target: Target::RecurringRun(id.clone()),
            stands: Stands::RecurringRun {
                is_on: recurring_run.is_enabled(),
            },
        }
    }
}

impl From<&Pipeline> for Item {
    fn from(pipeline: &Pipeline) -> Self {
        Self {
            name: name_or_id(&pipeline.display_name, &pipeline.pipeline_id),
            target: Target::Pipeline(pipeline.pipeline_id.clone()),
            stands: Stands::Pipeline,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::pages::lists::bulk) fn run(id: &str, state: &str, storage: &str) -> Item {
        let text = format!(r#"{{"run_id":"{id}","state":"{state}","storage_state":"{storage}"}}"#);
        Item::from(&serde_json::from_str::<RunRow>(&text).expect("a run"))
    }

    #[test]
    fn a_run_allows_what_its_state_allows() {
        let why_not = |state, storage, verb| run("r-1", state, storage).why_not(verb);
        let all = [
            (
                "RUNNING",
                "AVAILABLE",
                [None, Some(WhyNot::NotFailed), None, Some(WhyNot::GoesOn)],
            ),
            (
                "SUCCEEDED",
                "AVAILABLE",
                [None, Some(WhyNot::NotFailed), Some(WhyNot::Ended), None],
            ),
            (
                "FAILED",
                "AVAILABLE",
                [None, None, Some(WhyNot::Ended), None],
            ),
            (
                "FAILED",
                "ARCHIVED",
                [Some(WhyNot::Archived), None, Some(WhyNot::Ended), None],
            ),
        ];
        let verbs = [Verb::Archive, Verb::Retry, Verb::Terminate, Verb::Delete];
        for (state, storage, expected) in all {
            assert_eq!(
                verbs.map(|verb| why_not(state, storage, verb)),
                expected,
                "{state} {storage}"
            );
        }
        assert_eq!(
            why_not("FAILED", "AVAILABLE", Verb::Restore),
            Some(WhyNot::NotArchived)
        );
        assert_eq!(why_not("FAILED", "ARCHIVED", Verb::Restore), None);
    }

    #[test]
    fn a_recurring_run_is_switched_the_other_way_only() {
        let text = r#"{"recurring_run_id":"j-1","display_name":"","status":"ENABLED"}"#;
        let item = Item::from(&serde_json::from_str::<RecurringRun>(text).expect("one"));
        assert_eq!(item.name, "j-1");
        assert_eq!(item.why_not(Verb::Enable), Some(WhyNot::IsOn));
        assert_eq!(item.why_not(Verb::Disable), None);
        assert_eq!(item.why_not(Verb::Delete), None);
    }
}
