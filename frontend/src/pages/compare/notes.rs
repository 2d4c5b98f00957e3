//! What is told beside the runs, and in their place where there are too few or too many.

use console_api::compare::MOST_RUNS;
use leptos::prelude::*;

use super::{Page, matrix::Standing};
use crate::{
    navigation::RouteLink,
    pages::lists::name_of,
    paths::Route,
    reactive::{Erase, derived, say, unless},
    states::SlowNote,
    text::use_text,
    ui::{Button, Icon, Kind, StatePanel, icon},
    url_state::CompareState,
};

/// That some of the runs are not there.
#[component]
pub(super) fn Notes(page: Page) -> impl IntoView {
    let text = use_text();
    let absent = derived(move || {
        let matrix = page.matrix.read();
        let columns = matrix.columns.iter();
        columns
            .filter(|column| column.standing == Standing::Absent)
            .count()
    });
    let words = say(move || {
        let namespace = name_of(page.namespace.read().as_ref());
        (text.get().compare().absent_note)(absent.get(), &namespace)
    });
    view! {
        <div class="note note-warn" role="status" hidden=unless(move || absent.get() > 0)>
            {icon(Icon::Info)}
            <p>{words}</p>
        </div>
    }
}

/// There are fewer than two.
#[component]
pub(super) fn Few(page: Page) -> impl IntoView {
    let text = use_text();
    let acts = vec![
        view! {
            <Button
                kind=Kind::Primary
                before=Icon::Plus
                label=text.t(|c| c.compare().add)
                on_press=move |()| page.choosing.set(true)
            />
        }
        .erased(),
        view! { <ToRuns page=page /> }.erased(),
    ];
    view! {
        <StatePanel
            shows=Icon::Clone
            title=text.t(|c| c.compare().few_title)
            explains=text.t(|c| c.compare().few_text)
            acts=acts
        />
    }
}

/// There are more than ten.
#[component]
pub(super) fn Many(page: Page) -> impl IntoView {
    let text = use_text();
    let first = move |()| {
        let mut state = page.state.get_untracked();
        state.runs.truncate(MOST_RUNS);
        let base = state.base.take();
        let state = CompareState {
            base: base.filter(|base| state.runs.contains(base)),
            ..state
        };
        let title = (text.now().compare().title)(MOST_RUNS);
        page.change(&state, title, "main h1".to_owned());
    };
    let acts = vec![
        view! {
            <Button
                kind=Kind::Primary
                label=text.t(|c| c.compare().first_ten)
                on_press=first
            />
        }
        .erased(),
        view! { <ToRuns page=page /> }.erased(),
    ];
    let title = say(move || {
        let count = page.state.read().runs.len();
        (text.get().compare().many_title)(count)
    });
    view! {
        <StatePanel
            shows=Icon::Clone
            title=title
            explains=text.t(|c| c.compare().many_text)
            acts=acts
        />
    }
}

#[component]
fn ToRuns(page: Page) -> impl IntoView {
    let text = use_text();
    let list = derived(move || page.namespace.get().map_or(Route::Start, Route::Runs));
    view! { <RouteLink to=list class="btn" label=text.t(|c| c.compare().to_runs) /> }
}

/// A table in the shape of the one that is on its way.
#[component]
pub(super) fn Waiting(page: Page) -> impl IntoView {
    let text = use_text();
    view! {
        <div class="panel cmp-waiting skeleton" aria-busy="true">
            <span class="sr-only">{text.t(|c| c.lists.loading)}</span>
            {(0..6).map(|_| view! { <span class="skeleton-bar"></span> }).collect_view()}
        </div>
        <SlowNote call=page.answer.call() />
    }
}
