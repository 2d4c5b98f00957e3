//! How far the tasks of a run are, in a few numbers.

use std::collections::{BTreeMap, HashMap};

use console_api::beside::Tasks;
use console_api::grid::TaskState;
use kfp_core::model::RuntimeState;
use serde_json::value::RawValue;

use super::Task;
use super::nodes::{Role, Roles, roles};
use super::tasks::tasks;
use super::wire::{self, Row};

/// Hashes that are computed for a run at most: it is one of fifty in a list, and others wait for it. A run of 500 tasks in 50
/// groups takes a tenth.
const MOST_HASHES: usize = 250_000;
/// Names of tasks are cut after so many characters.
const LONGEST_NAME: usize = 100;

/// The members of an object of KFP's.
pub(crate) type Members<'a> = BTreeMap<String, &'a RawValue>;

/// Counts the tasks of a run. `None` where its rows do not tell, or not for certain: KFP stops telling of a run whose workflow
/// has become too large.
pub(crate) fn count(run: &Members<'_>) -> Option<Tasks> {
    let run = wire::of_members(run)?;
    let rows = run.rows.as_deref()?;
    let state = RuntimeState::parse(&run.state);
    if state.is_terminal() && rows.iter().any(Row::goes_on) {
        return None;
    }
    let roles = roles(rows, MOST_HASHES);
    if !roles.is_of_tree || !are_certain(rows, &roles) {
        return None;
    }
    let tasks = tasks(&run, rows, &roles);
    counted(&leaves(&tasks), state == RuntimeState::Succeeded)
}

/// Whether rows that cannot be told apart say the same.
fn are_certain(rows: &[Row], roles: &Roles) -> bool {
    let mut said: HashMap<&[Role], &str> = HashMap::new();
    let ambiguous = roles.iter().filter(|(_, roles)| roles.len() > 1);
    ambiguous
        .filter_map(|(at, roles)| Some((rows.get(at)?, roles)))
        .all(|(row, roles)| *said.entry(roles).or_insert(&row.state) == row.state)
}

/// Those that are no groups, which stand right before what is in them.
fn leaves(tasks: &[Task]) -> Vec<&Task> {
    let next = tasks.iter().skip(1).map(Some).chain([None]);
    let is_leaf = |(task, next): &(&Task, Option<&Task>)| {
        next.is_none_or(|next| !next.path.starts_with(&task.path))
    };
    let leaves = tasks.iter().zip(next).filter(is_leaf);
    leaves.map(|(task, _)| task).collect()
}

fn counted(tasks: &[&Task], is_all: bool) -> Option<Tasks> {
    let mut counts = [0_u32; 6];
    for task in tasks {
        let place = match task.state {
            TaskState::Succeeded => 0,
            TaskState::Cached => 1,
            TaskState::Skipped => 2,
            TaskState::Failed => 3,
            TaskState::Canceled => 4,
            TaskState::Running | TaskState::Canceling => 5,
            TaskState::Pending | TaskState::Paused | TaskState::Omitted => continue,
            TaskState::Unknown => return None,
        };
        counts[place] += 1;
    }
    let named = |task: &&Task| task.path.last().map(|name| cut(name));
    let of_state = |state| tasks.iter().filter(move |task| task.state == state);
    let failed = of_state(TaskState::Failed).min_by_key(|task| task.start.unwrap_or(i64::MAX));
    let current = of_state(TaskState::Running).max_by_key(|task| task.start);
    Some(Tasks {
        counts,
        of: u32::try_from(tasks.len()).ok().filter(|of| *of > 0)?,
        or_more: !is_all,
        failed: failed.and_then(named),
        current: current.and_then(named),
    })
}

fn cut(name: &str) -> String {
    name.chars().take(LONGEST_NAME).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    const RECORDED: &str = include_str!("../../tests/recorded/tasks.json");

    fn told(run: &Value) -> Option<Tasks> {
        let text = run.to_string();
        let members: Members<'_> = serde_json::from_str(&text).expect("an object");
        count(&members)
    }

    fn recorded(scenario: &str) -> Value {
        let all: Vec<Value> = serde_json::from_str(RECORDED).expect("runs");
        let one = all.iter().find(|one| one["scenario"] == scenario);
        one.expect(scenario)["run"].clone()
    }

    /// Counts, total and the first failure.
    fn line(scenario: &str) -> String {
        told(&recorded(scenario)).map_or("nothing".to_owned(), |tasks| {
            let more = if tasks.or_more { "+" } else { "" };
            let failed = tasks.failed.unwrap_or_default();
            format!("{:?} of {}{more} {failed}", tasks.counts, tasks.of)
                .trim_end()
                .to_owned()
        })
    }

    #[test]
    fn recorded_runs_are_counted_by_their_tasks_and_not_by_their_nodes() {
        for (scenario, wanted) in [
            ("diamond-fail", "[2, 0, 0, 1, 0, 0] of 5+ train-right"),
            (
                "diamond-driver-fails",
                "[2, 0, 0, 1, 0, 0] of 5+ train-right",
            ),
            ("hello-evicted", "[0, 0, 0, 1, 0, 0] of 1+ greet"),
            ("hello-cached", "[0, 1, 0, 0, 0, 0] of 1"),
            ("stock-hello-cached", "[0, 1, 0, 0, 0, 0] of 1"),
            (
                "parallel-for-driver-fails",
                "[2, 0, 0, 1, 0, 0] of 4+ for-loop-1",
            ),
        ] {
            assert_eq!(line(scenario), wanted, "{scenario}");
        }
    }

    #[test]
    fn what_is_not_told_for_certain_is_not_counted() {
        assert_eq!(told(&serde_json::json!({"state": "RUNNING"})), None);
        for broken in [
            serde_json::json!({"run_details": 1}),
            serde_json::json!({"run_details": {"task_details": [{"display_name": 7}]}}),
            serde_json::json!({"run_details": {"task_details": []}, "state": []}),
        ] {
            assert_eq!(told(&broken), None, "{broken}");
        }
        // Of a run that has ended, a row that goes on is as old as nobody knows.
        let mut run = recorded("hello-evicted");
        for row in run["run_details"]["task_details"]
            .as_array_mut()
            .expect("rows")
        {
            if row["display_name"] == "greet" {
                row["state"] = "RUNNING".into();
            }
        }
        assert_eq!(told(&run), None);
        // While it runs, the row says what is worked at.
        run["state"] = "RUNNING".into();
        let tasks = told(&run).expect("tasks");
        assert_eq!(
            (tasks.counts[5], tasks.current.as_deref()),
            (1, Some("greet"))
        );
        // Where the nodes' ids tell nothing, groups are not told from tasks.
        for row in run["run_details"]["task_details"]
            .as_array_mut()
            .expect("rows")
        {
            row.as_object_mut().expect("a row").remove("child_tasks");
        }
        assert_eq!(told(&run), None);
    }
}
