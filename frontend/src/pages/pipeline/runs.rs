//! The runs of a pipeline, as the index of runs finds them.

use std::sync::Arc;

use kfp_core::model::Page;
use leptos::prelude::*;

use super::super::lists::{ListCall, ListNotes, PickedRuns, Told};
use crate::{
    data::{Looked, Remote, RunRow},
    navigation::use_navigation,
    reactive::{derived, say},
    text::{number, use_text},
    url_state::SomeRunsState,
};

/// The table, or what is in its place.
#[component]
pub(super) fn Runs(
    runs: Remote<Page<RunRow>>,
    /// How far the namespace was looked through for them.
    looked: RwSignal<Option<Looked>>,
    state: Memo<SomeRunsState>,
    /// The name of the pipeline.
    name: Memo<String>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let dropped = derived(move || SomeRunsState::parse(&navigation.search().read()).dropped);
    let note = say(move || {
        let grid = text.get().grid();
        looked.get().map_or_else(String::new, |looked| {
            let at = number(looked.at);
            match looked.of {
                Some(all) => (grid.looked)(&at, &number(all)),
                None => (grid.looked_unknown)(&at),
            }
        })
    });
    let told = Told {
        note,
        nothing: text.t(|c| c.grid().no_runs),
        explains: text.t(|c| c.grid().no_runs_text),
    };
    view! {
        <ListNotes list=ListCall::of(runs) dropped=dropped />
        <PickedRuns
            runs=runs
            state=state
            pick=Arc::new(|_: &RunRow| true)
            caption=say(move || (text.get().pipelines().runs_of)(&name.read()))
            told=Some(told)
        />
    }
}
