//! The table of experiments, or what is in its place.

use kfp_core::model::{Experiment, Namespace, Page};
use leptos::prelude::*;

use super::rows::{COLUMNS, SORTS, experiment_rows};
use crate::{
    data::Remote,
    navigation::{History, use_navigation},
    pages::lists::{EmptyList, ListCall, ListTable, NoMatch, name_of},
    reactive::{Erase, derived, say},
    text::use_text,
    url_state::{Direction, ExperimentsState, PageStack},
};

/// The table.
#[component]
pub(super) fn ExperimentTable(
    list: Remote<Page<Experiment>>,
    state: Memo<ExperimentsState>,
    namespace: Memo<Option<Namespace>>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let change = move |state: ExperimentsState| navigation.set_query(state.query(), History::Push);
    let name = move || name_of(namespace.read().as_ref());
    let sorted = move || {
        let state = state.read();
        let at = SORTS.iter().position(|sort| *sort == state.sort)?;
        Some((at, state.direction == Direction::Ascending))
    };
    let empty = move |()| {
        view! {
            <EmptyList
                archived=derived(move || state.read().archived)
                title=say(move || (text.get().states.empty_experiments)(&name()))
                explains=|text| text.states.empty_experiments_text
            />
        }
        .erased()
    };
    let widen = move |()| {
        let name = String::new();
        change(
            ExperimentsState {
                name,
                ..state.get_untracked()
            }
            .restarted(),
        );
    };
    let no_match = move |()| {
        view! {
            <NoMatch
                narrowest=say(move || (text.get().states.name_filter)(&state.read().name))
                on_drop=widen
                on_clear=None
            />
        }
        .erased()
    };
    view! {
        <ListTable
            list=ListCall::of(list)
            caption=say(move || (text.get().lists.experiments_caption)(&name()))
            columns=COLUMNS
            two_lines=true
            sorted=derived(sorted)
            on_sort=move |at: usize| {
                if let Some(sort) = SORTS.get(at) {
                    change(state.get_untracked().sorted_by(*sort).restarted());
                }
            }
            page=derived(move || state.read().page.clone())
            on_page=move |page: PageStack| change(ExperimentsState { page, ..state.get_untracked() })
            is_filtered=derived(move || !state.read().name.is_empty())
            rows=move |()| experiment_rows(list, namespace)
            empty=empty
            no_match=no_match
        />
    }
}
