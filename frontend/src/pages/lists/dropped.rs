//! Values of the address that were not understood are named, once.

use leptos::prelude::*;

use crate::{
    reactive::{say, when},
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
        {when(move || !keys.read().is_empty(), move || view! { <div class="note" role="status">
                {icon(Icon::Info)}
                <p>{say(move || (text.get().shell.address_dropped)(&keys.read().join(", ")))}</p>
            </div> })}
    }
}
