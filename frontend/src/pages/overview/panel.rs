//! What the panels have in common.

use leptos::prelude::*;

use super::body::Shown;
use crate::{
    navigation::RouteLink,
    paths::Route,
    reactive::{Erase, derived},
    text::{Catalogue, Text},
    url_state::Query,
};

/// The list of runs.
pub(super) fn runs_of(shown: Shown) -> Signal<Route> {
    derived(move || shown.namespace.get().map_or(Route::Start, Route::Runs))
}

/// A link at the end of the head of a panel.
#[component]
pub(super) fn AllLink(
    #[prop(into)] to: Signal<Route>,
    query: Query,
    #[prop(into)] label: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="end">
            <RouteLink to=to query=Signal::stored(query) class="link" label=label />
        </span>
    }
}

/// What a panel says in place of rows.
pub(super) fn none(text: Text, words: fn(&'static Catalogue) -> &'static str) -> AnyView {
    view! { <p class="panel-none">{text.t(words)}</p> }.erased()
}
