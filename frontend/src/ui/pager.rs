//! Previous and next, for lists that know no page numbers.

use leptos::prelude::*;

use super::{Button, Icon};
use crate::{reactive::unless, text::use_text};

/// The two buttons.
#[component]
pub(crate) fn Pager(
    /// Whether a page stands before this one.
    #[prop(into)]
    has_previous: Signal<bool>,
    /// Whether a page stands after this one.
    #[prop(into)]
    has_next: Signal<bool>,
    /// Why there is no way to the page after although it exists.
    #[prop(into)]
    why_no_next: Signal<String>,
    /// Goes back.
    #[prop(into)]
    on_previous: Callback<()>,
    /// Goes on.
    #[prop(into)]
    on_next: Callback<()>,
) -> impl IntoView {
    let text = use_text();
    view! {
        <nav
            class="row end"
            aria-label=text.t(|c| c.lists.pages)
            hidden=unless(move || has_previous.get() || has_next.get())
        >
            <span hidden=unless(move || has_previous.get())>
                <Button label=text.t(|c| c.lists.previous) before=Icon::Left on_press=on_previous />
            </span>
            <span hidden=unless(move || has_next.get())>
                <Button
                    label=text.t(|c| c.lists.next)
                    after=Icon::Right
                    why_not=why_no_next
                    on_press=on_next
                />
            </span>
        </nav>
    }
}
