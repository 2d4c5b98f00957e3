//! What is told of a run, out of all that KFP says.
//!
//! A run has megabytes at times: its tasks are half a megabyte for a large pipeline, its parameters as many as somebody gave
//! it. What is told is bounded, and says what was left out.

use std::collections::{BTreeMap, HashMap};

use console_api::compare::{ComparedParameter, ComparedRun, ComparedTask, LONGEST_VALUE};
use kfp_core::model::{Document, RuntimeState, timestamp};
use serde::Deserialize;
use serde_json::value::RawValue;
use time::OffsetDateTime;

use super::specs::{compact, digest};
use crate::grid::{Task, tasks_of};

/// Most parameters of a run that are told.
const MOST_PARAMETERS: usize = 500;
/// Values up to here are told in full, whatever else there is.
const SHORT_VALUE: usize = 256;
/// Bytes of longer values of a run that are told in full.
const VALUES_BYTES: usize = 256 * 1024;
/// Longer names of parameters are not told.
const LONGEST_NAME: usize = 256;
/// Nor longer paths of tasks.
const LONGEST_PATH: usize = 1024;
/// Most tasks of a run that are told.
const MOST_TASKS: usize = 500;

/// A run, and what it names.
#[derive(Debug)]
pub(super) struct Told {
    /// What is told of it. What it names is still to come.
    pub(super) run: ComparedRun,
    /// Its experiment.
    pub(super) experiment: Option<String>,
    /// What it was made from.
    pub(super) source: Source,
}

/// What a run was made from.
#[derive(Debug)]
pub(super) enum Source {
    /// A spec of its own.
    Inline(String),
    /// A version of a pipeline; without one, the latest of the moment.
    Pipeline {
        pipeline: String,
        version: Option<String>,
    },
    /// It does not say.
    Unknown,
}

#[derive(Deserialize)]
struct List<'a> {
    #[serde(borrow, default)]
    runs: Vec<&'a RawValue>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Wire<'a> {
    run_id: String,
    display_name: String,
    experiment_id: String,
    state: RuntimeState,
    storage_state: String,
    #[serde(deserialize_with = "timestamp::deserialize")]
    created_at: Option<OffsetDateTime>,
    #[serde(deserialize_with = "timestamp::deserialize")]
    scheduled_at: Option<OffsetDateTime>,
    #[serde(deserialize_with = "timestamp::deserialize")]
    finished_at: Option<OffsetDateTime>,
    recurring_run_id: String,
    service_account: String,
    pipeline_version_reference: Option<Reference>,
    #[serde(borrow)]
    pipeline_spec: Option<&'a RawValue>,
    #[serde(borrow)]
    runtime_config: Option<Config<'a>>,
    state_history: Vec<Entry>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Reference {
    pipeline_id: String,
    pipeline_version_id: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Config<'a> {
    #[serde(borrow)]
    parameters: BTreeMap<String, &'a RawValue>,
    pipeline_root: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Entry {
    state: RuntimeState,
}

/// The runs of a list by their ids; `None` if it is no list. A run that cannot be read is left out of it.
pub(super) fn runs(body: &[u8]) -> Option<HashMap<String, Told>> {
    // serde would take an array for a struct whose fields all have defaults.
    if !body.trim_ascii_start().starts_with(b"{") {
        return None;
    }
    let list: List<'_> = serde_json::from_slice(body).ok()?;
    let told = list.runs.into_iter().filter_map(|run| {
        let wire: Wire<'_> = serde_json::from_str(run.get()).ok()?;
        Some((wire.run_id.clone(), told(wire, tasks_of(run))))
    });
    Some(told.collect())
}

fn told(wire: Wire<'_>, all_tasks: Vec<Task>) -> Told {
    let is_canceling = |state: &RuntimeState| *state == RuntimeState::Canceling;
    let was_terminated = is_canceling(&wire.state)
        || wire
            .state_history
            .iter()
            .any(|entry| is_canceling(&entry.state));
    let source = source(wire.pipeline_version_reference, wire.pipeline_spec);
    let config = wire.runtime_config.unwrap_or_default();
    let (parameters, more_parameters) = parameters(config.parameters);
    let (tasks, more_tasks) = tasks(all_tasks);
    let run = ComparedRun {
        name: wire.display_name,
        state: wire.state,
        was_terminated,
        archived: wire.storage_state == "ARCHIVED",
        created_at_ms: wire.created_at.and_then(millis),
        scheduled_at_ms: wire.scheduled_at.and_then(millis),
        finished_at_ms: wire.finished_at.and_then(millis),
        recurring_run_id: named(wire.recurring_run_id),
        service_account: wire.service_account,
        pipeline_root: config.pipeline_root,
        parameters,
        more_parameters,
        tasks,
        more_tasks,
        ..ComparedRun::default()
    };
    Told {
        run,
        experiment: named(wire.experiment_id),
        source,
    }
}

fn source(reference: Option<Reference>, spec: Option<&RawValue>) -> Source {
    let reference = reference.unwrap_or_default();
    match (named(reference.pipeline_id), spec) {
        (Some(pipeline), _) => Source::Pipeline {
            pipeline,
            version: named(reference.pipeline_version_id),
        },
        (None, Some(spec)) => Source::Inline(compact(spec.get())),
        (None, None) => Source::Unknown,
    }
}

fn named(id: String) -> Option<String> {
    Some(id).filter(|id| !id.is_empty())
}

fn millis(time: OffsetDateTime) -> Option<i64> {
    i64::try_from(time.unix_timestamp_nanos() / 1_000_000).ok()
}

/// The first by their names, and how many more there are.
fn parameters(all: BTreeMap<String, &RawValue>) -> (Vec<ComparedParameter>, usize) {
    let count = all.len();
    let mut left = VALUES_BYTES;
    let parameters: Vec<ComparedParameter> = all
        .into_iter()
        .filter(|(name, _)| name.len() <= LONGEST_NAME)
        .take(MOST_PARAMETERS)
        .map(|(name, value)| {
            let value = compact(value.get());
            let bytes = value.len();
            let is_short = bytes <= SHORT_VALUE;
            let is_told = is_short || bytes <= LONGEST_VALUE.min(left);
            if is_told && !is_short {
                left -= bytes;
            }
            ComparedParameter {
                name,
                bytes,
                digest: (!is_short).then(|| digest(&value)),
                value: is_told.then(|| Document::parse(&value).ok()).flatten(),
            }
        })
        .collect();
    let more = count - parameters.len();
    (parameters, more)
}

/// The first by their beginning, and how many more there are. Those that never began are last.
fn tasks(mut all: Vec<Task>) -> (Vec<ComparedTask>, usize) {
    all.sort_by_key(|task| (task.start.is_none(), task.start));
    let count = all.len();
    let tasks: Vec<ComparedTask> = all
        .into_iter()
        .map(|task| ComparedTask {
            name: task.path.join("/"),
            nodes: task.turns,
            state: task.state,
            duration_ms: task.took,
        })
        .filter(|task| task.name.len() <= LONGEST_PATH)
        .take(MOST_TASKS)
        .collect();
    let more = count - tasks.len();
    (tasks, more)
}

#[cfg(test)]
mod tests;
