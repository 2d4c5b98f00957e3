//! Choosing one more run.

use kfp_core::{
    model::{Namespace, Page as ListPage},
    query::RunScope,
};
use leptos::prelude::*;

use super::Page;
use crate::{
    data::{Question, Remote, RunRow, use_remote},
    reactive::{Erase, derived, part, press, say, unless, when, while_holds},
    states::{FailureView, Retry},
    status::Status,
    text::use_text,
    ui::{Dialog, FilterField, StatusWord, When},
    url_state::{RunFilter, RunsState},
};

/// The dialog.
#[component]
pub(super) fn AddRun(page: Page) -> impl IntoView {
    let text = use_text();
    let open = page.choosing;
    view! {
        <Dialog open=open title=text.t(|c| c.compare().choose)>
            {when(move || open.get(), move || view! { <Choice page=page /> })}
        </Dialog>
    }
}

/// The runs that can be chosen.
#[component]
fn Choice(page: Page) -> impl IntoView {
    let text = use_text();
    let name = RwSignal::new(String::new());
    let runs: Remote<ListPage<RunRow>> = use_remote(
        move || Some((page.namespace.get()?, name.get())),
        |(namespace, name): &(Namespace, String)| {
            Question::narrowed(namespace.to_string(), name.clone())
        },
        |api, (namespace, name)| {
            let filter = RunFilter {
                name,
                ..RunFilter::default()
            };
            let state = RunsState {
                filter,
                ..RunsState::default()
            };
            api.runs(RunScope::Namespace(namespace), state)
        },
    );
    let call = runs.call();
    let is_empty = move || {
        let answer = runs.value();
        answer.is_some_and(|answer| answer.items.is_empty())
    };
    view! {
        <FilterField
            label=text.t(|c| c.compare().choose_filter)
            value=name
            on_change=move |typed: String| name.set(typed.trim().to_owned())
        />
        {part(move || {
            let failure = call.failure().filter(|_| !call.is_answered())?;
            Some(view! { <FailureView failure=failure retry=Retry::of(call) /> })
        })}
        <p class="sub skeleton" hidden=unless(move || !call.is_answered() && call.failure().is_none())>
            {text.t(|c| c.lists.loading)}
        </p>
        <p hidden=unless(is_empty)>{text.t(|c| c.compare().none_to_choose)}</p>
        <ul class="things things-long" hidden=unless(move || call.is_answered() && !is_empty())>
            {part(move || {
                let answer = runs.value();
                let items = answer.iter().flat_map(|answer| &answer.items);
                items.map(|run| view! { <Offer page=page run=run.clone() /> }).collect_view()
            })}
        </ul>
        <p class="sub">{text.t(|c| c.compare().newest)}</p>
    }
}

#[component]
fn Offer(page: Page, run: RunRow) -> impl IntoView {
    let text = use_text();
    let status = Status::of_run(&run);
    let id = run.run_id.clone();
    let name = if run.display_name.is_empty() {
        id.to_string()
    } else {
        run.display_name.clone()
    };
    let is_chosen = {
        let id = id.clone();
        derived(move || page.state.read().runs.contains(&id))
    };
    let said = name.clone();
    let choose = move |_| {
        if is_chosen.get_untracked() {
            return;
        }
        let state = page.state.get_untracked().with(id.clone());
        page.choosing.set(false);
        let words = (text.now().compare().added)(&said);
        // The dialog gives the focus back to the button that opened it.
        page.show(&state);
        page.announcer.say(words);
    };
    let note = say(move || {
        if is_chosen.get() {
            text.get().compare().chosen.to_owned()
        } else {
            String::new()
        }
    });
    view! {
        <li>
            <button
                type="button"
                class="cmp-offer"
                aria-disabled=while_holds("true", move || is_chosen.get())
                title=note
                on:click=press(choose)
            >
                <span class="ellipsis strong">{name}</span>
                <span class="sub" hidden=unless(move || is_chosen.get())>{note}</span>
                <StatusWord status=status />
                {run.created_at.map(|at| view! { <span class="sub"><When at=at /></span> }).erased()}
            </button>
        </li>
    }
}
