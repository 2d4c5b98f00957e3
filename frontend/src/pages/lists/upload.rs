//! The way to the form for an upload.

use kfp_core::model::{Namespace, PipelineId};
use leptos::prelude::*;

use crate::{
    navigation::RouteLink, paths::Route, reactive::derived, ui::Icon, url_state::UploadState,
};

/// The link: a new pipeline, or a new version of one.
#[component]
pub(in crate::pages) fn UploadLink(
    /// The namespace.
    #[prop(into)]
    namespace: Signal<Option<Namespace>>,
    /// The pipeline that gets a version.
    #[prop(optional, into)]
    pipeline: Signal<Option<PipelineId>>,
    /// What it says.
    #[prop(into)]
    label: Signal<String>,
    /// How much it asks to be followed.
    #[prop(optional)]
    primary: bool,
) -> impl IntoView {
    let query = move || UploadState {
        pipeline: pipeline.get(),
    };
    view! {
        <RouteLink
            to=derived(move || namespace.get().map_or(Route::Start, Route::Upload))
            query=derived(move || query().query())
            class=if primary { "btn btn-primary" } else { "btn" }
            before=Icon::Plus
            label=label
        />
    }
}
