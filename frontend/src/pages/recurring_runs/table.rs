//! The table of recurring runs, or what is in its place.

use kfp_core::model::{Namespace, Page, RecurringRun};
use leptos::prelude::*;

use super::{
    super::lists::{Bulk, ListCall, ListTable, NoMatch, name_of},
    empty::NoRecurringRun,
    rows::{COLUMNS, CREATED, recurring_run_rows},
    shown,
};
use crate::{
    data::{Remote, Verb},
    navigation::{History, use_navigation},
    reactive::{Erase, derived, say},
    text::use_text,
    url_state::{Direction, PageStack, RecurringRunsState, SwitchFilter},
};

/// What can be done to recurring runs.
const VERBS: &[Verb] = &[Verb::Enable, Verb::Disable, Verb::Delete];

/// The table.
#[component]
pub(super) fn RecurringRunTable(
    list: Remote<Page<RecurringRun>>,
    state: Memo<RecurringRunsState>,
    namespace: Memo<Option<Namespace>>,
    bulk: Bulk,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let change =
        move |state: RecurringRunsState| navigation.set_query(state.query(), History::Push);
    let name = move || name_of(namespace.read().as_ref());
    let switch = derived(move || state.read().switch);
    let note = say(move || {
        let (page, switch) = (list.value(), switch.get());
        if switch == SwitchFilter::All {
            String::new()
        } else {
            let page = page.as_deref();
            let read = page.map_or(0, |page| page.items.len());
            (text.get().recurring().narrowed)(shown(page, switch).count(), read)
        }
    });
    let widen = move |()| {
        let name = String::new();
        let state = state.get_untracked();
        change(RecurringRunsState { name, ..state }.restarted());
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
            caption=say(move || (text.get().recurring().caption)(&name()))
            columns=COLUMNS
            two_lines=true
            sorted=derived(move || {
                Some((CREATED, state.read().direction == Direction::Ascending))
            })
            on_sort=move |_| {
                let state = state.get_untracked();
                let direction = state.direction.reversed();
                change(RecurringRunsState { direction, ..state }.restarted());
            }
            page=derived(move || state.read().page.clone())
            on_page=move |page: PageStack| {
                change(RecurringRunsState { page, ..state.get_untracked() });
            }
            is_filtered=derived(move || !state.read().name.is_empty())
            bulk=Some((bulk, Signal::stored(VERBS)))
            note=note
            rows=move |()| recurring_run_rows(list, namespace, switch, bulk)
            empty=move |()| view! { <NoRecurringRun namespace=namespace /> }.erased()
            no_match=no_match
        />
    }
}
