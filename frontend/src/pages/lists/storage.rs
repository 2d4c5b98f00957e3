//! The active ones or the archive.

use leptos::prelude::*;

use crate::{reactive::derived, text::use_text, ui::Segmented};

/// The choice.
#[component]
pub(in crate::pages) fn StorageChoice(
    /// Whether the archive is shown.
    #[prop(into)]
    archived: Signal<bool>,
    /// Gets the choice.
    #[prop(into)]
    on_choose: Callback<bool>,
) -> impl IntoView {
    let text = use_text();
    view! {
        <Segmented
            label=text.t(|c| c.lists.storage)
            choices=derived(move || {
                vec![text.get().lists.active.to_owned(), text.get().lists.archived.to_owned()]
            })
            current=derived(move || usize::from(archived.get()))
            on_choose=move |at: usize| on_choose.run(at == 1)
        />
    }
}
