//! Name, description, labels, views, and what can be done.

use std::sync::Arc;

use kfp_core::model::Pipeline;
use leptos::prelude::*;

use super::{
    super::lists::{Bulk, Item, NewRecurringRunLink, NewRunLink, Tags, UploadLink},
    Place,
};
use crate::{
    data::Verb,
    navigation::RouteLink,
    paths::{PipelineView, Route},
    reactive::{derived, part, say, when},
    text::use_text,
    ui::{Button, Icon, IconButton},
    url_state::NewRunState,
};

/// The head of the page.
#[component]
pub(super) fn Head(
    pipeline: Memo<Option<Arc<Pipeline>>>,
    place: Memo<Option<Place>>,
    /// The view that is open.
    open: Memo<PipelineView>,
    bulk: Bulk,
    /// Reads the data again.
    #[prop(into)]
    on_refresh: Callback<()>,
) -> impl IntoView {
    let text = use_text();
    let list = derived(move || {
        let place = place.get();
        place.map_or(Route::Start, |(namespace, _)| Route::Pipelines(namespace))
    });
    let name = say(move || match pipeline.get() {
        Some(of) if of.display_name.is_empty() => of.pipeline_id.to_string(),
        Some(of) => of.display_name.clone(),
        None => text.get().pipelines().name.to_owned(),
    });
    let description = say(move || {
        let of = pipeline.get();
        of.map_or_else(String::new, |of| of.description.clone())
    });
    let tags = part(move || {
        let of = pipeline.get()?;
        let shared = of.namespace.is_none().then(|| {
            view! { <span class="tag">{text.t(|c| c.pipelines().shared)}</span> }
        });
        Some(view! { {shared} <Tags tags=of.tags.clone() /> })
    });
    let delete = part(move || {
        let item = Item::from(&*pipeline.get()?);
        Some(view! {
            <Button
                label=say(move || (text.get().actions.verb)(Verb::Delete).to_owned())
                before=Icon::Trash
                why_not=bulk.forbidden()
                on_press=move |()| bulk.ask(Verb::Delete, vec![item.clone()])
            />
        })
    });
    let namespace = derived(move || place.get().map(|(namespace, _)| namespace));
    let state = derived(move || NewRunState {
        pipeline: place.get().map(|(_, id)| id),
        ..NewRunState::default()
    });
    view! {
        <div class="page-head">
            <nav class="crumbs" aria-label=text.t(|c| c.shell.breadcrumb)>
                <RouteLink to=list class="crumb" label=text.t(|c| c.shell.pipelines) />
                <span class="crumb-sep" aria-hidden="true">"/"</span>
            </nav>
            <h1 tabindex="-1">{name}</h1>
            {tags}
            <span class="sub">{description}</span>
            <div class="page-head-end">
                {delete}
                // Shared pipelines are read only here.
                {when(
                    move || pipeline.read().as_ref().is_some_and(|of| of.namespace.is_some()),
                    move || {
                        view! {
                            <UploadLink
                                namespace=derived(move || place.get().map(|(namespace, _)| namespace))
                                pipeline=derived(move || place.get().map(|(_, id)| id))
                                label=text.t(|c| c.pipelines().new_version)
                            />
                        }
                    },
                )}
                {when(
                    move || pipeline.read().is_some(),
                    move || {
                        view! {
                            <NewRecurringRunLink namespace=namespace state=state />
                            <NewRunLink namespace=namespace state=state />
                        }
                    },
                )}
                <IconButton
                    label=text.t(|c| c.shell.refresh)
                    shows=Signal::stored(Icon::Retry)
                    on_press=move |_| on_refresh.run(())
                />
            </div>
        </div>
        <Views place=place open=open />
    }
}

/// The views, as tabs that are links.
#[component]
fn Views(place: Memo<Option<Place>>, open: Memo<PipelineView>) -> impl IntoView {
    let text = use_text();
    let tab = move |view: PipelineView| {
        let to = derived(move || {
            let place = place.get();
            place.map_or(Route::Start, |(namespace, id)| {
                Route::Pipeline(namespace, id, view)
            })
        });
        let label = say(move || {
            let pipelines = text.get().pipelines();
            let label = match view {
                PipelineView::Grid => text.get().grid().grid,
                PipelineView::Versions => pipelines.versions,
                PipelineView::Runs => pipelines.runs,
                PipelineView::Recurring => text.get().grid().recurring,
            };
            label.to_owned()
        });
        view! { <RouteLink to=to current=derived(move || open.get() == view) label=label /> }
    };
    view! {
        <nav class="tabs tabs-page" aria-label=text.t(|c| c.pipelines().views)>
            {PipelineView::ALL.map(tab).collect_view()}
        </nav>
    }
}
