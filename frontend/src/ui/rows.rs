//! A list whose entries stay in the document while their keys do.

use leptos::prelude::*;

use crate::reactive::Erase;

/// An entry: what tells it from others and from itself after a change, and how it is drawn.
pub(crate) struct Entry {
    key: String,
    draw: Box<dyn FnOnce() -> AnyView + Send>,
}

impl Entry {
    /// An entry. It is drawn anew when its key changes, so the key holds all that is shown of it and can change.
    pub(crate) fn new<V: IntoView + 'static>(
        key: String,
        draw: impl FnOnce() -> V + Send + 'static,
    ) -> Self {
        Self {
            key,
            draw: Box::new(move || draw().erased()),
        }
    }
}

/// Shows the entries. Whatever they are of, the list is compiled once.
pub(crate) fn entries(entries: impl Fn() -> Vec<Entry> + Send + Sync + 'static) -> AnyView {
    fn inner(entries: Box<dyn Fn() -> Vec<Entry> + Send + Sync>) -> AnyView {
        view! { <For each=entries key=|entry: &Entry| entry.key.clone() children=|entry: Entry| (entry.draw)() /> }
            .erased()
    }
    inner(Box::new(entries))
}
