//! A failed call in place of its answer.

use leptos::prelude::*;

use super::forbidden::Forbidden;
use crate::{
    data::{Call, Failure, FailureKind},
    navigation::{RouteLink, use_navigation},
    paths::{Route, Section},
    reactive::{Erase, derived, say},
    text::use_text,
    ui::{Button, Icon, Kind, Said, StatePanel},
};

/// How the call is made again.
#[derive(Clone, Copy)]
pub(crate) struct Retry {
    countdown: Signal<Option<u32>>,
    attempt: Signal<u32>,
    now: Callback<()>,
}

impl Retry {
    /// Makes a call again.
    pub(crate) fn of(call: Call) -> Self {
        Self {
            countdown: derived(move || call.countdown()),
            attempt: derived(move || call.next_attempt()),
            now: Callback::new(move |()| call.reload()),
        }
    }

    /// The sentence about the next attempt.
    pub(super) fn sentence(self) -> String {
        let states = &use_text().get().states;
        match self.countdown.get() {
            Some(seconds) => (states.down_again)(seconds, self.attempt.get()),
            None => states.down_text.to_owned(),
        }
    }

    /// The button that makes it at once.
    pub(super) fn button(self, kind: Kind) -> AnyView {
        let text = use_text();
        let label = say(move || {
            let states = &text.get().states;
            let label = if self.countdown.get().is_some() {
                states.try_now
            } else {
                states.try_again
            };
            label.to_owned()
        });
        view! { <Button kind=kind before=Icon::Retry label=label on_press=self.now /> }.erased()
    }
}

/// Shows a failed call. Nothing is shown for the end of the session: the shell says that once for the whole page.
#[component]
pub(crate) fn FailureView(
    /// What failed.
    failure: Failure,
    /// How it is tried again.
    retry: Retry,
    /// Goes to the first page of the list, when another one was asked for.
    #[prop(optional_no_strip)]
    first_page: Option<Callback<()>>,
) -> impl IntoView {
    let text = use_text();
    let Failure { kind, code, said } = failure;
    let connection = |class| view! { <ConnectionLink class=class /> }.erased();
    let (shows, title, explains, acts) = match kind {
        FailureKind::SignedOut(_) => return ().erased(),
        FailureKind::Forbidden(access) => {
            return view! { <Forbidden access=access code=code said=said /> }.erased();
        }
        FailureKind::RefusedByMesh => (
            Icon::Shield,
            text.t(|c| c.states.mesh_title),
            text.t(|c| c.states.mesh_text),
            vec![connection("btn btn-primary"), retry.button(Kind::Default)],
        ),
        FailureKind::ConsoleRefused => (
            Icon::Shield,
            text.t(|c| c.states.console_refused_title),
            text.t(|c| c.states.console_refused_text),
            vec![connection("btn btn-primary"), retry.button(Kind::Default)],
        ),
        FailureKind::NotFound => (
            Icon::Search,
            say(not_found_title()),
            say(not_found_text()),
            vec![view! { <ListLink /> }.erased()],
        ),
        FailureKind::Down(hop) => (
            Icon::Server,
            say(move || (text.get().states.down_title)(hop)),
            say(move || retry.sentence()),
            vec![retry.button(Kind::Primary), connection("btn")],
        ),
        FailureKind::Rejected => (
            Icon::Info,
            text.t(|c| c.states.rejected_title),
            if first_page.is_some() {
                text.t(|c| c.states.rejected_page)
            } else {
                text.t(|c| c.states.rejected_text)
            },
            first_page
                .map(first_page_button)
                .into_iter()
                .chain([retry.button(Kind::Default)])
                .collect(),
        ),
        FailureKind::Garbled => (
            Icon::Server,
            text.t(|c| c.states.garbled_title),
            text.t(|c| c.states.garbled_text),
            vec![retry.button(Kind::Primary), connection("btn")],
        ),
    };
    let foot = Some(view! { <Said words=said code=code /> }.erased());
    view! { <StatePanel shows=shows title=title explains=explains acts=acts foot=foot /> }.erased()
}

fn not_found_title() -> impl Fn() -> String + Send + Sync {
    let text = use_text();
    let navigation = use_navigation();
    move || {
        let states = &text.get().states;
        let title = match navigation.route().read().section() {
            Some(Section::Pipelines) => states.no_pipeline_title,
            Some(Section::RecurringRuns) => states.no_recurring_run_title,
            _ => states.not_found_title,
        };
        title.to_owned()
    }
}

fn not_found_text() -> impl Fn() -> String + Send + Sync {
    let text = use_text();
    let navigation = use_navigation();
    move || {
        let route = navigation.route().get();
        let namespace = route
            .namespace()
            .map(ToString::to_string)
            .unwrap_or_default();
        (text.get().states.not_found_text)(&namespace)
    }
}

fn first_page_button(first_page: Callback<()>) -> AnyView {
    let text = use_text();
    view! { <Button kind=Kind::Primary label=text.t(|c| c.states.first_page) on_press=first_page /> }.erased()
}

/// A link to the list of the page's namespace.
#[component]
fn ListLink() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let section = move || match navigation.route().read().section() {
        Some(section @ (Section::Pipelines | Section::RecurringRuns)) => section,
        _ => Section::Experiments,
    };
    let list = derived(move || {
        let namespace = navigation.route().get().namespace().cloned();
        namespace.map_or(Route::Start, |namespace| section().route(namespace))
    });
    let label = say(move || {
        let states = &text.get().states;
        let label = match section() {
            Section::Pipelines => states.to_pipelines,
            Section::RecurringRuns => states.to_recurring_runs,
            _ => states.to_experiments,
        };
        label.to_owned()
    });
    view! { <RouteLink to=list class="btn btn-primary" label=label /> }
}

/// A link to the connection report of the page's namespace.
#[component]
pub(super) fn ConnectionLink(
    /// Its style.
    #[prop(default = "btn")]
    class: &'static str,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let route = derived(move || Route::Connection(navigation.route().get().namespace().cloned()));
    view! { <RouteLink to=route class=class label=text.t(|c| c.states.see_hop) /> }
}
