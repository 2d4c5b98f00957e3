//! The active ones or the archive.

use leptos::prelude::*;

use crate::{
    reactive::derived,
    text::{number, use_text},
    ui::Segmented,
};

/// The choice.
#[component]
pub(in crate::pages) fn StorageChoice(
    /// Whether the archive is shown.
    #[prop(into)]
    archived: Signal<bool>,
    /// How many there are of the active ones and in the archive, where that is told.
    #[prop(optional)]
    count: Option<Callback<bool, Option<u64>>>,
    /// Gets the choice.
    #[prop(into)]
    on_choose: Callback<bool>,
) -> impl IntoView {
    let text = use_text();
    view! {
        <Segmented
            label=text.t(|c| c.lists.storage)
            choices=derived(move || {
                let words = &text.get().lists;
                let choices = [(words.active, false), (words.archived, true)];
                choices.map(|(word, of)| with_count(word, count.and_then(|count| count.run(of)))).to_vec()
            })
            current=derived(move || usize::from(archived.get()))
            on_choose=move |at: usize| on_choose.run(at == 1)
        />
    }
}

fn with_count(word: &str, count: Option<u64>) -> String {
    count.map_or_else(
        || word.to_owned(),
        |count| format!("{word} {}", number(count)),
    )
}
