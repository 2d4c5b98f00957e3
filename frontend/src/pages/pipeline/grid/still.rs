//! Which answer is shown, and what is known from those before it. Pure but for the memos.

use std::sync::Arc;

use console_api::{
    grid::{Grid, TasksOfRun},
    overview::RunLine,
};
use kfp_core::model::{Namespace, PipelineId};
use leptos::prelude::*;

use super::{short, version_of};
use crate::{data::Remote, url_state::GridState};

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages::pipeline) struct Asked {
    /// Where.
    pub(in crate::pages::pipeline) namespace: Namespace,
    /// Of which pipeline.
    pub(in crate::pages::pipeline) pipeline: PipelineId,
    /// Which runs, and how many. What is folded is no part of it.
    pub(in crate::pages::pipeline) state: GridState,
}

/// An answer with its question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages::pipeline) struct Told {
    /// What was asked.
    pub(in crate::pages::pipeline) asked: Asked,
    /// What was answered.
    pub(in crate::pages::pipeline) grid: Arc<Grid>,
}

/// What is shown: the newest answer, but while somebody points at the grid or is in it no run comes or goes.
pub(super) fn use_still(grid: Remote<Told>, held: RwSignal<bool>) -> Memo<Option<Arc<Told>>> {
    Memo::new(move |before: Option<&Option<Arc<Told>>>| {
        let before = before.and_then(Option::as_ref);
        Some(still(before, grid.value()?, held.get()))
    })
}

/// The answer that stays, or the new one. One to another question never stays.
fn still(before: Option<&Arc<Told>>, now: Arc<Told>, is_held: bool) -> Arc<Told> {
    match before {
        Some(before)
            if is_held && before.asked == now.asked && !is_same(&before.grid, &now.grid) =>
        {
            Arc::clone(before)
        }
        _ => now,
    }
}

/// Whether the runs are the same ones in the same places.
fn is_same(one: &Grid, other: &Grid) -> bool {
    let ids = |grid: &Grid| -> Vec<String> {
        grid.runs.iter().map(|run| run.run.run_id.clone()).collect()
    };
    ids(one) == ids(other)
}

/// Whether something of an answer becomes another without a run that comes or goes. A run that is too large for an answer is
/// not told however often it is asked for.
pub(super) fn goes_on(grid: &Grid) -> bool {
    let goes_on = grid
        .runs
        .iter()
        .any(|run| run.run.finished_at_ms.is_none() && run.tasks != TasksOfRun::TooMany);
    goes_on || !grid.extent.complete
}

/// The versions of a pipeline that were seen in its runs, each with its name, and of which pipeline they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Versions {
    pipeline: Option<PipelineId>,
    pub(super) seen: Vec<(String, String)>,
}

impl Versions {
    /// With those of an answer and the one that is chosen. An answer about one version names no other, so those that were
    /// seen stay, as long as the pipeline does.
    pub(super) fn with(
        before: Option<&Self>,
        pipeline: Option<PipelineId>,
        told: Option<&Told>,
        state: &GridState,
    ) -> Self {
        let before = before.filter(|before| before.pipeline == pipeline);
        let mut seen = before.map_or_else(Vec::new, |before| before.seen.clone());
        let told = told.filter(|told| Some(&told.asked.pipeline) == pipeline.as_ref());
        let runs = told
            .into_iter()
            .flat_map(|told| told.grid.runs.iter().rev());
        let named = |run: &RunLine| Some((run.version_id.clone()?, version_of(run)?));
        let chosen = state.version.as_ref().map(ToString::to_string);
        let chosen = chosen.map(|id| (id.clone(), short(&id).to_owned()));
        for (id, name) in runs.filter_map(|run| named(&run.run)).chain(chosen) {
            match seen.iter_mut().find(|(known, _)| *known == id) {
                // A name may be read later than the id.
                Some(known) if name != short(&id) => known.1 = name,
                Some(_) => {}
                None => seen.push((id, name)),
            }
        }
        Self { pipeline, seen }
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::model::PipelineVersionId;

    use super::{
        super::model::tests::{grid, run},
        *,
    };

    fn told(pipeline: &str, last: u32, runs: &[&str]) -> Arc<Told> {
        let runs = runs.iter().map(|id| run(id, "RUNNING", None)).collect();
        Arc::new(Told {
            asked: Asked {
                namespace: "team-a".parse().expect("a namespace"),
                pipeline: PipelineId::new(pipeline).expect("an id"),
                state: GridState {
                    last,
                    ..GridState::default()
                },
            },
            grid: Arc::new(grid(runs, Vec::new())),
        })
    }

    #[test]
    fn the_same_runs_are_the_same_grid_whatever_became_of_them() {
        let one = grid(vec![run("1", "RUNNING", None)], Vec::new());
        let other = grid(vec![run("1", "SUCCEEDED", Some(1))], Vec::new());
        assert!(is_same(&one, &other));
        assert!(!is_same(
            &one,
            &grid(vec![run("2", "RUNNING", None)], Vec::new())
        ));
    }

    #[test]
    fn no_run_comes_or_goes_under_a_pointer_and_another_question_is_answered_at_once() {
        let before = told("p", 25, &["1", "2"]);
        let more = told("p", 25, &["1", "2", "3"]);
        let held = |now: &Arc<Told>| still(Some(&before), Arc::clone(now), true);
        assert_eq!(held(&more), before);
        assert_eq!(still(Some(&before), Arc::clone(&more), false), more);
        for other in [told("p", 50, &["1", "2", "3"]), told("q", 25, &["7"])] {
            assert_eq!(held(&other), other);
        }
    }

    #[test]
    fn versions_of_another_pipeline_are_not_offered() {
        let (id, other) = (PipelineId::new("p").ok(), PipelineId::new("q").ok());
        let none = GridState::default();
        let first = Versions::with(None, id.clone(), Some(&told("p", 25, &["1"])), &none);
        assert_eq!(first.seen, [("v-1".to_owned(), "v-1".to_owned())]);
        let of_one = Versions::with(Some(&first), id.clone(), None, &none);
        assert_eq!(of_one.seen, first.seen);
        // The answer about the pipeline before is there until the next comes.
        let late = told("p", 25, &["1"]);
        let chosen = GridState {
            version: PipelineVersionId::new("v-9").ok(),
            ..GridState::default()
        };
        let next = Versions::with(Some(&first), other, Some(&late), &chosen);
        assert_eq!(next.seen, [("v-9".to_owned(), "v-9".to_owned())]);
    }

    #[test]
    fn a_run_that_is_too_large_is_not_asked_for_again_and_again() {
        let mut known = grid(
            vec![run("1", "SUCCEEDED", Some(1)), run("2", "RUNNING", None)],
            Vec::new(),
        );
        known.extent.complete = true;
        assert!(goes_on(&known));
        known.runs[1].tasks = TasksOfRun::TooMany;
        assert!(!goes_on(&known));
        known.extent.complete = false;
        assert!(goes_on(&known));
    }
}
