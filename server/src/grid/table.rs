//! Runs beside each other.

use std::collections::HashMap;

use console_api::grid::{Grid, GridCell, GridRun, GridTask, MOST_TASKS, TasksOfRun};
use console_api::overview::Found;

use super::reading::Insides;
use super::{Inside, Task};

/// Puts what was found, the newest first, and what was read together.
pub(crate) fn table(found: Found, insides: &Insides) -> Grid {
    let columns: Vec<Option<&Inside>> = found
        .runs
        .iter()
        .rev()
        .map(|run| insides.get(&run.run_id).map(|inside| &**inside))
        .collect();
    let runs = found.runs.into_iter().rev().zip(&columns);
    let runs = runs.map(|(mut run, inside)| {
        let Some(inside) = inside else {
            return GridRun {
                canceled: run.was_terminated,
                run,
                tasks: TasksOfRun::ToBeRead,
            };
        };
        // What was read now is newer than what the index knows, and the run must not say another thing than its tasks.
        if !inside.state.is_empty() {
            run.state.clone_from(&inside.state);
            run.finished_at_ms = inside.finished;
        }
        GridRun {
            canceled: inside.canceled || run.was_terminated,
            run,
            tasks: inside.how,
        }
    });
    let runs: Vec<GridRun> = runs.collect();
    let mut order = Order::default();
    for inside in columns.iter().flatten() {
        order.take(&inside.tasks);
    }
    let paths = order.paths();
    let tasks_left_out = u64::try_from(paths.len().saturating_sub(MOST_TASKS)).unwrap_or_default();
    let of_columns: Vec<HashMap<&[String], &Task>> = columns
        .iter()
        .map(|inside| {
            let tasks = inside.iter().flat_map(|inside| &inside.tasks);
            tasks.map(|task| (task.path.as_slice(), task)).collect()
        })
        .collect();
    let row = |path: &[String]| GridTask {
        path: path.to_vec(),
        cells: of_columns
            .iter()
            .map(|tasks| {
                let task = tasks.get(path)?;
                Some(GridCell(task.state, task.took))
            })
            .collect(),
    };
    Grid {
        extent: found.extent,
        matches: found.matches,
        looked_back_to_ms: found.looked_back_to_ms,
        tasks: paths
            .iter()
            .take(MOST_TASKS)
            .map(|path| row(path))
            .collect(),
        runs,
        tasks_left_out,
    }
}

/// In which order tasks start: their places in the runs, on average.
#[derive(Debug, Default)]
struct Order<'a>(HashMap<&'a [String], Places>);

#[derive(Clone, Copy, Debug, Default)]
struct Places {
    sum: f64,
    count: f64,
}

impl<'a> Order<'a> {
    fn take(&mut self, tasks: &'a [Task]) {
        let mut tasks: Vec<&Task> = tasks.iter().collect();
        tasks.sort_by_key(|task| (task.start.unwrap_or(i64::MAX), &task.path));
        let (mut place, count) = (0.0, tasks.len().max(1));
        let step = 1.0 / f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        for task in tasks {
            let places = self.0.entry(&task.path).or_default();
            places.sum += place;
            places.count += 1.0;
            place += step;
            // A group is a row even where nothing is known of it but what is inside.
            for outer in 1..task.path.len() {
                self.0.entry(&task.path[..outer]).or_default();
            }
        }
    }

    fn place(&self, path: &[String]) -> f64 {
        match self.0.get(path) {
            Some(places) if places.count > 0.0 => places.sum / places.count,
            _ => 1.0,
        }
    }

    /// Every path, groups before what is in them.
    fn paths(&self) -> Vec<&'a [String]> {
        let mut paths: Vec<&[String]> = self.0.keys().copied().collect();
        // By the places of the groups that they are in, one after the other.
        paths.sort_by_cached_key(|path| {
            let elements = (1..=path.len()).map(|end| {
                let place = self.place(&path[..end]);
                // Places are from 0 to 1 and not negative: their bits have their order.
                (place.to_bits(), path[end - 1].as_str())
            });
            elements.collect::<Vec<_>>()
        });
        paths
    }
}

#[cfg(test)]
mod tests {
    use console_api::grid::TaskState;

    use super::*;

    fn task(path: &str, start: i64) -> Task {
        Task {
            path: path.split('/').map(str::to_owned).collect(),
            state: TaskState::Succeeded,
            start: Some(start),
            took: None,
            turns: 1,
        }
    }

    #[test]
    fn tasks_stand_in_the_order_of_their_starts_and_inside_of_their_groups() {
        let runs = [
            vec![
                task("load", 1),
                task("fold", 2),
                task("fold/fit", 3),
                task("report", 4),
            ],
            vec![
                task("load", 1),
                task("check", 2),
                task("fold/score", 9),
                task("fold", 3),
                task("report", 10),
            ],
        ];
        let mut order = Order::default();
        for run in &runs {
            order.take(run);
        }
        let paths: Vec<String> = order.paths().iter().map(|path| path.join("/")).collect();
        assert_eq!(
            paths,
            ["load", "check", "fold", "fold/fit", "fold/score", "report"]
        );
    }

    #[test]
    fn a_group_that_nothing_is_known_of_is_a_row_before_what_is_inside() {
        let run = [task("a", 1), task("b/c", 2)];
        let mut order = Order::default();
        order.take(&run);
        let paths: Vec<String> = order.paths().iter().map(|path| path.join("/")).collect();
        assert_eq!(paths, ["a", "b", "b/c"]);
    }
}
