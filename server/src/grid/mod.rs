//! The last runs of a pipeline by task.
//!
//! The index knows which runs a pipeline has; of their tasks it knows nothing. Those are in KFP's list rows, one row for each
//! node of the workflow ([`wire`]), and are heavy: half a megabyte for a run of 500 tasks. So runs are asked for by their ids,
//! some at a time and within bounds ([`reading`]); what the nodes tell of the pipeline's tasks ([`nodes`], [`tasks`]) is a
//! few bytes each, and is kept of runs that have ended ([`kept`]). [`table`] puts runs beside each other. What is read of runs
//! for other reasons tells in a few numbers how far their tasks are ([`count`]).

mod count;
mod kept;
mod nodes;
mod reading;
mod size;
mod table;
mod tasks;
mod wire;

pub(crate) use count::{Members, count};
pub(crate) use kept::Kept;
pub(crate) use reading::read;
pub(crate) use size::size;
pub(crate) use table::table;

use console_api::grid::{TaskState, TasksOfRun};
use serde_json::value::RawValue;

/// What is known of the inside of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inside {
    /// The run's state, in KFP's word, when it was read.
    state: String,
    /// When it ended, in milliseconds since 1970.
    finished: Option<i64>,
    /// Whether somebody asked for its end.
    canceled: bool,
    how: TasksOfRun,
    tasks: Vec<Task>,
}

/// A task of a run: all turns of a loop are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Task {
    /// The groups that it is in, outermost first, and its own key.
    pub(crate) path: Vec<String>,
    pub(crate) state: TaskState,
    /// When it began, in milliseconds since 1970.
    pub(crate) start: Option<i64>,
    /// From there to its end, in milliseconds; of several turns, the longest.
    pub(crate) took: Option<i64>,
    /// How often it is in the run: once but for turns.
    pub(crate) turns: usize,
}

/// The tasks of a run that stands in one of KFP's lists; none if it cannot be read.
pub(crate) fn tasks_of(run: &RawValue) -> Vec<Task> {
    let run = wire::one(run.get());
    run.map_or_else(Vec::new, |run| tasks::inside(&run).tasks)
}
