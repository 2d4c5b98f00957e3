//! The head of a page that is a list.

use leptos::prelude::*;

use crate::{
    reactive::Slot,
    text::use_text,
    ui::{Icon, IconButton},
};

/// The head.
#[component]
pub(in crate::pages) fn ListHead(
    /// What is listed.
    #[prop(into)]
    title: Signal<String>,
    /// Reads the data again.
    #[prop(into)]
    on_refresh: Callback<()>,
    /// What can be switched for the whole page.
    children: Slot,
) -> impl IntoView {
    let text = use_text();
    view! {
        <div class="page-head">
            <h1 tabindex="-1">{title}</h1>
            {children.fill()}
            <div class="page-head-end">
                <IconButton
                    label=text.t(|c| c.shell.refresh)
                    shows=Signal::stored(Icon::Retry)
                    on_press=move |_| on_refresh.run(())
                />
            </div>
        </div>
    }
}
