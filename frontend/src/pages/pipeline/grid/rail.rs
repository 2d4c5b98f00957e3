//! Beside the grid: where time goes, what fails, what is reused.

use console_api::grid::{Grid, GridTask, TaskState};

use super::model::{median, times};

/// Rows of a panel.
const MOST: usize = 7;

/// A task with a share of something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its name.
    pub(super) name: String,
    /// Its path, with slashes.
    pub(super) path: String,
    /// In thousandths of the largest.
    pub(super) share: u32,
    /// How much further the slowest tenth goes, in the same.
    pub(super) more: u32,
    /// Milliseconds, or per cent.
    pub(super) value: i64,
}

/// A task that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failing {
    /// Its name.
    pub(super) name: String,
    /// Its path, with slashes.
    pub(super) path: String,
    /// In how many runs.
    pub(super) runs: usize,
    /// The place of the last of them.
    pub(super) last: usize,
}

/// Tasks that others are not in.
fn leaves(grid: &Grid) -> impl Iterator<Item = &GridTask> {
    let tasks = grid.tasks.iter().enumerate();
    tasks.filter_map(|(at, task)| {
        let next = grid.tasks.get(at + 1);
        let is_group = next.is_some_and(|next| {
            next.path.len() > task.path.len() && next.path.starts_with(&task.path)
        });
        (!is_group).then_some(task)
    })
}

fn name(task: &GridTask) -> String {
    task.path.last().cloned().unwrap_or_default()
}

/// In thousandths.
fn part(value: i64, of: i64) -> u32 {
    let part = i128::from(value.max(0)) * 1000 / i128::from(of.max(1));
    u32::try_from(part.min(1000)).unwrap_or(1000)
}

/// The slowest tasks, the slowest first.
pub(super) fn slowest(grid: &Grid) -> Vec<Line> {
    let timed = leaves(grid).filter_map(|task| {
        let times = times(&task.cells);
        let slow = times.get((times.len() * 9 / 10).min(times.len().saturating_sub(1)));
        Some((task, median(&times)?, *slow?))
    });
    let mut timed: Vec<_> = timed.filter(|(_, median, _)| *median > 0).collect();
    timed.sort_by_key(|(_, median, _)| std::cmp::Reverse(*median));
    timed.truncate(MOST);
    let most = timed.iter().map(|(_, _, slow)| *slow).max().unwrap_or(1);
    let line = |(task, median, slow): (&GridTask, i64, i64)| Line {
        name: name(task),
        path: task.path.join("/"),
        share: part(median, most),
        more: part(slow, most).saturating_sub(part(median, most)),
        value: median,
    };
    timed.into_iter().map(line).collect()
}

/// What failed, most often first.
pub(super) fn failing(grid: &Grid) -> Vec<Failing> {
    let failing = leaves(grid).filter_map(|task| {
        let failed = |at: &usize| matches!(task.cells.get(*at), Some(Some(cell)) if cell.0 == TaskState::Failed);
        let places: Vec<usize> = (0..task.cells.len()).filter(failed).collect();
        Some(Failing {
            name: name(task),
            path: task.path.join("/"),
            runs: places.len(),
            last: *places.last()?,
        })
    });
    let mut failing: Vec<Failing> = failing.collect();
    failing.sort_by_key(|one| std::cmp::Reverse((one.runs, one.last)));
    failing.truncate(MOST);
    failing
}

/// What was reused, most often first.
pub(super) fn reused(grid: &Grid) -> Vec<Line> {
    let reused = leaves(grid).filter_map(|task| {
        let count = |wanted: &[TaskState]| {
            let cells = task.cells.iter().flatten();
            let count = cells.filter(|cell| wanted.contains(&cell.0)).count();
            i64::try_from(count).unwrap_or(i64::MAX)
        };
        let (cached, all) = (
            count(&[TaskState::Cached]),
            count(&[TaskState::Cached, TaskState::Succeeded, TaskState::Failed]),
        );
        (cached > 0).then(|| Line {
            name: name(task),
            path: task.path.join("/"),
            share: part(cached, all),
            more: 0,
            value: i64::from(part(cached, all)) / 10,
        })
    });
    let mut reused: Vec<Line> = reused.collect();
    reused.sort_by_key(|line| std::cmp::Reverse(line.share));
    reused.truncate(MOST);
    reused
}

#[cfg(test)]
mod tests {
    use super::{
        super::model::tests::{grid, run, task},
        *,
    };

    fn sample() -> Grid {
        let runs = ["1", "2", "3", "4"]
            .map(|id| run(id, "SUCCEEDED", Some(1)))
            .to_vec();
        let good = |took| Some((TaskState::Succeeded, took));
        let (bad, reused) = (Some((TaskState::Failed, 9)), Some((TaskState::Cached, 0)));
        let tasks = vec![
            task("load", &[reused, reused, reused, good(10)]),
            task("fold", &[good(900), good(900), bad, good(900)]),
            task("fold/fit", &[good(100), good(200), bad, good(400)]),
            task("report", &[good(0), bad, None, bad]),
        ];
        grid(runs, tasks)
    }

    #[test]
    fn the_slowest_tasks_are_measured_by_the_slowest_tenth_and_groups_are_left_out() {
        let slowest = slowest(&sample());
        let seen: Vec<_> = slowest
            .iter()
            .map(|line| (line.path.as_str(), line.value, line.share, line.more))
            .collect();
        assert_eq!(seen, [("fold/fit", 200, 500, 500), ("load", 10, 25, 0)]);
    }

    #[test]
    fn what_fails_is_told_with_its_last_run() {
        let failing: Vec<_> = failing(&sample())
            .into_iter()
            .map(|one| (one.path, one.runs, one.last))
            .collect();
        assert_eq!(
            failing,
            [("report".to_owned(), 2, 3), ("fold/fit".to_owned(), 1, 2)]
        );
    }

    #[test]
    fn what_is_reused_is_told_by_its_share() {
        let reused: Vec<_> = reused(&sample())
            .into_iter()
            .map(|line| (line.name, line.value))
            .collect();
        assert_eq!(reused, [("load".to_owned(), 75)]);
    }
}
