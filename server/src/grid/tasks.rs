//! What the rows of a run say of its tasks.

use std::collections::BTreeMap;

use console_api::grid::{TaskState, TasksOfRun};
use kfp_core::model::RuntimeState;

use super::nodes::{MOST_HASHES, Role, Roles, roles};
use super::wire::{Row, Run};
use super::{Inside, Task};

/// The most severe first.
const BY_SEVERITY: [TaskState; 11] = [
    TaskState::Failed,
    TaskState::Running,
    TaskState::Canceling,
    TaskState::Pending,
    TaskState::Paused,
    TaskState::Unknown,
    TaskState::Canceled,
    TaskState::Succeeded,
    TaskState::Cached,
    TaskState::Skipped,
    TaskState::Omitted,
];

fn severity(state: TaskState) -> usize {
    let at = BY_SEVERITY.iter().position(|known| *known == state);
    at.unwrap_or(BY_SEVERITY.len())
}

/// What was seen of one task.
#[derive(Debug, Default)]
struct Seen {
    states: Vec<TaskState>,
    drivers: Vec<TaskState>,
    start: Option<i64>,
    took: Option<i64>,
}

/// Reads a run.
pub(super) fn inside(run: &Run) -> Inside {
    let has_ended = RuntimeState::parse(&run.state).is_terminal();
    let (how, tasks) = match &run.rows {
        None => (TasksOfRun::TooMany, Vec::new()),
        Some(rows) => {
            let how = if has_ended && rows.iter().any(Row::goes_on) {
                TasksOfRun::Frozen
            } else {
                TasksOfRun::Read
            };
            (how, tasks(run, rows, &roles(rows, MOST_HASHES)))
        }
    };
    Inside {
        state: run.state.clone(),
        finished: run.finished,
        canceled: run.canceled_at.is_some(),
        how,
        tasks,
    }
}

/// What rows with these roles say of the tasks.
pub(super) fn tasks(run: &Run, rows: &[Row], roles: &Roles) -> Vec<Task> {
    let has_ended = RuntimeState::parse(&run.state).is_terminal();
    let mut seen: BTreeMap<Vec<String>, Seen> = BTreeMap::new();
    let reused = Reused::of(rows);
    for (at, roles) in roles.iter() {
        let Some(row) = rows.get(at) else { continue };
        let state = state(run, row, has_ended, &reused);
        for role in roles {
            let (Role::Task(path) | Role::Driver(path)) = role;
            let of = seen.entry(path.clone()).or_default();
            of.start = [of.start, row.start].into_iter().flatten().min();
            if matches!(role, Role::Driver(_)) {
                of.drivers.push(state);
                continue;
            }
            of.states.push(state);
            // Of rows that cannot be told apart, nobody knows whose time it was.
            if let [_] = roles {
                of.took = of.took.max(took(row));
            }
        }
    }
    let task = |(path, seen): (Vec<String>, Seen)| {
        Some(Task {
            path,
            state: seen.state()?,
            start: seen.start,
            took: seen.took,
            turns: seen.states.len().max(1),
        })
    };
    seen.into_iter().filter_map(task).collect()
}

fn took(row: &Row) -> Option<i64> {
    let (start, end) = row.start.zip(row.end)?;
    // An omitted task never started, though it has times.
    (!matches!(row.state.as_str(), "" | "SKIPPED")).then(|| end.saturating_sub(start).max(0))
}

impl Seen {
    fn state(&self) -> Option<TaskState> {
        let failed = |state: &&TaskState| **state == TaskState::Failed;
        // A task whose driver failed is told as omitted.
        let failure = self.drivers.iter().find(failed);
        let own = self.states.iter().chain(failure);
        let before = self.drivers.iter().map(|state| match state {
            // It has been prepared, and its own row is about to come.
            TaskState::Succeeded => TaskState::Pending,
            other => *other,
        });
        let most =
            |states: &mut dyn Iterator<Item = TaskState>| states.min_by_key(|one| severity(*one));
        most(&mut own.copied()).or_else(|| most(&mut { before }))
    }
}

/// When containers were left out for what an earlier execution made.
struct Reused(Vec<i64>);

impl Reused {
    fn of(rows: &[Row]) -> Self {
        let skipped = rows
            .iter()
            .filter(|row| row.name == "executor" && row.state == "SKIPPED");
        Self(skipped.filter_map(|row| row.start).collect())
    }

    /// Whether a row that succeeded did so without a container: it begins and ends with the one that was left out, where a
    /// container ends in a later pass of the controller.
    fn is(&self, row: &Row) -> bool {
        row.start
            .is_some_and(|start| row.end == Some(start) && self.0.contains(&start))
    }
}

fn state(run: &Run, row: &Row, has_ended: bool, reused: &Reused) -> TaskState {
    match row.state.as_str() {
        "SUCCEEDED" if reused.is(row) => TaskState::Cached,
        "SUCCEEDED" => TaskState::Succeeded,
        "FAILED" => match run.canceled_at {
            Some(asked) if row.end.is_none_or(|end| end >= asked) => TaskState::Canceled,
            _ => TaskState::Failed,
        },
        "RUNNING" | "PENDING" | "PAUSED" | "CANCELING" if has_ended => TaskState::Unknown,
        "RUNNING" if run.state == "CANCELING" => TaskState::Canceling,
        "RUNNING" => TaskState::Running,
        "PENDING" => TaskState::Pending,
        "PAUSED" => TaskState::Paused,
        "CANCELING" => TaskState::Canceling,
        "CANCELED" => TaskState::Canceled,
        "SKIPPED" => TaskState::Skipped,
        "" => TaskState::Omitted,
        _ => TaskState::Unknown,
    }
}

#[cfg(test)]
mod tests;
