//! The experiments of a namespace.

mod rows;

use kfp_core::model::Namespace;
use leptos::prelude::*;

use self::rows::{COLUMNS, ExperimentRows, SORTS};
use super::lists::{DroppedNote, ListFoot, NoMatch, SNIPPET, StorageChoice, announce_matches};
use crate::{
    a11y::use_title,
    data::{FailureKind, use_remote},
    navigation::{History, use_navigation},
    paths::Route,
    states::{FailureView, KeptNote, Retry},
    text::use_text,
    ui::{CodeBlock, FilterField, Icon, IconButton, SkeletonRows, StatePanel, TableFrame},
    url_state::{Direction, ExperimentsState, PageStack},
};

/// What is in the place of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Rows,
    Empty,
    NoMatch,
    Failure,
}

/// The page.
#[component]
pub(crate) fn ExperimentsPage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let namespace = Memo::new(move |_| match navigation.route().get() {
        Route::Experiments(namespace) => Some(namespace),
        _ => None,
    });
    let parsed = Memo::new(move |_| ExperimentsState::parse(&navigation.search().read()));
    let state = Memo::new(move |_| parsed.with(|parsed| parsed.state.clone()));
    let list = use_remote(
        move || Some((namespace.get()?, state.get())),
        |(namespace, state): &(Namespace, ExperimentsState)| format!("{namespace} {}", state.archived),
        |api, (namespace, state)| api.experiments(namespace, state),
    );
    let change = move |state: ExperimentsState, history| navigation.set_query(state.query(), history);
    let restart = move |state: ExperimentsState| change(state.restarted(), History::Replace);
    let name = move || namespace.get().map(|namespace| namespace.to_string()).unwrap_or_default();
    use_title(move || vec![text.get().shell.experiments.to_owned(), name()]);
    announce_matches(list, move || !state.read().name.is_empty());
    let shown = Memo::new(move |_| match (list.value(), list.failure()) {
        (None, Some(failure)) if !matches!(failure.kind, FailureKind::SignedOut(_)) => Shown::Failure,
        (Some(answer), _) if answer.items.is_empty() && state.read().page.is_first() => {
            if state.read().name.is_empty() { Shown::Empty } else { Shown::NoMatch }
        }
        _ => Shown::Rows,
    });
    let table = move || {
        let sorted = move || {
            let state = state.read();
            SORTS.iter().position(|sort| *sort == Some(state.sort)).map(|at| (at, state.direction == Direction::Ascending))
        };
        view! {
            <TableFrame
                caption=Signal::derive(move || (text.get().lists.experiments_caption)(&name()))
                columns=COLUMNS
                two_lines=true
                sorted=Signal::derive(sorted)
                on_sort=move |at: usize| {
                    if let Some(Some(sort)) = SORTS.get(at) {
                        restart(state.get_untracked().sorted_by(*sort));
                    }
                }
                busy=Signal::derive(move || list.is_busy() && list.value().is_some())
                foot=move || {
                    view! {
                        <ListFoot
                            list=list
                            page=Signal::derive(move || state.read().page.clone())
                            on_page=move |page: PageStack| {
                                change(ExperimentsState { page, ..state.get_untracked() }, History::Push);
                            }
                        />
                    }
                }
            >
                <Show when=move || list.value().is_some() fallback=|| view! { <SkeletonRows columns=COLUMNS.len() /> }>
                    <ExperimentRows list=list namespace=namespace />
                </Show>
            </TableFrame>
        }
    };
    let content = move || match shown.get() {
        Shown::Rows => table().into_any(),
        Shown::Empty => view! { <Empty namespace=Signal::derive(name) archived=Signal::derive(move || state.read().archived) /> }.into_any(),
        Shown::NoMatch => view! {
            <NoMatch
                narrowest=Signal::derive(move || (text.get().states.name_filter)(&state.read().name))
                on_drop=move |()| restart(ExperimentsState { name: String::new(), ..state.get_untracked() })
                on_clear=None
            />
        }
        .into_any(),
        Shown::Failure => (move || {
            let first_page = Callback::new(move |()| restart(state.get_untracked()));
            list.failure().map(|failure| {
                if state.read().page.is_first() {
                    view! { <FailureView failure=failure retry=Retry::of(list) /> }.into_any()
                } else {
                    view! { <FailureView failure=failure retry=Retry::of(list) first_page=first_page /> }.into_any()
                }
            })
        })
        .into_any(),
    };
    view! {
        <div class="page" class:page-list=move || shown.get() == Shown::Rows>
            <div class="page-head">
                <h1 tabindex="-1">{move || text.get().shell.experiments}</h1>
                <StorageChoice
                    archived=Signal::derive(move || state.read().archived)
                    on_choose=move |archived: bool| {
                        change(ExperimentsState { archived, ..state.get_untracked() }.restarted(), History::Push);
                    }
                />
                <div class="page-head-end">
                    <IconButton
                        label=Signal::derive(move || text.get().shell.refresh.to_owned())
                        shows=Signal::stored(Icon::Retry)
                        on_press=move |_| list.reload()
                    />
                </div>
            </div>
            <div class="filter-bar">
                <FilterField
                    label=Signal::derive(move || text.get().lists.filter_experiments.to_owned())
                    value=Signal::derive(move || state.read().name.clone())
                    on_change=move |typed: String| {
                        restart(ExperimentsState { name: typed.trim().to_owned(), ..state.get_untracked() });
                    }
                />
            </div>
            <DroppedNote keys=Signal::derive(move || parsed.read().dropped.clone()) />
            <KeptNote remote=list />
            {content}
        </div>
    }
}

#[component]
fn Empty(namespace: Signal<String>, archived: Signal<bool>) -> impl IntoView {
    let text = use_text();
    let title = move || if archived.get() { text.get().states.empty_archive.to_owned() } else { (text.get().states.empty_experiments)(&namespace.get()) };
    let explains = move || if archived.get() { text.get().states.empty_archive_text } else { text.get().states.empty_experiments_text };
    view! {
        <StatePanel
            shows=Icon::Experiment
            title=Signal::derive(title)
            explains=Signal::derive(move || explains().to_owned())
        >
            <Show when=move || !archived.get()>
                <CodeBlock
                    name="Python"
                    label=Signal::derive(move || text.get().states.snippet.to_owned())
                    code=Signal::stored(SNIPPET.to_owned())
                />
            </Show>
        </StatePanel>
    }
}
