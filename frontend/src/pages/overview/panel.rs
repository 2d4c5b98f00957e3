//! What the panels have in common.

use leptos::prelude::*;
use time::OffsetDateTime;

use super::body::Shown;
use crate::{
    navigation::RouteLink,
    paths::Route,
    reactive::{Erase, derived},
    text::{Catalogue, Text, moment},
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

/// The moment of so many milliseconds since 1970.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of any date fit into 53 bits"
)]
pub(super) fn at(ms: i64) -> Option<OffsetDateTime> {
    moment(ms as f64)
}

/// What a panel says in place of rows.
pub(super) fn none(text: Text, words: fn(&'static Catalogue) -> &'static str) -> AnyView {
    view! { <p class="panel-none">{text.t(words)}</p> }.erased()
}
