//! The labels of a pipeline or a version.

use kfp_core::model;
use leptos::prelude::*;

/// The labels: `team: vision`.
#[component]
pub(in crate::pages) fn Tags(
    /// The labels.
    tags: model::Tags,
) -> impl IntoView {
    let tag = |(key, value): (String, String)| {
        let label = if value.is_empty() {
            key
        } else {
            format!("{key}: {value}")
        };
        view! { <span class="tag">{label}</span> }
    };
    tags.into_iter().map(tag).collect_view()
}
