//! How a list hears of changes, and what waits to be shown.

use leptos::prelude::*;

use crate::{
    data::{LiveRuns, LiveState, Waiting, use_live},
    reactive::{say, when},
    text::use_text,
    ui::Button,
};

/// Whether what is shown keeps itself up to date.
#[component]
pub(in crate::pages) fn LiveWord() -> impl IntoView {
    let text = use_text();
    let live = use_live();
    let state = say(move || {
        let words = text.get();
        match live.state() {
            LiveState::Off => String::new(),
            LiveState::Live => words.lists.live.to_owned(),
            LiveState::Asking => words.lists.live_asking.to_owned(),
            LiveState::Waiting(seconds) => (words.lists.live_waiting)(seconds),
            LiveState::Stale => words.lists.live_stale.to_owned(),
        }
    });
    let class = move || match live.state() {
        LiveState::Off => "live is-off",
        LiveState::Live | LiveState::Asking => "live is-live",
        LiveState::Waiting(_) | LiveState::Stale => "live",
    };
    view! {
        <p class=class>
            <span class="live-dot" aria-hidden="true"></span>
            <span>{state}</span>
        </p>
    }
}

/// Whether the list keeps itself up to date; above it, what waits.
#[component]
pub(in crate::pages) fn LiveNote(
    /// The list.
    runs: LiveRuns,
) -> impl IntoView {
    let text = use_text();
    let waits = move || runs.waiting() != Waiting::default();
    let sentence = say(move || {
        let (waiting, words) = (runs.waiting(), text.get());
        let more = (waiting.more > 0).then(|| (words.lists.new_runs)(waiting.more));
        let gone = (waiting.gone > 0).then(|| (words.lists.gone_runs)(waiting.gone));
        more.into_iter().chain(gone).collect::<Vec<_>>().join(" ")
    });
    // The line keeps its place whatever it says: rows must not move under the pointer.
    view! {
        <div class="live-line">
            <LiveWord />
            <div class="live-waits" role="status">
                {when(
                    waits,
                    move || {
                        view! {
                            <span>{sentence}</span>
                            <Button label=text.t(|c| c.lists.show_new) on_press=move |()| runs.show() />
                        }
                    },
                )}
            </div>
        </div>
    }
}
