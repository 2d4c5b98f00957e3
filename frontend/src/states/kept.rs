//! Old data stays on the screen while nobody answers, and says how old it is.

use console_api::Verdict;
use leptos::prelude::*;

use super::{Retry, failure::ConnectionLink};
use crate::{
    data::{FailureKind, Remote},
    reactive::{part, say},
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
    let old = Memo::new(move |_| {
        let down = remote
            .failure()
            .is_some_and(|failure| matches!(failure.kind, FailureKind::Down(_)));
        remote.kept().filter(|_| down).map(|kept| kept.at_ms)
    });
    part(move || {
        old.get().map(|at_ms| {
            let age = move || (words.get().states.kept)(&text::clock_time(words.language(), at_ms));
            view! {
                <div class="note note-warn" role="status">
                    <VerdictGlyph verdict=Verdict::Warning />
                    <p>{age} " " <span aria-live="off">{say(move || retry.sentence())}</span></p>
                    <div class="row row-wrap">{retry.button(Kind::Default)} <ConnectionLink /></div>
                </div>
            }
        })
    })
}
