//! A list that could not be read.

use leptos::prelude::*;

use crate::{
    data::Call,
    reactive::part,
    states::{FailureView, Retry},
};

/// Shows why, and offers the first page where another one was asked for: a token of an address can be too old.
#[component]
pub(in crate::pages) fn ListFailure(
    /// The call.
    call: Call,
    /// Whether the first page is open.
    #[prop(into)]
    is_first: Signal<bool>,
    /// Opens the first page.
    #[prop(into)]
    on_first: Callback<()>,
) -> impl IntoView {
    let failure = Memo::new(move |_| call.failure());
    part(move || {
        failure.get().map(|failure| {
            let first_page = (!is_first.get()).then_some(on_first);
            view! { <FailureView failure=failure retry=Retry::of(call) first_page=first_page /> }
        })
    })
}
