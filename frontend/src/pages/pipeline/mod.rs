//! One pipeline: its last runs by task, its versions, its runs and its recurring runs.

mod grid;
mod head;
mod pick;
mod recurring;
mod runs;
mod versions;

use std::sync::Arc;

use kfp_core::model::{Namespace, Page, Pipeline, PipelineId, RecurringRun};
use leptos::prelude::*;

use self::{
    grid::{Asked, GridView, Told},
    head::Head,
    recurring::RecurringRuns,
    runs::Runs,
    versions::VersionTable,
};
use super::lists::{Blocked, Bulk, BulkDialog, Item, dead_end, name_of, use_blocked};
use crate::{
    a11y::use_title,
    data::{Looked, Question, Remote, RunRow, Verb, VersionRow, use_remote},
    navigation::{History, use_navigation},
    paths::{PipelineView, Route},
    reactive::{Erase, part, say},
    recent::use_recent,
    text::use_text,
    url_state::{GridState, SomeRunsState},
};

/// The namespace and the pipeline that the address names.
type Place = (Namespace, PipelineId);

/// What the page asks for: only for the view that is open.
#[derive(Clone, Copy)]
struct Calls {
    pipeline: Remote<Pipeline>,
    grid: Remote<Told>,
    versions: Remote<Page<VersionRow>>,
    runs: Remote<Page<RunRow>>,
    /// How far the namespace was looked through for them.
    looked: RwSignal<Option<Looked>>,
    recurring: Remote<Page<RecurringRun>>,
    /// Of how many of the namespace these are.
    read: RwSignal<Option<usize>>,
}

impl Calls {
    fn make(
        place: Memo<Option<Place>>,
        view: Memo<PipelineView>,
        state: Memo<SomeRunsState>,
        grid: Memo<GridState>,
    ) -> Self {
        let (looked, read) = (RwSignal::new(None), RwSignal::new(None));
        let with = move |wanted: PipelineView| {
            let place = place.get().filter(|_| view.get() == wanted)?;
            Some((place, state.get()))
        };
        let question = |((namespace, id), state): &(Place, SomeRunsState)| {
            Question::narrowed(format!("{namespace} {id}"), state.query().write())
        };
        // What is folded is seen, and asked for all the same.
        let asked = Memo::new(move |_| GridState {
            folded: Vec::new(),
            ..grid.get()
        });
        Self {
            pipeline: use_remote(
                move || place.get(),
                |(namespace, id): &Place| format!("{namespace} {id}"),
                |api, (_, id)| api.pipeline(id),
            ),
            grid: use_remote(
                move || {
                    let place = place.get().filter(|_| view.get() == PipelineView::Grid)?;
                    let ((namespace, pipeline), state) = (place, asked.get());
                    Some(Asked {
                        namespace,
                        pipeline,
                        state,
                    })
                },
                |asked: &Asked| {
                    let of = format!("{} {}", asked.namespace, asked.pipeline);
                    Question::narrowed(of, asked.state.query().write())
                },
                |api, asked| async move {
                    let (namespace, id) = (asked.namespace.clone(), asked.pipeline.clone());
                    let grid = api.grid(namespace, id, asked.state.clone()).await?;
                    let grid = Arc::new(grid);
                    Ok(Told { asked, grid })
                },
            ),
            versions: use_remote(
                move || with(PipelineView::Versions),
                question,
                |api, ((_, id), state)| api.versions(id, state),
            ),
            runs: use_remote(
                move || with(PipelineView::Runs),
                question,
                move |api, ((namespace, id), state)| async move {
                    let (page, far) = api.runs_of_pipeline(namespace, id, state).await?;
                    looked.set(Some(far));
                    Ok(page)
                },
            ),
            looked,
            recurring: use_remote(
                move || with(PipelineView::Recurring),
                question,
                move |api, ((namespace, id), state)| async move {
                    let found = api.recurring_runs_of_pipeline(namespace, id, state).await?;
                    read.set(Some(found.1));
                    Ok(found.0)
                },
            ),
            read,
        }
    }

    fn reload(self) {
        self.pipeline.reload();
        self.grid.reload();
        self.versions.reload();
        self.runs.reload();
        self.recurring.reload();
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
    let grid = Memo::new(move |_| GridState::parse(&navigation.search().read()).state);
    let calls = Calls::make(place, open, state, grid);
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
    let pipeline = Memo::new(move |_| place.get().map(|(_, id)| id));
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
        (None, PipelineView::Grid) => view! {
            <GridView grid=calls.grid state=grid namespace=namespace pipeline=pipeline name=name />
        }
        .erased(),
        (None, PipelineView::Versions) => view! {
            <VersionTable versions=calls.versions state=state name=name />
        }
        .erased(),
        (None, PipelineView::Runs) => view! {
            <Runs runs=calls.runs looked=calls.looked state=state name=name />
        }
        .erased(),
        (None, PipelineView::Recurring) => view! {
            <RecurringRuns
                list=calls.recurring
                read=calls.read
                state=state
                namespace=namespace
                name=name
            />
        }
        .erased(),
    });
    view! {
        <div class=say(move || {
            let class = if open.get() == PipelineView::Grid { "page" } else { "page page-list" };
            class.to_owned()
        })>
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
