//! A list that could not be read.

use kfp_core::model::Page;
use leptos::prelude::*;

use crate::{
    data::Remote,
    reactive::part,
    states::{FailureView, Retry},
};

/// Shows why, and offers the first page where another one was asked for: a token of an address can be too old.
#[component]
pub(in crate::pages) fn ListFailure<T: Send + Sync + 'static>(
    /// The list.
    list: Remote<Page<T>>,
    /// Whether the first page is open.
    #[prop(into)]
    is_first: Signal<bool>,
    /// Opens the first page.
    #[prop(into)]
    on_first: Callback<()>,
) -> impl IntoView {
    let failure = Memo::new(move |_| list.failure());
    part(move || {
        failure.get().map(|failure| {
            let first_page = (!is_first.get()).then_some(on_first);
            view! { <FailureView failure=failure retry=Retry::of(list) first_page=first_page /> }
        })
    })
}
