//! Which version it is, and its views.

use std::sync::Arc;

use kfp_core::model::PipelineVersion;
use leptos::prelude::*;

use super::version::Place;
use crate::{
    navigation::RouteLink,
    paths::{PipelineView, Route, VersionView},
    reactive::{derived, say},
    text::use_text,
    ui::{Icon, IconButton},
};

/// The head of the page.
#[component]
pub(super) fn Head(
    pipeline: Memo<String>,
    name: Memo<String>,
    version: Memo<Option<Arc<PipelineVersion>>>,
    place: Memo<Option<Place>>,
    view: Memo<VersionView>,
    /// Reads the data again.
    #[prop(into)]
    on_refresh: Callback<()>,
) -> impl IntoView {
    let text = use_text();
    let title = say(move || {
        let name = name.get();
        if name.is_empty() {
            text.get().graph().version.to_owned()
        } else {
            name
        }
    });
    let description = say(move || {
        version
            .get()
            .map_or_else(String::new, |version| version.description.clone())
    });
    let list = derived(move || {
        let place = place.get();
        place.map_or(Route::Start, |place| Route::Pipelines(place.namespace))
    });
    let of_pipeline = derived(move || {
        let place = place.get();
        place.map_or(Route::Start, |place| {
            Route::Pipeline(place.namespace, place.pipeline, PipelineView::default())
        })
    });
    // A link has words also while nothing may be named.
    let crumb = say(move || {
        let name = pipeline.get();
        if name.is_empty() {
            text.get().pipelines().name.to_owned()
        } else {
            name
        }
    });
    let tab = move |to: VersionView, icon: Icon, label: Signal<String>| {
        let route = derived(move || place.get().map_or(Route::Start, |place| place.route(to)));
        let is_open = derived(move || view.get() == to);
        view! { <RouteLink to=route before=icon label=label current=is_open /> }
    };
    view! {
        <div class="page-head">
            <nav class="crumbs" aria-label=text.t(|c| c.shell.breadcrumb)>
                <RouteLink to=list class="crumb" label=text.t(|c| c.shell.pipelines) />
                <span class="crumb-sep" aria-hidden="true">"/"</span>
                <RouteLink to=of_pipeline class="crumb" label=crumb />
                <span class="crumb-sep" aria-hidden="true">"/"</span>
            </nav>
            <h1 tabindex="-1">{title}</h1>
            <span class="sub">{description}</span>
            <div class="page-head-end">
                <IconButton
                    label=text.t(|c| c.shell.refresh)
                    shows=Signal::stored(Icon::Retry)
                    on_press=move |_| on_refresh.run(())
                />
            </div>
        </div>
        <nav class="tabs version-tabs" aria-label=text.t(|c| c.graph().views)>
            {tab(VersionView::Graph, Icon::Graph, text.t(|c| c.graph().graph))}
            {tab(VersionView::Spec, Icon::Spec, text.t(|c| c.graph().spec))}
        </nav>
    }
}
