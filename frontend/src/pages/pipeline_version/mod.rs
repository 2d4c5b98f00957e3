//! One version of a pipeline: its graph and its spec.

mod changes;
mod diff;
mod graph;
mod head;
mod spec;
mod version;

use std::sync::Arc;

use kfp_core::spec::PipelineGraph;
use leptos::prelude::*;

use self::{
    diff::{DiffView, use_other},
    graph::GraphView,
    head::Head,
    spec::SpecView,
    version::{Calls, Shown, Unreadable, use_place},
};
use super::lists::{Blocked, DroppedNote, dead_end, name_of};
use crate::{
    a11y::use_title,
    navigation::use_navigation,
    paths::VersionView,
    reactive::{Erase, derived, part, say},
    states::{FailureView, KeptNote, Retry, SlowNote},
    text::use_text,
    ui::{Icon, StatePanel},
    url_state::VersionState,
};

/// The graph of the version, or why there is none.
type Drawn = Option<Result<Arc<PipelineGraph>, Unreadable>>;

/// The page.
#[component]
pub(crate) fn PipelineVersionPage() -> impl IntoView {
    let navigation = use_navigation();
    let (place, view) = use_place();
    let parsed = move || VersionState::parse(&navigation.search().read());
    let state = Memo::new(move |_| parsed().state);
    let calls = Calls::make(place);
    let other = use_other(place, view, state);
    let is_compared = Memo::new(move |_| state.read().diff.is_some());
    let blocked = calls.blocked();
    let shown = Memo::new(move |_| calls.shown(blocked.get()));
    let is_shown = move || *shown.read() == Shown::Version;
    // What the address does not show is not named either.
    let pipeline = Memo::new(move |_| {
        if is_shown() {
            calls.pipeline_name()
        } else {
            String::new()
        }
    });
    let name = Memo::new(move |_| {
        if is_shown() {
            calls.version_name()
        } else {
            String::new()
        }
    });
    use_title(move || {
        let namespace = place.get().map(|place| place.namespace);
        vec![name.get(), pipeline.get(), name_of(namespace.as_ref())]
    });
    let version = Memo::new(move |_| calls.version().filter(|_| is_shown()));
    let drawn =
        Memo::new(move |_| -> Drawn { Some(version::graph(&*version.get()?).map(Arc::new)) });
    let body = part(move || match shown.get() {
        Shown::Loading => view! { <Waiting calls=calls /> }.erased(),
        Shown::Nothing => ().erased(),
        Shown::Absent => absent(),
        Shown::Elsewhere(home) => dead_end(
            Blocked::Elsewhere(home),
            calls.call(true),
            |home| {
                let mut there = place.get_untracked()?;
                there.namespace = home;
                Some(there.route(view.get_untracked()))
            },
            |text| text.states.pipeline_elsewhere,
        ),
        Shown::Failed(failure, of_pipeline) => {
            let retry = Retry::of(calls.call(of_pipeline));
            view! { <FailureView failure=failure retry=retry /> }.erased()
        }
        Shown::Version => match view.get() {
            VersionView::Graph => {
                view! { <GraphView drawn=drawn state=state pipeline=pipeline place=place /> }
                    .erased()
            }
            VersionView::Spec if is_compared.get() => view! {
                <DiffView version=version with=other place=place state=state />
            }
            .erased(),
            VersionView::Spec => {
                view! { <SpecView version=version pipeline=pipeline place=place /> }.erased()
            }
        },
    });
    view! {
        <div class="page page-list page-version">
            <Head
                pipeline=pipeline
                name=name
                version=version
                place=place
                view=view
                on_refresh=move |()| {
                    calls.reload();
                    other.reload();
                }
            />
            <DroppedNote keys=derived(move || parsed().dropped) />
            <KeptNote call=calls.call(false) />
            {body}
        </div>
    }
    .into_any()
}

/// The version does not exist, as far as one may know.
fn absent() -> AnyView {
    let text = use_text();
    let navigation = use_navigation();
    let explains = say(move || {
        let namespace = name_of(navigation.route().read().namespace());
        (text.get().states.not_found_text)(&namespace)
    });
    view! { <StatePanel shows=Icon::Search title=text.t(|c| c.graph().no_version) explains=explains /> }.erased()
}

/// A field in the shape of the one that is on its way.
#[component]
fn Waiting(
    /// What is on its way.
    calls: Calls,
) -> impl IntoView {
    let text = use_text();
    view! {
        <div class="panel fill graph-waiting skeleton" aria-busy="true">
            <span class="sr-only">{text.t(|c| c.lists.loading)}</span>
            <span class="skeleton-bar"></span>
            <span class="skeleton-bar"></span>
            <span class="skeleton-bar"></span>
        </div>
        <SlowNote call=calls.call(false) />
    }
}
