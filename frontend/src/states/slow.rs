//! After some seconds without an answer: what is being waited for, and where to look.

use leptos::prelude::*;

use super::failure::ConnectionLink;
use crate::{data::Call, reactive::unless, text::use_text};

/// Says so while the first answer is on its way. The style shows it only after eight seconds.
#[component]
pub(crate) fn SlowNote(
    /// The call.
    call: Call,
) -> impl IntoView {
    let text = use_text();
    let waiting = move || call.is_busy() && !call.is_answered();
    view! {
        <div class="slow row row-wrap" hidden=unless(waiting)>
            <span class="sub">{text.t(|c| c.lists.still_loading)}</span>
            <ConnectionLink />
        </div>
    }
}
