//! The graph of the version.

use kfp_core::spec::NotAPipeline;
use leptos::prelude::*;

use super::{
    super::graph::SpecGraph,
    Drawn,
    version::{Place, Unreadable},
};
use crate::{
    navigation::{RouteLink, use_navigation},
    paths::{Route, VersionView},
    reactive::{Erase, derived, part, say},
    text::{Catalogue, use_text},
    ui::{Icon, StatePanel},
    url_state::VersionState,
};

/// The graph, or why there is none.
#[component]
pub(super) fn GraphView(
    drawn: Memo<Drawn>,
    state: Memo<VersionState>,
    pipeline: Memo<String>,
    place: Memo<Option<Place>>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let change = move |(state, history): (VersionState, _)| {
        navigation.set_query(state.query(), history);
    };
    part(move || match drawn.get() {
        None => ().erased(),
        Some(Ok(graph)) if graph.tasks.is_empty() => dead_end(
            place,
            text.t(|c| c.graph().empty_title),
            text.t(|c| c.graph().empty_text),
        ),
        Some(Ok(graph)) => {
            view! { <SpecGraph graph=graph state=state on_change=change pipeline=pipeline /> }
                .erased()
        }
        Some(Err(why)) => {
            let explains = say(move || reason(&why, text.get()));
            dead_end(place, text.t(|c| c.graph().unreadable_title), explains)
        }
    })
}

fn reason(why: &Unreadable, words: &Catalogue) -> String {
    let words = words.graph();
    match why {
        Unreadable::NoSpec => words.no_spec.to_owned(),
        Unreadable::Not(NotAPipeline::ArgoWorkflow) => words.is_argo.to_owned(),
        Unreadable::Not(NotAPipeline::KubernetesObject) => words.is_object.to_owned(),
        Unreadable::Not(NotAPipeline::Field { missing }) => (words.no_field)(missing),
        Unreadable::Not(NotAPipeline::Shape { at }) => (words.bad_shape)(at),
        Unreadable::Not(_) => words.other_finding.to_owned(),
    }
}

fn dead_end(
    place: Memo<Option<Place>>,
    title: Signal<String>,
    explains: Signal<String>,
) -> AnyView {
    let text = use_text();
    let spec = derived(move || {
        let place = place.get();
        place.map_or(Route::Start, |place| place.route(VersionView::Spec))
    });
    let link = view! { <RouteLink to=spec class="btn btn-primary" label=text.t(|c| c.graph().see_spec) /> };
    view! { <StatePanel shows=Icon::Graph title=title explains=explains acts=vec![link.erased()] /> }.erased()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn what_is_no_pipeline_is_called_by_its_name() {
        let words = Language::English.catalogue();
        let no_root = Unreadable::Not(NotAPipeline::Field { missing: "`root`" });
        assert_eq!(reason(&no_root, words), "Its spec has no `root`.");
        assert!(reason(&Unreadable::Not(NotAPipeline::ArgoWorkflow), words).contains("KFP 1"));
    }
}
