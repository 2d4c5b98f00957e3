//! The rows of the list of runs.

use std::sync::Arc;

use kfp_core::model::{ExperimentId, Namespace, Page, PipelineVersionReference};
use leptos::prelude::*;
use time::OffsetDateTime;

use crate::{
    data::{ExperimentNames, Remote, RunRow},
    navigation::{RouteLink, use_navigation},
    pages::lists::{Bulk, CloneLink, Item, select_cell},
    paths::{PipelineView, Route},
    reactive::{Erase, derived, say},
    status::Status,
    text::use_text,
    ui::{Column, CopyButton, Duration, Entry, Kind, Sorting, StatusWord, When, entries},
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
pub(super) const COLUMNS: &[Column] = &[NAME, STATUS, VERSION, DURATION, STARTED, ACTIONS];

/// The columns of runs that are picked out of more: their order is that of the list they come from.
pub(super) const COLUMNS_OF_PICKED: &[Column] = &[
    NAME,
    STATUS,
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
    NAME, STATUS, EXPERIMENT, VERSION, DURATION, STARTED, ACTIONS,
];

/// What the cells with the experiment of a run need: the namespace, and the names as far as they are known.
#[derive(Clone, Copy)]
pub(in crate::pages) struct Experiments {
    /// The namespace.
    pub(in crate::pages) namespace: Memo<Option<Namespace>>,
    /// The names.
    pub(in crate::pages) names: Remote<ExperimentNames>,
}

/// Which runs of a list are shown.
pub(super) type Pick = Arc<dyn Fn(&RunRow) -> bool + Send + Sync>;

/// What is around the rows.
#[derive(Clone, Copy)]
pub(super) struct Around {
    /// Selects rows; `None` where nothing is done to them.
    pub(super) bulk: Option<Bulk>,
    /// For runs of more than one experiment.
    pub(super) experiments: Option<Experiments>,
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
            .map(|run| entry(run, &around))
            .collect();
        if let Some(none) = none.filter(|_| rows.is_empty()) {
            rows.push(Entry::new(String::new(), move || {
                view! { <tr role="row"><td role="cell" colspan="6" class="cell-none">{none}</td></tr> }
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

/// What is shown of a run and can change is its key.
fn entry(run: &RunRow, around: &Around) -> Entry {
    let around = *around;
    let key = format!(
        "{} {} {} {:?} {}",
        run.run_id,
        run.state.as_str(),
        run.storage_state.as_str(),
        run.finished_at.map(OffsetDateTime::unix_timestamp),
        run.display_name
    );
    let run = run.clone();
    Entry::new(key, move || view! { <Row run=run around=around /> })
}

#[component]
fn Row(run: RunRow, around: Around) -> impl IntoView {
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
    let clone = view! { <CloneLink id=run.run_id name=name.clone() /> };
    // What has neither ended nor begun has no duration.
    let start = run
        .scheduled_at
        .or(run.created_at)
        .filter(|_| goes_on || run.finished_at.is_some());
    let duration = start.map(|start| view! { <Duration start=start end=run.finished_at /> });
    let experiment = around.experiments.map(|experiments| {
        view! {
            <td role="cell" class="cell-experiment">
                {run.experiment_id.map(|id| view! { <ExperimentLink id=id of=experiments /> })}
            </td>
        }
    });
    view! {
        <tr role="row" data-row="">
            {select}
            <th scope="row" role="rowheader" class="cell-name">
                <span class="strong" title=title>{name}</span>
            </th>
            <td role="cell" class="cell-status">
                <StatusWord status=status />
            </td>
            {experiment}
            <td role="cell" class="cell-version">
                <VersionName reference=run.pipeline_version_reference />
            </td>
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

/// A run names its experiment only by its id; the names of the namespace's experiments come with a call of their own.
#[component]
fn ExperimentLink(id: ExperimentId, of: Experiments) -> impl IntoView {
    let Experiments { namespace, names } = of;
    let named = id.clone();
    let label = say(move || {
        let names = names.value();
        let name = names.as_ref().and_then(|names| names.of(&named));
        name.unwrap_or_else(|| shortened(named.as_str())).to_owned()
    });
    let to = derived(move || {
        let namespace = namespace.get();
        namespace.map_or(Route::Start, |namespace| {
            Route::Experiment(namespace, id.clone())
        })
    });
    view! { <RouteLink to=to class="link-quiet ellipsis" label=label /> }
}

/// A run names its version only by ids; the name of a pipeline would take a call per row. A recurring run that names none
/// takes the latest of the moment.
#[component]
pub(in crate::pages) fn VersionName(
    /// What a run or a recurring run names.
    reference: Option<PipelineVersionReference>,
) -> impl IntoView {
    let text = use_text();
    let Some(PipelineVersionReference {
        pipeline_id,
        pipeline_version_id,
    }) = reference
    else {
        return text.t(|c| c.lists.inline_spec).erased();
    };
    let version = pipeline_version_id.map(|id| id.to_string());
    let latest = version.is_none().then(|| {
        view! { <span class="sub">" " {text.t(|c| c.lists.latest_version)}</span> }
    });
    let short = shortened(version.as_deref().unwrap_or(pipeline_id.as_str())).to_owned();
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
        <span title=title>
            <RouteLink to=to class="link-quiet mono" label=short />
            {latest}
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
