//! Old data stays on the screen while nobody answers or nobody may be asked, and says how old it is and whether it is
//! what the address asks for.

use console_api::Verdict;
use leptos::prelude::*;

use super::{Retry, failure::ConnectionLink};
use crate::{
    data::{Call, FailureKind},
    reactive::{say, unless, when},
    text::{self, use_text},
    ui::{Kind, VerdictGlyph},
};

/// A note above data that could not be refreshed; nothing while it could.
#[component]
pub(crate) fn KeptNote(
    /// The call.
    call: Call,
) -> impl IntoView {
    let words = use_text();
    let retry = Retry::of(call);
    let is_down = move || {
        let failure = call.failure();
        failure.is_some_and(|failure| matches!(failure.kind, FailureKind::Down(_)))
    };
    let is_old = move || call.is_answered() && (call.is_held_back() || is_down());
    let age = say(move || {
        let at_ms = call.answered_at_ms().unwrap_or_default();
        (words.get().states.kept)(&text::clock_time(words.language(), at_ms))
    });
    let of_another = say(move || {
        if call.answers_another() {
            words.get().states.kept_of_another.to_owned()
        } else {
            String::new()
        }
    });
    // While nobody may be asked there is nothing to try: the shell says when there is.
    let can_retry = move || !call.is_held_back();
    let again = say(move || {
        if can_retry() {
            retry.sentence()
        } else {
            String::new()
        }
    });
    when(is_old, move || {
        view! {
            <div class="note note-warn" role="status">
                <VerdictGlyph verdict=Verdict::Warning />
                <p>{age} " " {of_another} " " <span aria-live="off">{again}</span></p>
                <div class="row row-wrap" hidden=unless(can_retry)>
                    {retry.button(Kind::Default)} <ConnectionLink />
                </div>
            </div>
        }
    })
}
