//! A switch for what acts at once.

use leptos::prelude::*;

use crate::reactive::{flag, press, while_holds};

/// The switch.
#[component]
pub(crate) fn Switch(
    /// What is switched.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// A change is on its way.
    #[prop(into)]
    busy: Signal<bool>,
    /// Why it cannot be switched at the moment; an empty reason means it can.
    #[prop(into)]
    why_not: Signal<String>,
    /// Gets what it is switched to.
    #[prop(into)]
    on_set: Callback<bool>,
) -> impl IntoView {
    let off = move || !why_not.read().is_empty();
    view! {
        <button
            type="button"
            class="switch"
            role="switch"
            aria-label=label
            aria-checked=flag(move || on.get())
            aria-busy=while_holds("true", move || busy.get())
            aria-disabled=while_holds("true", off)
            title=why_not
            on:click=press(move |_| {
                if why_not.read_untracked().is_empty() && !busy.get_untracked() {
                    on_set.run(!on.get_untracked());
                }
            })
        >
            <span></span>
        </button>
    }
}
