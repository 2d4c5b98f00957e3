//! A failed call in place of its answer.

use leptos::prelude::*;

use super::forbidden::Forbidden;
use crate::{
    data::{Call, Failure, FailureKind},
    navigation::{RouteLink, use_navigation},
    paths::Route,
    reactive::{Erase, say},
    text::{FailedHop, use_text},
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
            countdown: Signal::derive(move || call.countdown()),
            attempt: Signal::derive(move || call.next_attempt()),
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
    pub(super) fn button(self, kind: Kind) -> impl IntoView {
        let text = use_text();
        let label = move || {
            if self.countdown.get().is_some() {
                text.get().states.try_now
            } else {
                text.get().states.try_again
            }
        };
        view! {
            <Button kind=kind before=Icon::Retry label=Signal::derive(move || label().to_owned()) on_press=self.now />
        }
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
    match kind {
        FailureKind::SignedOut(_) => ().erased(),
        FailureKind::Forbidden(access) => {
            view! { <Forbidden access=access code=code said=said /> }.erased()
        }
        FailureKind::RefusedByMesh => view! {
            <StatePanel
                shows=Icon::Shield
                title=text.t(|c| c.states.mesh_title)
                explains=text.t(|c| c.states.mesh_text)
                acts=move || view! { <ConnectionLink primary=true /> {retry.button(Kind::Default)} }
            >
                <Said words=said code=code />
            </StatePanel>
        }
        .erased(),
        FailureKind::NotFound => view! { <NotFound code=code said=said /> }.erased(),
        FailureKind::Down(hop) => {
            view! { <Down hop=hop retry=retry code=code said=said /> }.erased()
        }
        FailureKind::Rejected => {
            view! { <Rejected retry=retry first_page=first_page code=code said=said /> }.erased()
        }
        FailureKind::Garbled => view! {
            <StatePanel
                shows=Icon::Server
                title=text.t(|c| c.states.garbled_title)
                explains=text.t(|c| c.states.garbled_text)
                acts=move || view! { {retry.button(Kind::Primary)} <ConnectionLink /> }
            >
                <Said words=said code=code />
            </StatePanel>
        }
        .erased(),
    }
}

/// A link to the connection report of the page's namespace.
#[component]
pub(super) fn ConnectionLink(
    /// It is the one thing to do.
    #[prop(optional)]
    primary: bool,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let route =
        Signal::derive(move || Route::Connection(navigation.route().get().namespace().cloned()));
    let class = if primary { "btn btn-primary" } else { "btn" };
    view! {
        <RouteLink to=route class=class>
            {text.t(|c| c.states.see_hop)}
        </RouteLink>
    }
}

#[component]
fn Down(hop: FailedHop, retry: Retry, code: String, said: String) -> impl IntoView {
    let text = use_text();
    view! {
        <StatePanel
            shows=Icon::Server
            title=say(move || (text.get().states.down_title)(hop))
            explains=Signal::derive(move || retry.sentence())
            acts=move || view! { {retry.button(Kind::Primary)} <ConnectionLink /> }
        >
            <Said words=said code=code />
        </StatePanel>
    }
}

#[component]
fn NotFound(code: String, said: String) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let namespace = move || navigation.route().get().namespace().cloned();
    let list = Signal::derive(move || namespace().map_or(Route::Start, Route::Experiments));
    let explains = move || {
        let namespace = namespace()
            .map(|namespace| namespace.to_string())
            .unwrap_or_default();
        (text.get().states.not_found_text)(&namespace)
    };
    view! {
        <StatePanel
            shows=Icon::Search
            title=text.t(|c| c.states.not_found_title)
            explains=Signal::derive(explains)
            acts=move || {
                view! {
                    <RouteLink to=list class="btn btn-primary">
                        {text.t(|c| c.states.to_experiments)}
                    </RouteLink>
                }
            }
        >
            <Said words=said code=code />
        </StatePanel>
    }
}

#[component]
fn Rejected(
    retry: Retry,
    first_page: Option<Callback<()>>,
    code: String,
    said: String,
) -> impl IntoView {
    let text = use_text();
    let explains = move || {
        if first_page.is_some() {
            text.get().states.rejected_page
        } else {
            text.get().states.rejected_text
        }
    };
    let acts = move || {
        let first = first_page.map(|first_page| {
            view! {
                <Button
                    kind=Kind::Primary
                    label=text.t(|c| c.states.first_page)
                    on_press=first_page
                />
            }
        });
        view! { {first} {retry.button(Kind::Default)} }
    };
    view! {
        <StatePanel
            shows=Icon::Info
            title=text.t(|c| c.states.rejected_title)
            explains=Signal::derive(move || explains().to_owned())
            acts=acts
        >
            <Said words=said code=code />
        </StatePanel>
    }
}
