//! The last runs of a pipeline by task: tasks down, runs across.

mod board;
mod foot;
mod fresh;
mod keys;
mod markup;
mod model;
mod notes;
mod panels;
mod rail;

use std::sync::Arc;

use console_api::{grid::Grid, overview::RunLine};
use kfp_core::model::{Namespace, PipelineVersionId};
use leptos::prelude::*;

use self::{board::Board, fresh::keep_fresh, notes::Notes, panels::Panels};
use crate::{
    data::{FailureKind, Remote},
    navigation::{History, use_navigation},
    reactive::{Erase, derived, part, say},
    states::{FailureView, Retry},
    text::{Duration, Text, use_text},
    ui::{Icon, Segmented, StatePanel},
    url_state::GridState,
};

/// A cell: row and column from 1, and 0 for their headers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Place {
    row: usize,
    column: usize,
}

/// A length of milliseconds in words.
fn length(text: Text, ms: i64) -> String {
    let seconds = u64::try_from(ms / 1000).unwrap_or_default();
    (text.get().time.duration)(Duration::from_seconds(seconds))
}

/// What is in the place of the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Coming,
    Failure,
    Empty,
    Grid,
    /// Nothing can be had, which the shell says.
    Nothing,
}

/// The view.
#[component]
pub(super) fn GridView(
    grid: Remote<Grid>,
    state: Memo<GridState>,
    namespace: Memo<Option<Namespace>>,
    /// The name of the pipeline.
    name: Memo<String>,
) -> impl IntoView {
    let text = use_text();
    let call = grid.call();
    keep_fresh(namespace, grid);
    let held = RwSignal::new(false);
    let shown = use_still(grid, state, held);
    let what = Memo::new(move |_| match (&*shown.read(), call.failure()) {
        (Some(grid), _) if grid.runs.is_empty() => State::Empty,
        (Some(_), _) => State::Grid,
        (None, _) if call.is_held_back() => State::Nothing,
        (None, Some(failure)) if !matches!(failure.kind, FailureKind::SignedOut(_)) => {
            State::Failure
        }
        (None, _) => State::Coming,
    });
    let failure = Memo::new(move |_| call.failure());
    let body = part(move || match what.get() {
        State::Coming => view! { <Skeleton /> }.erased(),
        State::Nothing => ().erased(),
        State::Failure => part(move || {
            let failure = failure.get();
            failure.map(|failure| view! { <FailureView failure=failure retry=Retry::of(call) /> })
        })
        .erased(),
        State::Empty => {
            let title = say(move || {
                let words = text.get().grid();
                let of_version = state.read().version.is_some();
                if of_version {
                    words.none_of_version
                } else {
                    words.none
                }
                .to_owned()
            });
            view! {
                <StatePanel shows=Icon::Graph title=title explains=text.t(|c| c.grid().none_text) />
            }
            .erased()
        }
        State::Grid => view! {
            <div class="overview grid-page">
                <Board grid=shown state=state namespace=namespace name=name held=held />
                <Panels grid=shown />
            </div>
        }
        .erased(),
    });
    view! {
        <Choices state=state grid=shown />
        <Notes grid=grid shown=shown />
        {body}
    }
}

/// What is shown: the newest answer, but while somebody points at the grid or is in it no run comes or goes.
fn use_still(
    grid: Remote<Grid>,
    state: Memo<GridState>,
    held: RwSignal<bool>,
) -> Memo<Option<Arc<Grid>>> {
    type Kept = Option<(GridState, Arc<Grid>)>;
    let kept = Memo::new(move |before: Option<&Kept>| -> Kept {
        let asked = GridState {
            folded: Vec::new(),
            ..state.get()
        };
        let now = grid.value()?;
        let before = before.cloned().flatten();
        match before {
            Some((of, kept)) if held.get() && of == asked && !is_same(&kept, &now) => {
                Some((of, kept))
            }
            _ => Some((asked, now)),
        }
    });
    Memo::new(move |_| kept.get().map(|(_, grid)| grid))
}

/// Whether the runs are the same ones in the same places.
fn is_same(one: &Grid, other: &Grid) -> bool {
    let ids = |grid: &Grid| -> Vec<String> {
        grid.runs.iter().map(|run| run.run.run_id.clone()).collect()
    };
    ids(one) == ids(other)
}

/// Which runs, and how many.
#[component]
fn Choices(state: Memo<GridState>, grid: Memo<Option<Arc<Grid>>>) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let go = move |state: GridState| navigation.set_query(state.query(), History::Push);
    // An answer about one version names no other, so those that were seen stay.
    let seen = Memo::new(move |before: Option<&Vec<(String, String)>>| {
        let mut seen = before.cloned().unwrap_or_default();
        let grid = grid.get();
        let runs = grid.iter().flat_map(|grid| grid.runs.iter().rev());
        let in_runs =
            runs.filter_map(|run| Some((run.run.version_id.clone()?, version_of(&run.run)?)));
        let chosen = state.read().version.as_ref().map(ToString::to_string);
        let chosen = chosen.map(|id| (id.clone(), short(&id).to_owned()));
        for (id, name) in in_runs.chain(chosen) {
            match seen.iter_mut().find(|(known, _)| *known == id) {
                // A name may be read later than the id.
                Some(known) if name != short(&id) => known.1 = name,
                Some(_) => {}
                None => seen.push((id, name)),
            }
        }
        seen
    });
    let option = move |(id, label): (String, String)| {
        let chosen = state.read();
        let is_chosen = chosen
            .version
            .as_ref()
            .is_some_and(|version| version.as_str() == id);
        view! { <option value=id prop:selected=is_chosen>{label}</option> }
    };
    let options = part(move || {
        let all = state.read().version.is_none();
        view! {
            <option value="" prop:selected=all>{text.t(|c| c.grid().all_versions)}</option>
            {seen.get().into_iter().map(option).collect_view()}
        }
    });
    let choose = move |id: String| {
        let version = PipelineVersionId::new(id).ok();
        go(GridState {
            version,
            ..state.get_untracked()
        });
    };
    view! {
        <div class="grid-choices">
            <Segmented
                label=text.t(|c| c.grid().runs)
                choices=derived(move || {
                    let words = text.get().grid();
                    GridState::CHOICES.map(words.last).to_vec()
                })
                current=derived(move || {
                    let last = state.read().last;
                    GridState::CHOICES.iter().position(|count| *count == last).unwrap_or(0)
                })
                on_choose=move |at: usize| {
                    if let Some(last) = GridState::CHOICES.get(at) {
                        go(GridState { last: *last, ..state.get_untracked() });
                    }
                }
            />
            <select
                class="in grid-version"
                aria-label=text.t(|c| c.grid().version)
                on:change=move |event| choose(event_target_value(&event))
            >
                {options}
            </select>
        </div>
    }
}

/// What the version of a run is called, or its id as long as nobody knows.
fn version_of(run: &RunLine) -> Option<String> {
    let id = run.version_id.as_deref()?;
    Some(
        run.version_name
            .clone()
            .unwrap_or_else(|| short(id).to_owned()),
    )
}

/// The first part of a UUID, which tells versions apart at a glance; other ids as they are.
fn short(id: &str) -> &str {
    match id.split_once('-') {
        Some((first, _)) if id.len() == 36 && first.len() == 8 => first,
        _ => id,
    }
}

/// The shape of the grid.
#[component]
fn Skeleton() -> impl IntoView {
    let text = use_text();
    let bar = |_| view! { <div class="figure"><span class="skeleton-bar"></span></div> };
    view! {
        <div class="stack skeleton overview-coming">
            <p class="sr-only" role="status">{text.t(|c| c.lists.loading)}</p>
            <div class="panel">{(0..8).map(bar).collect_view()}</div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_shortened() {
        assert_eq!(short("9d1f2c3a-0000-4000-8000-000000000001"), "9d1f2c3a");
        assert_eq!(short("v-1"), "v-1");
    }

    #[test]
    fn the_same_runs_are_the_same_grid_whatever_became_of_them() {
        use super::model::tests::{grid, run};
        let one = grid(vec![run("1", "RUNNING", None)], Vec::new());
        let other = grid(vec![run("1", "SUCCEEDED", Some(1))], Vec::new());
        assert!(is_same(&one, &other));
        assert!(!is_same(
            &one,
            &grid(vec![run("2", "RUNNING", None)], Vec::new())
        ));
    }
}
