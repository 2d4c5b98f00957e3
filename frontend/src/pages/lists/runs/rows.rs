//! The rows of the list of runs.

use std::sync::Arc;

use console_api::beside::Beside;
use kfp_core::model::{ExperimentId, Namespace, Page, PipelineVersionReference};
use leptos::prelude::*;
use time::OffsetDateTime;

use super::tasks::tasks_of;
use crate::{
    data::{Remote, RunRow},
    navigation::{RouteLink, use_navigation},
    pages::lists::{Bulk, CloneLink, Item, select_cell},
    paths::{PipelineView, Route},
    reactive::{Erase, derived, say},
    status::Status,
    text::use_text,
    ui::{Column, CopyButton, Duration, Entry, Kind, Sorting, StatusWord, When, entries},
    url_state::RunSort,
};

const NAME: Column = Column::new("col-name", |text| text.lists.run, Sorting::WithoutIndex);
const STATUS: Column = Column::new(
    "col-status",
    |text| text.lists.status,
    Sorting::WithoutIndex,
);
const EXPERIMENT: Column = Column::new(
    "col-experiment",
    |text| text.lists.experiment,
    Sorting::None,
);
const TASKS: Column = Column::new("col-tasks", |text| text.lists.tasks, Sorting::None);
const VERSION: Column = Column::new("col-version", |text| text.lists.version, Sorting::None);
const DURATION: Column = Column::new(
    "col-duration",
    |text| text.lists.duration,
    Sorting::WithoutIndex,
)
.numeric();
const STARTED: Column = Column::new("col-when", |text| text.lists.started, Sorting::Offered);
const ACTIONS: Column = Column::new("col-act", |text| text.lists.actions, Sorting::None).silent();

/// The columns of the runs of an experiment.
pub(super) const COLUMNS: &[Column] = &[NAME, STATUS, TASKS, VERSION, DURATION, STARTED, ACTIONS];

/// The columns of runs that are picked out of more: their order is that of the list they come from.
pub(super) const COLUMNS_OF_PICKED: &[Column] = &[
    NAME,
    STATUS,
    TASKS,
    VERSION,
    DURATION,
    Column {
        sorting: Sorting::None,
        ..STARTED
    },
    ACTIONS,
];

/// The columns of the runs of a namespace.
pub(super) const COLUMNS_OF_ALL: &[Column] = &[
    NAME.sorted(),
    STATUS.sorted(),
    TASKS,
    VERSION,
    EXPERIMENT,
    DURATION.sorted(),
    STARTED,
    ACTIONS,
];

/// The places of columns that sort, among [`COLUMNS_OF_ALL`].
pub(super) const SORTS: [(usize, RunSort); 4] = [
    (0, RunSort::Name),
    (1, RunSort::Status),
    (5, RunSort::Duration),
    (6, RunSort::Created),
];

/// Which runs of a list are shown.
pub(super) type Pick = Arc<dyn Fn(&RunRow) -> bool + Send + Sync>;

/// What is around the rows.
#[derive(Clone, Copy)]
pub(super) struct Around {
    /// Selects rows; `None` where nothing is done to them.
    pub(super) bulk: Option<Bulk>,
    /// For runs of more than one experiment: of which namespace they are.
    pub(super) experiments: Option<Memo<Option<Namespace>>>,
}

/// The rows that are picked; with a cell for the experiment where they are of more than one. In place of none at all, a
/// line that says so.
pub(super) fn run_rows(
    runs: Remote<Page<RunRow>>,
    around: &Around,
    pick: Pick,
    none: Option<Signal<String>>,
) -> AnyView {
    let around = *around;
    entries(move || {
        let answer = runs.value();
        let items = answer.iter().flat_map(|answer| &answer.items);
        let mut rows: Vec<Entry> = items
            .filter(|run| pick(run))
            .map(|run| entry(run, runs, &around))
            .collect();
        if let Some(none) = none.filter(|_| rows.is_empty()) {
            rows.push(Entry::new(String::new(), move || {
                view! { <tr role="row"><td role="cell" colspan="7" class="cell-none">{none}</td></tr> }
            }));
        }
        rows
    })
}

/// The rows as things that something can be done to.
pub(in crate::pages) fn run_items(runs: Remote<Page<RunRow>>) -> Vec<Item> {
    let answer = runs.value();
    let items = answer.iter().flat_map(|answer| &answer.items);
    items.map(Item::from).collect()
}

/// What is shown of a run and can change is its key, but for what changes often: whoever stands in the row with the keyboard
/// stays there.
fn entry(run: &RunRow, runs: Remote<Page<RunRow>>, around: &Around) -> Entry {
    let around = *around;
    let key = format!(
        "{} {} {} {:?} {} {:?}",
        run.run_id,
        run.state.as_str(),
        run.storage_state.as_str(),
        run.finished_at.map(OffsetDateTime::unix_timestamp),
        run.display_name,
        run.console.names()
    );
    let run = run.clone();
    Entry::new(
        key,
        move || view! { <Row run=run runs=runs around=around /> },
    )
}

#[component]
fn Row(run: RunRow, runs: Remote<Page<RunRow>>, around: Around) -> impl IntoView {
    let text = use_text();
    let select = around.bulk.map(|bulk| select_cell(bulk, &Item::from(&run)));
    let status = Status::of_run(&run);
    let goes_on = status.is_going_on();
    let name = if run.display_name.is_empty() {
        run.run_id.to_string()
    } else {
        run.display_name
    };
    let (title, called, id) = (name.clone(), name.clone(), run.run_id.to_string());
    let (failed, tasks) = tasks_of(runs, &run.run_id);
    let clone = view! { <CloneLink id=run.run_id name=name.clone() /> };
    // What has neither ended nor begun has no duration.
    let start = run
        .scheduled_at
        .or(run.created_at)
        .filter(|_| goes_on || run.finished_at.is_some());
    let duration = start.map(|start| view! { <Duration start=start end=run.finished_at /> });
    let Beside {
        experiment,
        pipeline,
        version,
        ..
    } = run.console;
    let experiment = around.experiments.map(|namespace| {
        let link = run
            .experiment_id
            .map(|id| view! { <ExperimentLink id=id name=experiment namespace=namespace /> });
        view! { <td role="cell" class="cell-experiment">{link}</td> }
    });
    view! {
        <tr role="row" data-row="">
            {select}
            <th scope="row" role="rowheader" class="cell-name">
                <span class="name-and-failure">
                    <span class="strong ellipsis" title=title>{name}</span>
                    {failed}
                </span>
            </th>
            <td role="cell" class="cell-status">
                <StatusWord status=status />
            </td>
            <td role="cell" class="cell-tasks">{tasks}</td>
            <td role="cell" class="cell-version">
                <VersionName
                    reference=run.pipeline_version_reference
                    pipeline=pipeline
                    version=version
                />
            </td>
            {experiment}
            <td role="cell" class="cell-duration num">{duration}</td>
            <td role="cell" class="cell-when">{run.created_at.map(|at| view! { <When at=at /> })}</td>
            <td role="cell" class="cell-act act">
                {clone}
                <CopyButton
                    kind=Kind::Ghost
                    bare=true
                    small=true
                    label=say(move || (text.get().lists.copy_run_id)(&called))
                    text=move |()| id.clone()
                />
            </td>
        </tr>
    }
}

#[component]
fn ExperimentLink(
    id: ExperimentId,
    name: Option<String>,
    namespace: Memo<Option<Namespace>>,
) -> impl IntoView {
    let label = name.unwrap_or_else(|| shortened(id.as_str()).to_owned());
    let to = derived(move || {
        let namespace = namespace.get();
        namespace.map_or(Route::Start, |namespace| {
            Route::Experiment(namespace, id.clone())
        })
    });
    view! { <RouteLink to=to class="link-quiet ellipsis" label=label /> }
}

/// A run names its version only by ids, and shows the names that came with it. Where none did, the first part of an id
/// stands there, and its title says whose. A recurring run that names none takes the latest of the moment.
#[component]
pub(in crate::pages) fn VersionName(
    /// What a run or a recurring run names.
    reference: Option<PipelineVersionReference>,
    /// What the pipeline is called, if that is known.
    #[prop(optional_no_strip)]
    pipeline: Option<String>,
    /// And its version.
    #[prop(optional_no_strip)]
    version: Option<String>,
) -> impl IntoView {
    let text = use_text();
    let latest = text.t(|c| c.lists.latest_version);
    let Some(PipelineVersionReference {
        pipeline_id,
        pipeline_version_id,
    }) = reference
    else {
        return text.t(|c| c.lists.inline_spec).erased();
    };
    let id = pipeline_version_id.map(|id| id.to_string());
    let short = |id: &str| shortened(id).to_owned();
    let (label, beside, class) = match (pipeline, &id) {
        (Some(pipeline), Some(id)) => {
            let version = version.unwrap_or_else(|| short(id));
            (
                pipeline,
                Some(Signal::stored(version)),
                "link-quiet ellipsis",
            )
        }
        (Some(pipeline), None) => (pipeline, Some(latest), "link-quiet ellipsis"),
        (None, Some(id)) => (short(id), None, "link-quiet mono"),
        (None, None) => (short(pipeline_id.as_str()), Some(latest), "link-quiet mono"),
    };
    let beside = beside.map(|beside| view! { <span class="sub ellipsis">{beside}</span> });
    let version = id;
    let navigation = use_navigation();
    let (named, id) = (pipeline_id.clone(), pipeline_id);
    let to = derived(move || {
        let route = navigation.route().get();
        let namespace = route.namespace().cloned();
        namespace.map_or(Route::Start, |namespace| {
            Route::Pipeline(namespace, id.clone(), PipelineView::Versions)
        })
    });
    let title =
        move || (text.get().lists.version_title)(named.as_str(), version.as_deref().unwrap_or("—"));
    view! {
        <span class="pipeline-and-version" title=title>
            <RouteLink to=to class=class label=label />
            {beside}
        </span>
    }
    .erased()
}

/// The first part of a UUID, which tells versions apart at a glance; other ids as they are.
fn shortened(id: &str) -> &str {
    match id.split_once('-') {
        Some((first, rest)) if id.len() == 36 && first.len() == 8 && rest.len() == 27 => first,
        _ => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_shortened_and_another_id_is_not() {
        assert_eq!(
            shortened("9d1f2c3a-0000-4000-8000-000000000001"),
            "9d1f2c3a"
        );
        assert_eq!(shortened("my-version"), "my-version");
        assert_eq!(shortened(""), "");
    }
}
