//! The experiments of a namespace.

mod rows;
mod table;

use kfp_core::model::Namespace;
use leptos::prelude::*;

use self::table::ExperimentTable;
use super::lists::{ListCall, ListHead, ListNotes, StorageChoice, announce_matches, name_of};
use crate::{
    a11y::use_title,
    data::{Question, use_remote},
    navigation::{History, use_navigation},
    paths::Route,
    reactive::derived,
    text::use_text,
    ui::FilterField,
    url_state::ExperimentsState,
};

/// The page.
#[component]
pub(crate) fn ExperimentsPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::Experiments(namespace) => Some(namespace),
        _ => None,
    });
    let parsed = move || ExperimentsState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    let list = use_remote(
        move || Some((namespace.get()?, state.get())),
        |(namespace, state): &(Namespace, ExperimentsState)| {
            let of = format!("{namespace} {}", state.archived);
            Question::narrowed(of, state.query().write())
        },
        |api, (namespace, state)| api.experiments(namespace, state),
    );
    let change = move |state: ExperimentsState, history| {
        navigation.set_query(state.restarted().query(), history);
    };
    use_title(move || {
        let namespace = name_of(namespace.read().as_ref());
        vec![text.get().shell.experiments.to_owned(), namespace]
    });
    announce_matches(ListCall::of(list), move || !state.read().name.is_empty());
    view! {
        <div class="page page-list">
            <ListHead title=text.t(|c| c.shell.experiments) on_refresh=move |()| list.reload()>
                <StorageChoice
                    archived=derived(move || state.read().archived)
                    on_choose=move |archived: bool| {
                        change(ExperimentsState { archived, ..state.get_untracked() }, History::Push);
                    }
                />
            </ListHead>
            <div class="filter-bar">
                <FilterField
                    label=text.t(|c| c.lists.filter_experiments)
                    value=derived(move || state.read().name.clone())
                    on_change=move |typed: String| {
                        let name = typed.trim().to_owned();
                        change(ExperimentsState { name, ..state.get_untracked() }, History::Replace);
                    }
                />
            </div>
            <ListNotes list=ListCall::of(list) dropped=derived(move || parsed().dropped) />
            <ExperimentTable list=list state=state namespace=namespace />
        </div>
    }
}
