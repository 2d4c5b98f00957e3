//! The pipelines of a namespace, or those that all namespaces share.

mod empty;
mod rows;
mod table;

use kfp_core::model::{Namespace, Page, Pipeline};
use leptos::prelude::*;

use self::table::PipelineTable;
use super::lists::{
    Bulk, BulkDialog, Item, ListCall, ListHead, ListNotes, UploadLink, announce_matches, name_of,
};
use crate::{
    a11y::use_title,
    data::{Question, Remote, use_remote},
    navigation::{History, use_navigation},
    paths::Route,
    reactive::{derived, when},
    text::use_text,
    ui::{FilterField, Segmented},
    url_state::{Direction, PipelineSort, PipelinesState},
};

/// The page.
#[component]
pub(crate) fn PipelinesPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::Pipelines(namespace) => Some(namespace),
        _ => None,
    });
    let parsed = move || PipelinesState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    let list = use_remote(
        move || Some((namespace.get()?, state.get())),
        |(namespace, state): &(Namespace, PipelinesState)| {
            let of = format!("{namespace} {}", state.shared);
            Question::narrowed(of, state.query().write())
        },
        |api, (namespace, state)| api.pipelines(namespace, state),
    );
    // What somebody is in a namespace says nothing of pipelines that belong to none.
    let owner = Memo::new(move |_| namespace.get().filter(|_| !state.read().shared));
    let bulk = Bulk::new(
        owner,
        move || scope_of(namespace.get().as_ref(), state.get()),
        move || items(list),
        move |_| list.reload(),
    );
    let change = move |state: PipelinesState, history| {
        navigation.set_query(state.restarted().query(), history);
    };
    let name = move || name_of(namespace.read().as_ref());
    use_title(move || vec![text.get().shell.pipelines.to_owned(), name()]);
    announce_matches(ListCall::of(list), move || !state.read().name.is_empty());
    view! {
        <div class="page page-list">
            <ListHead title=text.t(|c| c.shell.pipelines) on_refresh=move |()| list.reload()>
                <Segmented
                    label=text.t(|c| c.pipelines().scope)
                    choices=derived(move || vec![name(), text.get().pipelines().shared.to_owned()])
                    current=derived(move || usize::from(state.read().shared))
                    on_choose=move |at: usize| {
                        let shared = at == 1;
                        change(PipelinesState { shared, ..state.get_untracked() }, History::Push);
                    }
                />
                // What belongs to no namespace is read only here.
                {when(
                    move || !state.read().shared,
                    move || {
                        view! {
                            <UploadLink
                                namespace=namespace
                                label=text.t(|c| c.pipelines().upload)
                                primary=true
                            />
                        }
                    },
                )}
            </ListHead>
            <div class="filter-bar">
                <FilterField
                    label=text.t(|c| c.pipelines().filter)
                    value=derived(move || state.read().name.clone())
                    on_change=move |typed: String| {
                        let name = typed.trim().to_owned();
                        change(PipelinesState { name, ..state.get_untracked() }, History::Replace);
                    }
                />
            </div>
            <ListNotes list=ListCall::of(list) dropped=derived(move || parsed().dropped) />
            <PipelineTable list=list state=state namespace=namespace bulk=bulk />
            <BulkDialog bulk=bulk />
        </div>
    }
}

fn items(list: Remote<Page<Pipeline>>) -> Vec<Item> {
    let answer = list.value();
    let items = answer.iter().flat_map(|answer| &answer.items);
    items.map(Item::from).collect()
}

/// What a selection belongs to: another filter, page or scope begins a new one, another order does not.
fn scope_of(namespace: Option<&Namespace>, state: PipelinesState) -> String {
    let state = PipelinesState {
        sort: PipelineSort::default(),
        direction: Direction::default(),
        ..state
    };
    format!("{} {}", name_of(namespace), state.query().write())
}
