//! One pipeline: its versions and its runs.

mod head;
mod versions;

use std::sync::Arc;

use kfp_core::{
    model::{Namespace, Page, Pipeline, PipelineId},
    query::RunScope,
};
use leptos::prelude::*;

use self::{head::Head, versions::VersionTable};
use super::lists::{
    Blocked, Bulk, BulkDialog, Item, ListCall, ListNotes, PickedRuns, dead_end, name_of,
    use_blocked,
};
use crate::{
    a11y::use_title,
    data::{Question, Remote, RunRow, Verb, VersionRow, use_remote},
    navigation::{History, use_navigation},
    paths::{PipelineView, Route},
    reactive::{Erase, derived, part, say},
    recent::use_recent,
    text::use_text,
    url_state::SomeRunsState,
};

/// The namespace and the pipeline that the address names.
type Place = (Namespace, PipelineId);

/// What the page asks for: of the two lists only the one that is shown.
#[derive(Clone, Copy)]
struct Calls {
    pipeline: Remote<Pipeline>,
    versions: Remote<Page<VersionRow>>,
    runs: Remote<Page<RunRow>>,
}

impl Calls {
    fn make(
        place: Memo<Option<Place>>,
        view: Memo<PipelineView>,
        state: Memo<SomeRunsState>,
    ) -> Self {
        let with = move |wanted: PipelineView| {
            let place = place.get().filter(|_| view.get() == wanted)?;
            Some((place, state.get()))
        };
        Self {
            pipeline: use_remote(
                move || place.get(),
                |(namespace, id): &Place| format!("{namespace} {id}"),
                |api, (_, id)| api.pipeline(id),
            ),
            versions: use_remote(
                move || with(PipelineView::Versions),
                |((namespace, id), state): &(Place, SomeRunsState)| {
                    Question::narrowed(format!("{namespace} {id}"), state.query().write())
                },
                |api, ((_, id), state)| api.versions(id, state),
            ),
            runs: use_remote(
                move || with(PipelineView::Runs),
                |((namespace, _), state): &(Place, SomeRunsState)| {
                    Question::narrowed(namespace.to_string(), state.query().write())
                },
                |api, ((namespace, _), state)| {
                    api.latest_runs(RunScope::Namespace(namespace), state)
                },
            ),
        }
    }

    fn reload(self) {
        self.pipeline.reload();
        self.versions.reload();
        self.runs.reload();
    }

    /// Why the page shows no pipeline.
    fn blocked(self, place: Memo<Option<Place>>) -> Memo<Option<Blocked>> {
        use_blocked(
            self.pipeline.call(),
            move || self.pipeline.value()?.namespace.clone(),
            move || place.get().map(|(namespace, _)| namespace),
            "kfp.pipeline.not_found",
        )
    }
}

/// The page.
#[component]
pub(crate) fn PipelinePage() -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let place = Memo::new(move |_| match navigation.route().get() {
        Route::Pipeline(namespace, id, _) => Some((namespace, id)),
        _ => None,
    });
    let open = Memo::new(move |_| match navigation.route().get() {
        Route::Pipeline(_, _, view) => view,
        _ => PipelineView::default(),
    });
    let state = Memo::new(move |_| SomeRunsState::parse(&navigation.search().read()).state);
    let calls = Calls::make(place, open, state);
    let blocked = calls.blocked(place);
    // What the address does not show is not named either.
    let shown = Memo::new(move |_| {
        let pipeline = calls.pipeline.value();
        pipeline.filter(|_| blocked.read().is_none())
    });
    let name = Memo::new(move |_| {
        let pipeline = shown.get();
        pipeline.map_or_else(String::new, |shown| shown.display_name.clone())
    });
    let namespace = Memo::new(move |_| place.get().map(|(namespace, _)| namespace));
    // Shared pipelines belong to no namespace, and nobody's part in one says what they may do to them.
    let owner = Memo::new(move |_| shown.get().and_then(|pipeline| pipeline.namespace.clone()));
    let bulk = Bulk::new(
        owner,
        move || format!("{:?}", place.get()),
        move || {
            shown
                .get()
                .iter()
                .map(|pipeline| Item::from(&**pipeline))
                .collect()
        },
        move |verb| match (verb, namespace.get_untracked()) {
            (Verb::Delete, Some(namespace)) => {
                navigation.go(&Route::Pipelines(namespace), History::Push);
            }
            _ => calls.reload(),
        },
    );
    use_recent(name);
    use_title(move || {
        let page = text.get().shell.pipelines.to_owned();
        vec![name.get(), page, name_of(namespace.read().as_ref())]
    });
    let body = part(move || match (blocked.get(), open.get()) {
        (Some(blocked), view) => dead_end(
            blocked,
            calls.pipeline.call(),
            |home| Some(Route::Pipeline(home, place.get_untracked()?.1, view)),
            |text| text.states.pipeline_elsewhere,
        ),
        (None, PipelineView::Versions) => view! {
            <VersionTable versions=calls.versions state=state name=name />
        }
        .erased(),
        (None, PipelineView::Runs) => {
            view! { <Runs runs=calls.runs state=state place=place name=name /> }.erased()
        }
    });
    view! {
        <div class="page page-list">
            <Head
                pipeline=shown
                place=place
                open=open
                bulk=bulk
                on_refresh=move |()| calls.reload()
            />
            {body}
            <BulkDialog bulk=bulk />
        </div>
    }
}

/// The runs of the pipeline among the latest ones of the namespace.
#[component]
fn Runs(
    runs: Remote<Page<RunRow>>,
    state: Memo<SomeRunsState>,
    place: Memo<Option<Place>>,
    name: Memo<String>,
) -> impl IntoView {
    let text = use_text();
    let navigation = use_navigation();
    let pick = Arc::new(move |run: &RunRow| {
        let of = run.pipeline_version_reference.as_ref();
        let place = place.read();
        let id = place.as_ref().map(|(_, id)| id);
        of.is_some_and(|of| Some(&of.pipeline_id) == id)
    });
    let dropped = derived(move || SomeRunsState::parse(&navigation.search().read()).dropped);
    view! {
        <ListNotes list=ListCall::of(runs) dropped=dropped />
        <PickedRuns
            runs=runs
            state=state
            pick=pick
            caption=say(move || (text.get().pipelines().runs_of)(&name.read()))
        />
    }
}
