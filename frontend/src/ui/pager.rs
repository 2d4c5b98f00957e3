//! Previous and next, for lists that know no page numbers.

use leptos::prelude::*;

use super::{Button, Icon};
use crate::text::use_text;

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
        <Show when=move || has_previous.get() || has_next.get()>
            <nav class="row end" aria-label=move || text.get().lists.pages>
                <Show when=move || has_previous.get()>
                    <Button
                        label=Signal::derive(move || text.get().lists.previous.to_owned())
                        before=Icon::Left
                        on_press=on_previous
                    />
                </Show>
                <Show when=move || has_next.get()>
                    <Button
                        label=Signal::derive(move || text.get().lists.next.to_owned())
                        after=Icon::Right
                        why_not=why_no_next
                        on_press=on_next
                    />
                </Show>
            </nav>
        </Show>
    }
}
