//! The last runs of a pipeline by task: tasks down, runs across.

mod board;
mod foot;
mod fresh;
mod keys;
mod markup;
mod model;
mod notes;
mod panels;
mod pick;
mod rail;
mod still;

use std::sync::Arc;

use console_api::overview::RunLine;
use kfp_core::model::{Namespace, PipelineId, PipelineVersionId};
use leptos::prelude::*;

pub(super) use self::still::{Asked, Told};
use self::{
    board::Board,
    fresh::keep_fresh,
    notes::Notes,
    panels::Panels,
    still::{Versions, use_still},
};
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
    grid: Remote<Told>,
    state: Memo<GridState>,
    namespace: Memo<Option<Namespace>>,
    pipeline: Memo<Option<PipelineId>>,
    /// The name of the pipeline.
    name: Memo<String>,
) -> impl IntoView {
    let text = use_text();
    let call = grid.call();
    keep_fresh(namespace, grid);
    let held = RwSignal::new(false);
    let told = use_still(grid, held);
    let shown = Memo::new(move |_| told.get().map(|told| Arc::clone(&told.grid)));
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
        <Choices state=state pipeline=pipeline told=told />
        <Notes grid=grid shown=shown />
        {body}
    }
}

/// Which runs, and how many.
#[component]
fn Choices(
    state: Memo<GridState>,
    pipeline: Memo<Option<PipelineId>>,
    told: Memo<Option<Arc<Told>>>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let go = move |state: GridState| navigation.set_query(state.query(), History::Push);
    let versions = Memo::new(move |before: Option<&Versions>| {
        let told = told.get();
        Versions::with(before, pipeline.get(), told.as_deref(), &state.read())
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
            {versions.get().seen.into_iter().map(option).collect_view()}
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
}
