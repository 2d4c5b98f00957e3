//! Old data stays on the screen while nobody answers, and says how old it is.

use console_api::Verdict;
use leptos::prelude::*;

use super::{Retry, failure::ConnectionLink};
use crate::{
    data::{Call, FailureKind},
    reactive::{say, when},
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
    let is_old = move || {
        let failure = call.failure();
        let down = failure.is_some_and(|failure| matches!(failure.kind, FailureKind::Down(_)));
        down && call.is_answered()
    };
    let age = say(move || {
        let at_ms = call.answered_at_ms().unwrap_or_default();
        (words.get().states.kept)(&text::clock_time(words.language(), at_ms))
    });
    when(is_old, move || {
        view! {
            <div class="note note-warn" role="status">
                <VerdictGlyph verdict=Verdict::Warning />
                <p>{age} " " <span aria-live="off">{say(move || retry.sentence())}</span></p>
                <div class="row row-wrap">{retry.button(Kind::Default)} <ConnectionLink /></div>
            </div>
        }
    })
}
