//! What is to be said above a list.

use leptos::prelude::*;

use super::{DroppedNote, ListCall};
use crate::states::{KeptNote, SlowNote};

/// Values of the address that were not understood, data that is old, an answer that takes long; each only when it is so.
#[component]
pub(in crate::pages) fn ListNotes(
    /// The list.
    list: ListCall,
    /// The keys that were not understood.
    #[prop(into)]
    dropped: Signal<Vec<&'static str>>,
) -> impl IntoView {
    view! {
        <DroppedNote keys=dropped />
        <KeptNote call=list.call />
        <SlowNote call=list.call />
    }
}
