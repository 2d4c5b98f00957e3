//! What the grid shows: rows and columns out of an answer.

use console_api::{
    grid::{Grid, GridCell, GridRun, TasksOfRun},
    overview::RunLine,
};
use kfp_core::model::RuntimeState;

use crate::status::Status;

/// The grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Model {
    /// The runs, the newest last.
    pub(super) columns: Vec<Column>,
    /// The tasks that are shown, in their order.
    pub(super) rows: Vec<Row>,
}

/// A run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// The run.
    pub(super) run: RunLine,
    /// How it stands.
    pub(super) status: Status,
    /// How long it took, or takes so far, in milliseconds.
    pub(super) took: Option<i64>,
    /// How far its tasks are known.
    pub(super) tasks: TasksOfRun,
    /// Whether it is of another version than the run before it.
    pub(super) is_new_version: bool,
}

/// A task.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// Its path, with slashes.
    pub(super) path: String,
    /// Its own name.
    pub(super) name: String,
    /// How many groups it is in.
    pub(super) depth: usize,
    /// Whether others are in it.
    pub(super) is_group: bool,
    /// Whether those are left out.
    pub(super) is_folded: bool,
    /// The median of how long it took where it succeeded, in milliseconds.
    pub(super) median: Option<i64>,
    /// What became of it in each run, and for how long in milliseconds; `None` where nothing is known of it.
    pub(super) cells: Vec<Option<(Status, Option<i64>)>>,
}

/// Makes the grid of an answer. What goes on has taken the time until `now_ms`.
pub(super) fn model(grid: &Grid, folded: &[String], now_ms: i64) -> Model {
    let mut columns: Vec<Column> = Vec::with_capacity(grid.runs.len());
    for run in &grid.runs {
        let before = columns.last().map(|column| &column.run.version_id);
        let is_new_version = before.is_some_and(|version| *version != run.run.version_id);
        columns.push(column(run, is_new_version, now_ms));
    }
    let mut rows = Vec::new();
    for (at, task) in grid.tasks.iter().enumerate() {
        let depth = task.path.len().saturating_sub(1);
        let mut outer = (1..=depth).map(|end| task.path.get(..end).unwrap_or_default().join("/"));
        if outer.any(|path| folded.contains(&path)) {
            continue;
        }
        let next = grid.tasks.get(at + 1);
        let path = task.path.join("/");
        rows.push(Row {
            name: task.path.last().cloned().unwrap_or_default(),
            depth,
            is_group: next.is_some_and(|next| {
                next.path.len() > task.path.len() && next.path.starts_with(&task.path)
            }),
            is_folded: folded.contains(&path),
            median: median(&times(&task.cells)),
            cells: cells(&columns, &task.cells),
            path,
        });
    }
    Model { columns, rows }
}

fn column(run: &GridRun, is_new_version: bool, now_ms: i64) -> Column {
    let line = &run.run;
    let has_ended = line.finished_at_ms.is_some();
    let state = RuntimeState::parse(&line.state);
    // What was read with its tasks may be newer than what the index knows.
    let was_terminated = run.canceled || line.was_terminated;
    let status = Status::of_what_is_known(&state, was_terminated, has_ended);
    let end = line
        .finished_at_ms
        .or(status.is_going_on().then_some(now_ms));
    Column {
        took: end.map(|end| end.saturating_sub(line.created_at_ms).max(0)),
        run: line.clone(),
        status,
        tasks: run.tasks,
        is_new_version,
    }
}

/// A run that goes on has tasks that do not exist yet: those of other runs of its version.
fn cells(columns: &[Column], cells: &[Option<GridCell>]) -> Vec<Option<(Status, Option<i64>)>> {
    let exists_in = |version: &Option<String>| {
        let mut both = columns.iter().zip(cells);
        both.any(|(column, cell)| cell.is_some() && column.run.version_id == *version)
    };
    let cell = |(column, cell): (&Column, &Option<GridCell>)| {
        if let Some(GridCell(state, took)) = cell {
            return Some((Status::of_task(*state), *took));
        }
        let waits = column.tasks == TasksOfRun::Read
            && column.run.finished_at_ms.is_none()
            && matches!(column.status, Status::Running | Status::Pending)
            && exists_in(&column.run.version_id);
        waits.then_some((Status::Pending, None))
    };
    columns.iter().zip(cells).map(cell).collect()
}

/// How long a task took where it was executed and succeeded, the shortest first.
pub(super) fn times(cells: &[Option<GridCell>]) -> Vec<i64> {
    let mut times: Vec<i64> = cells
        .iter()
        .flatten()
        .filter(|cell| Status::of_task(cell.0) == Status::Succeeded)
        .filter_map(|cell| cell.1)
        .collect();
    times.sort_unstable();
    times
}

/// The middle one of times in their order.
pub(super) fn median(times: &[i64]) -> Option<i64> {
    times.get(times.len() / 2).copied()
}

#[cfg(test)]
pub(super) mod tests {
    use console_api::{
        grid::{GridTask, TaskState},
        overview::Extent,
    };

    use super::*;

    /// A run in a state, that was made in a second and took so many.
    pub(in crate::pages::pipeline::grid) fn run(
        id: &str,
        state: &str,
        took: Option<i64>,
    ) -> GridRun {
        let text = format!(
            r#"{{"run_id":"{id}","name":"run {id}","state":"{state}","created_at_ms":1000,"version_id":"v-1"}}"#
        );
        let mut run: RunLine = serde_json::from_str(&text).expect("a run");
        run.finished_at_ms = took.map(|took| 1000 + took);
        GridRun {
            run,
            canceled: false,
            tasks: TasksOfRun::Read,
        }
    }

    /// A task with its cells.
    pub(in crate::pages::pipeline::grid) fn task(
        path: &str,
        cells: &[Option<(TaskState, i64)>],
    ) -> GridTask {
        GridTask {
            path: path.split('/').map(str::to_owned).collect(),
            cells: cells
                .iter()
                .map(|cell| cell.map(|(state, took)| GridCell(state, Some(took))))
                .collect(),
        }
    }

    /// An answer.
    pub(in crate::pages::pipeline::grid) fn grid(runs: Vec<GridRun>, tasks: Vec<GridTask>) -> Grid {
        Grid {
            extent: Extent::default(),
            matches: 0,
            looked_back_to_ms: None,
            runs,
            tasks,
            tasks_left_out: 0,
        }
    }

    const GOOD: Option<(TaskState, i64)> = Some((TaskState::Succeeded, 5));

    #[test]
    fn a_group_that_is_folded_is_one_row() {
        let tasks = vec![
            task("a", &[GOOD]),
            task("b", &[GOOD]),
            task("b/c", &[GOOD]),
            task("b/c/d", &[GOOD]),
            task("e", &[GOOD]),
        ];
        let grid = grid(vec![run("1", "SUCCEEDED", Some(9))], tasks);
        let shown = |folded: &[&str]| -> Vec<(String, usize, bool)> {
            let folded: Vec<String> = folded.iter().map(|path| (*path).to_owned()).collect();
            let rows = model(&grid, &folded, 0).rows.into_iter();
            rows.map(|row| (row.path, row.depth, row.is_group))
                .collect()
        };
        let row = |path: &str, depth, is_group| (path.to_owned(), depth, is_group);
        assert_eq!(shown(&[]).len(), 5);
        assert_eq!(
            shown(&["b"]),
            [row("a", 0, false), row("b", 0, true), row("e", 0, false)]
        );
        assert_eq!(shown(&["b/c", "nonsense"])[2], row("b/c", 1, true));
    }

    #[test]
    fn tasks_that_a_run_has_not_come_to_wait_and_others_are_not_known() {
        let runs = vec![
            run("1", "SUCCEEDED", Some(9)),
            run("2", "FAILED", Some(9)),
            run("3", "RUNNING", None),
        ];
        let grid = grid(runs, vec![task("a", &[GOOD, None, None])]);
        let model = model(&grid, &[], 61_000);
        assert_eq!(
            model.rows[0].cells,
            [
                Some((Status::Succeeded, Some(5))),
                None,
                Some((Status::Pending, None))
            ]
        );
        assert_eq!(model.columns[2].took, Some(60_000));
    }

    #[test]
    fn a_failure_that_was_asked_for_is_a_run_that_was_canceled_and_a_version_begins_where_it_changes()
     {
        let mut second = run("2", "FAILED", Some(9));
        second.canceled = true;
        second.run.version_id = Some("v-2".to_owned());
        let model = model(
            &grid(vec![run("1", "FAILED", Some(9)), second], Vec::new()),
            &[],
            0,
        );
        let seen: Vec<_> = model
            .columns
            .iter()
            .map(|column| (column.status.clone(), column.is_new_version))
            .collect();
        assert_eq!(seen, [(Status::Failed, false), (Status::Canceled, true)]);
    }

    #[test]
    fn what_was_reused_or_failed_has_no_part_in_the_median() {
        let cells = task(
            "a",
            &[
                Some((TaskState::Cached, 0)),
                Some((TaskState::Failed, 900)),
                Some((TaskState::Succeeded, 7)),
                Some((TaskState::Succeeded, 3)),
            ],
        )
        .cells;
        assert_eq!(median(&times(&cells)), Some(7));
        assert_eq!(median(&[]), None);
    }
}
