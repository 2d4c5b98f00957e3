//! The recurring runs of a namespace.

mod calendar;
mod empty;
mod rows;
mod table;

use kfp_core::model::{Namespace, Page, RecurringRun};
use leptos::prelude::*;

pub(super) use self::rows::{COLUMNS, recurring_run_rows};
use self::{
    calendar::{Calendar, use_source},
    table::RecurringRunTable,
};
use super::lists::{
    Bulk, BulkDialog, Item, ListCall, ListHead, ListNotes, NewRecurringRunLink, announce_matches,
    name_of,
};
use crate::{
    a11y::use_title,
    data::{Question, Remote, use_remote},
    navigation::{History, use_navigation},
    paths::Route,
    reactive::{derived, when},
    text::use_text,
    ui::{FilterField, Segmented},
    url_state::{Direction, RecurringRunsState, SwitchFilter},
};

/// The page.
#[component]
pub(crate) fn RecurringRunsPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::RecurringRuns(namespace) => Some(namespace),
        _ => None,
    });
    let parsed = move || RecurringRunsState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    let asked = Memo::new(move |_| state.get().asked());
    let list = use_remote(
        move || Some((namespace.get()?, asked.get())),
        |(namespace, state): &(Namespace, RecurringRunsState)| {
            Question::narrowed(namespace.to_string(), state.query().write())
        },
        |api, (namespace, state)| api.recurring_runs(namespace, state),
    );
    let source = use_source(namespace, asked, list);
    let reload = move || {
        list.reload();
        source.reload();
    };
    let bulk = Bulk::new(
        namespace,
        move || scope_of(namespace.get().as_ref(), state.get()),
        move || {
            let (page, switch) = (list.value(), state.read().switch);
            shown(page.as_deref(), switch).map(Item::from).collect()
        },
        move |_| reload(),
    );
    let change = move |state: RecurringRunsState, history| {
        navigation.set_query(state.restarted().query(), history);
    };
    use_title(move || {
        let namespace = name_of(namespace.read().as_ref());
        vec![text.get().shell.recurring_runs.to_owned(), namespace]
    });
    announce_matches(ListCall::of(list), move || !state.read().name.is_empty());
    view! {
        <div class="page page-list page-with-calendar">
            <ListHead
                title=text.t(|c| c.shell.recurring_runs)
                on_refresh=move |()| reload()
            >
                <Segmented
                    label=text.t(|c| c.recurring().choice)
                    choices=derived(move || {
                        let text = text.get();
                        let words = [text.lists.all, text.recurring().on, text.recurring().off];
                        words.map(str::to_owned).to_vec()
                    })
                    current=derived(move || {
                        let chosen = state.read().switch;
                        SwitchFilter::ALL.iter().position(|one| *one == chosen).unwrap_or(0)
                    })
                    on_choose=move |at: usize| {
                        if let Some(switch) = SwitchFilter::ALL.get(at) {
                            let state = RecurringRunsState { switch: *switch, ..state.get_untracked() };
                            navigation.set_query(state.query(), History::Push);
                        }
                    }
                />
                <span class="end">
                    <NewRecurringRunLink namespace=namespace is_primary=true />
                </span>
            </ListHead>
            <div class="filter-bar">
                <FilterField
                    label=text.t(|c| c.recurring().filter)
                    value=derived(move || state.read().name.clone())
                    on_change=move |typed: String| {
                        let name = typed.trim().to_owned();
                        change(RecurringRunsState { name, ..state.get_untracked() }, History::Replace);
                    }
                />
            </div>
            <ListNotes list=ListCall::of(list) dropped=derived(move || parsed().dropped) />
            <RecurringRunTable list=list state=state namespace=namespace bulk=bulk />
            {when(
                move || has_any(list, &state.read()),
                move || view! { <Calendar source=source state=state namespace=namespace /> },
            )}
            <BulkDialog bulk=bulk />
        </div>
    }
}

/// The rows of the page that are shown.
fn shown(
    page: Option<&Page<RecurringRun>>,
    switch: SwitchFilter,
) -> impl Iterator<Item = &RecurringRun> {
    let items = page.into_iter().flat_map(|page| &page.items);
    items.filter(move |one| switch.lets_pass(one.is_enabled()))
}

/// Whether there is any recurring run at all, as far as the list can tell.
fn has_any(list: Remote<Page<RecurringRun>>, state: &RecurringRunsState) -> bool {
    let page = list.value();
    let is_narrowed = !state.name.is_empty() || list.call().answers_another();
    page.is_some_and(|page| is_narrowed || page.total_size > 0 || !page.items.is_empty())
}

/// What a selection belongs to: another filter or page begins a new one, another order or calendar does not.
fn scope_of(namespace: Option<&Namespace>, state: RecurringRunsState) -> String {
    let state = RecurringRunsState {
        switch: state.switch,
        direction: Direction::default(),
        ..state.asked()
    };
    format!("{} {}", name_of(namespace), state.query().write())
}
