//! The runs of one thing, picked out of a list of the latest ones: KFP has no index for what made a run.

use std::sync::Arc;

use kfp_core::model::Page;
use leptos::prelude::*;

use super::rows::{Around, COLUMNS_OF_PICKED, Pick, run_rows};
use crate::{
    data::{Remote, RunRow},
    navigation::{History, use_navigation},
    pages::lists::{ListCall, ListTable},
    reactive::{Erase, derived, say},
    text::use_text,
    ui::{Icon, StatePanel},
    url_state::{PageStack, SomeRunsState},
};

/// What is said of runs that were found in another way.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Told {
    /// How they were found.
    pub(in crate::pages) note: Signal<String>,
    /// There are none.
    pub(in crate::pages) nothing: Signal<String>,
    /// Why there may be some all the same.
    pub(in crate::pages) explains: Signal<String>,
}

/// The table.
#[component]
pub(in crate::pages) fn PickedRuns(
    /// The latest runs.
    runs: Remote<Page<RunRow>>,
    /// What the list shows.
    state: Memo<SomeRunsState>,
    /// Which of them are shown.
    pick: Arc<dyn Fn(&RunRow) -> bool + Send + Sync>,
    /// What the table holds.
    #[prop(into)]
    caption: Signal<String>,
    /// Where the list holds nothing but these runs.
    #[prop(optional_no_strip)]
    told: Option<Told>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let pick: Pick = pick;
    let picked = {
        let pick = Arc::clone(&pick);
        Memo::new(move |_| {
            let answer = runs.value()?;
            let own = answer.items.iter().filter(|run| pick(run)).count();
            Some((own, answer.items.len()))
        })
    };
    let told = told.unwrap_or_else(|| Told {
        note: say(move || {
            let counts = picked.get();
            counts.map_or_else(String::new, |(own, read)| {
                (text.get().recurring().picked)(own, read)
            })
        }),
        nothing: text.t(|c| c.recurring().none_picked),
        explains: text.t(|c| c.recurring().none_picked_text),
    });
    let around = Around {
        bulk: None,
        experiments: None,
    };
    let nothing = move |()| {
        view! {
            <StatePanel
                shows=Icon::Experiment
                title=told.nothing
                explains=told.explains
            />
        }
        .erased()
    };
    view! {
        <ListTable
            list=ListCall::of(runs)
            caption=caption
            columns=COLUMNS_OF_PICKED
            sorted=Signal::stored(None)
            on_sort=|_| {}
            page=derived(move || state.read().page.clone())
            on_page=move |page: PageStack| {
                navigation.set_query(SomeRunsState { page }.query(), History::Push);
            }
            is_filtered=Signal::stored(false)
            rows=move |()| {
                run_rows(runs, &around, Arc::clone(&pick), Some(told.nothing))
            }
            bulk=None
            note=told.note
            empty=nothing
            no_match=nothing
        />
    }
}
