//! The recurring runs that make runs of a pipeline.

use kfp_core::model::{Namespace, Page, RecurringRun};
use leptos::prelude::*;

use super::super::{
    lists::{Bulk, BulkDialog, Item, ListCall, ListNotes, ListTable},
    recurring_runs::{COLUMNS, recurring_run_rows},
};
use crate::{
    data::{Remote, Verb},
    navigation::{History, use_navigation},
    reactive::{Erase, derived, say},
    text::use_text,
    ui::{Icon, StatePanel},
    url_state::{PageStack, SomeRunsState, SwitchFilter},
};

/// What can be done to them.
const VERBS: &[Verb] = &[Verb::Enable, Verb::Disable, Verb::Delete];

/// The table, or what is in its place.
#[component]
pub(super) fn RecurringRuns(
    list: Remote<Page<RecurringRun>>,
    /// How many of the namespace were read for them.
    read: RwSignal<Option<usize>>,
    state: Memo<SomeRunsState>,
    namespace: Memo<Option<Namespace>>,
    /// The name of the pipeline.
    name: Memo<String>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let dropped = derived(move || SomeRunsState::parse(&navigation.search().read()).dropped);
    let bulk = Bulk::new(
        namespace,
        move || format!("{:?} {}", namespace.get(), state.read().query().write()),
        move || {
            let page = list.value();
            let items = page.iter().flat_map(|page| &page.items);
            items.map(Item::from).collect()
        },
        move |_| list.reload(),
    );
    let note = say(move || {
        let own = list.value().map(|page| page.items.len());
        let counts = own.zip(read.get());
        counts.map_or_else(String::new, |(own, read)| {
            (text.get().grid().recurring_picked)(own, read)
        })
    });
    let nothing = move |()| {
        view! {
            <StatePanel
                shows=Icon::Calendar
                title=text.t(|c| c.grid().no_recurring)
                explains=text.t(|c| c.grid().no_recurring_text)
            />
        }
        .erased()
    };
    view! {
        <ListNotes list=ListCall::of(list) dropped=dropped />
        <ListTable
            list=ListCall::of(list)
            caption=say(move || (text.get().grid().recurring_of)(&name.read()))
            columns=COLUMNS
            two_lines=true
            sorted=Signal::stored(None)
            on_sort=|_| {}
            page=derived(move || state.read().page.clone())
            on_page=move |page: PageStack| {
                navigation.set_query(SomeRunsState { page }.query(), History::Push);
            }
            is_filtered=Signal::stored(false)
            bulk=Some((bulk, Signal::stored(VERBS)))
            note=note
            rows=move |()| recurring_run_rows(list, namespace, Signal::stored(SwitchFilter::All), bulk)
            empty=nothing
            no_match=nothing
        />
        <BulkDialog bulk=bulk />
    }
}
