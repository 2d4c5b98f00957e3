//! The runs of a namespace.

use kfp_core::{model::Namespace, query::RunScope};
use leptos::prelude::*;

use super::lists::{
    Bulk, BulkDialog, ListCall, ListHead, ListNotes, NewRunLink, RunFilterBar, RunStorage,
    RunTable, announce_matches, name_of, run_items,
};
use super::parts::{FetchedPage, FetchedPiece};
use crate::{
    a11y::use_title,
    data::{Question, use_live_runs, use_remote},
    navigation::use_navigation,
    paths::Route,
    preferences,
    reactive::{derived, flag, press, say, when},
    text::use_text,
    url_state::{RunSort, RunsState},
};

/// The page.
#[component]
pub(crate) fn RunsPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::Runs(namespace) => Some(namespace),
        _ => None,
    });
    let parsed = move || RunsState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    // What stands beside the list asks for nothing of the list.
    let asked = Memo::new(move |_| state.get().alone());
    // How many runs were read of how many there are, where the order is not KFP's and that is not all.
    let read = RwSignal::new(None);
    let runs = use_remote(
        move || Some((namespace.get()?, asked.get())),
        |(namespace, state): &(Namespace, RunsState)| {
            let of = format!("{namespace} {}", state.archived);
            Question::narrowed(of, state.query().write())
        },
        move |api, (namespace, state)| async move {
            if state.sort == RunSort::Created {
                let _told = read.try_set(None);
                return api.runs(RunScope::Namespace(namespace), state).await;
            }
            let (page, of) = api.sorted_runs(namespace, state).await?;
            let _told = read.try_set(of);
            Ok(page)
        },
    );
    let note = say(move || {
        let words = text.get();
        read.get().map_or_else(String::new, |(read, of)| {
            (words.lists.sorted_among)(read, of)
        })
    });
    let list = ListCall::of(runs);
    let live = use_live_runs(runs, move || namespace.get(), || None, asked);
    let name = move || name_of(namespace.read().as_ref());
    let bulk = Bulk::new(
        namespace,
        move || format!("{} {}", name(), state.read().selection_scope()),
        move || run_items(runs),
        move |_| runs.reload(),
    );
    use_title(move || vec![text.get().shell.runs.to_owned(), name()]);
    announce_matches(list, move || !state.read().filter.is_empty());
    let views = RwSignal::new(false);
    view! {
        <div
            class="page page-list"
            data-cols=move || preferences::columns_of(&navigation.search().read())
        >
            <ListHead title=text.t(|c| c.shell.runs) on_refresh=move |()| runs.reload()>
                <RunStorage state=state live=live />
                <span class="end row">
                    <button
                        type="button"
                        class="btn"
                        aria-expanded=flag(move || views.get())
                        on:click=press(move |_| views.update(|shown| *shown = !*shown))
                    >
                        {text.t(|c| c.settings.views)}
                    </button>
                    <NewRunLink namespace=namespace />
                </span>
            </ListHead>
            {when(move || views.get(), || view! { <FetchedPiece page=FetchedPage::Views /> })}
            <RunFilterBar state=state live=live counted=true />
            <ListNotes list=list dropped=derived(move || parsed().dropped) />
            <RunTable
                runs=runs
                state=state
                caption=say(move || (text.get().lists.runs_of_namespace)(&name()))
                experiments=Some(namespace)
                note=note
                bulk=bulk
                none_yet=say(move || (text.get().states.empty_runs_of_namespace)(&name()))
            />
            <BulkDialog bulk=bulk />
        </div>
    }
}
