//! The table of experiments, or what is in its place.

use kfp_core::model::{Experiment, Namespace, Page};
use leptos::prelude::*;

use super::rows::{COLUMNS, ExperimentRows, SORTS};
use crate::{
    data::Remote,
    navigation::{History, use_navigation},
    pages::lists::{EmptyList, ListCall, ListFailure, ListFoot, NoMatch, Shown, shown},
    reactive::{Erase, derived, either, part, say},
    text::use_text,
    ui::{SkeletonRows, TableFrame},
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
    let restart = move |state: ExperimentsState| {
        navigation.set_query(state.restarted().query(), History::Push);
    };
    let name = move || {
        namespace
            .get()
            .map(|namespace| namespace.to_string())
            .unwrap_or_default()
    };
    let is_first = move || state.read().page.is_first();
    let archived = derived(move || state.read().archived);
    let what = shown(
        ListCall::of(list),
        move || !state.read().name.is_empty(),
        is_first,
    );
    part(move || {
        match what.get() {
        Shown::Rows => view! { <Rows list=list state=state namespace=namespace /> }.erased(),
        Shown::Nothing => ().erased(),
        Shown::Empty => view! {
            <EmptyList
                archived=archived
                title=say(move || (text.get().states.empty_experiments)(&name()))
                explains=|text| text.states.empty_experiments_text
            />
        }
        .erased(),
        Shown::NoMatch => view! {
            <NoMatch
                narrowest=say(move || (text.get().states.name_filter)(&state.read().name))
                on_drop=move |()| restart(ExperimentsState { name: String::new(), ..state.get_untracked() })
                on_clear=None
            />
        }
        .erased(),
        Shown::Failure => view! {
            <ListFailure
                call=list.call()
                is_first=derived(is_first)
                on_first=move |()| restart(state.get_untracked())
            />
        }
        .erased(),
    }
    })
}

/// The rows in their frame.
#[component]
fn Rows(
    list: Remote<Page<Experiment>>,
    state: Memo<ExperimentsState>,
    namespace: Memo<Option<Namespace>>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let around = ListCall::of(list);
    let change =
        move |state: ExperimentsState, history| navigation.set_query(state.query(), history);
    let name = move || {
        namespace
            .get()
            .map(|namespace| namespace.to_string())
            .unwrap_or_default()
    };
    let sorted = move || {
        let state = state.read();
        let at = SORTS.iter().position(|sort| *sort == state.sort)?;
        Some((at, state.direction == Direction::Ascending))
    };
    view! {
        <TableFrame
            caption=say(move || (text.get().lists.experiments_caption)(&name()))
            columns=COLUMNS
            two_lines=true
            sorted=derived(sorted)
            on_sort=move |at: usize| {
                if let Some(sort) = SORTS.get(at) {
                    change(state.get_untracked().sorted_by(*sort).restarted(), History::Push);
                }
            }
            busy=derived(move || around.is_refreshing())
            stale=derived(move || around.is_stale())
            foot=move || {
                view! {
                    <ListFoot
                        list=around
                        page=derived(move || state.read().page.clone())
                        on_page=move |page: PageStack| {
                            change(ExperimentsState { page, ..state.get_untracked() }, History::Push);
                        }
                    />
                }
            }
        >
            {either(move || around.has_rows(), move || view! { <ExperimentRows list=list namespace=namespace /> }, || view! { <SkeletonRows columns=COLUMNS.len() /> })}
        </TableFrame>
    }
}
