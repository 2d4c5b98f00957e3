//! Old data stays on the screen while nobody answers, and says how old it is.

use console_api::Verdict;
use leptos::prelude::*;

use super::{Retry, failure::ConnectionLink};
use crate::{
    data::{FailureKind, Remote},
    reactive::{say, when},
    text::{self, use_text},
    ui::{Kind, VerdictGlyph},
};

/// A note above data that could not be refreshed; nothing while it could.
#[component]
pub(crate) fn KeptNote<T: Send + Sync + 'static>(
    /// The call.
    remote: Remote<T>,
) -> impl IntoView {
    let words = use_text();
    let retry = Retry::of(remote);
    let is_old = move || {
        let down = remote
            .failure()
            .is_some_and(|failure| matches!(failure.kind, FailureKind::Down(_)));
        down && remote.value().is_some()
    };
    let age = say(move || {
        let at_ms = remote.kept().map_or(0.0, |kept| kept.at_ms);
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
