//! Values of the address that were not understood are named, once.

use leptos::prelude::*;

use crate::{
    reactive::{say, unless},
    text::use_text,
    ui::{Icon, icon},
};

/// Names the keys; nothing when all were understood.
#[component]
pub(in crate::pages) fn DroppedNote(
    /// The keys.
    #[prop(into)]
    keys: Signal<Vec<&'static str>>,
) -> impl IntoView {
    let text = use_text();
    view! {
        <div class="note" role="status" hidden=unless(move || !keys.read().is_empty())>
            {icon(Icon::Info)}
            <p>{say(move || (text.get().shell.address_dropped)(&keys.read().join(", ")))}</p>
        </div>
    }
}
