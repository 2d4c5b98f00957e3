//! The last runs of a pipeline by task.

use serde::{Deserialize, Serialize};

use crate::overview::{Extent, RunLine};

/// Most runs of a [`Grid`].
pub const MOST_RUNS: usize = 100;
/// Most tasks of a [`Grid`].
pub const MOST_TASKS: usize = 300;

/// The answer of `GET {prefix}/api/grid?namespace=…&pipeline=…&version=…&last=…`: the last runs of a pipeline, or of one
/// version of it, up to [`MOST_RUNS`] of them and 25 if nothing is said. Archived runs are not among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Which runs of the namespace were looked through.
    pub extent: Extent,
    /// How many runs of the pipeline are among them.
    pub matches: u64,
    /// Only runs that were made since then were looked at, since looking may not take longer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looked_back_to_ms: Option<i64>,
    /// The runs, the newest last.
    pub runs: Vec<GridRun>,
    /// Their tasks, each group before what is in it, and in the order in which they start.
    pub tasks: Vec<GridTask>,
    /// Tasks that are more than [`MOST_TASKS`].
    #[serde(default)]
    pub tasks_left_out: u64,
}

/// A column of a [`Grid`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridRun {
    /// The run.
    pub run: RunLine,
    /// Whether somebody asked for its end.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub canceled: bool,
    /// How far its tasks are known.
    pub tasks: TasksOfRun,
}

/// How far the tasks of a run are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TasksOfRun {
    /// As KFP tells them.
    Read,
    /// Not yet: the same question, put again, reads on.
    ToBeRead,
    /// They are more than the console takes.
    TooMany,
    /// KFP has told where the run's own tasks stood at some moment before its end, and nothing since.
    Frozen,
    /// KFP did not give the run, which may have been deleted.
    Missing,
    /// A later server knows.
    #[serde(other)]
    Unknown,
}

/// A row of a [`Grid`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridTask {
    /// The groups that it is in, by their keys in the spec, outermost first, and then its own. All turns of a loop are one.
    pub path: Vec<String>,
    /// What became of it in each run, in the order of [`Grid::runs`]; `None` where it is not known to exist.
    pub cells: Vec<Option<GridCell>>,
}

/// A task in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GridCell(
    /// Where it stands; of the turns of a loop, the most severe.
    pub TaskState,
    /// Milliseconds from its start to its end, if it has ended; of the turns of a loop, the longest.
    pub Option<i64>,
);

/// Where a task stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TaskState {
    /// It ended with an error, or what prepares it did.
    Failed,
    /// It works.
    Running,
    /// It works, and the end of its run was asked for.
    Canceling,
    /// It is not where it could work.
    Pending,
    /// It is suspended.
    Paused,
    /// It ended after the end of its run was asked for.
    Canceled,
    /// It ended well.
    Succeeded,
    /// It was not executed, and has what an earlier execution made.
    Cached,
    /// Its condition was false.
    Skipped,
    /// It never started, for something before it failed.
    Omitted,
    /// Nobody can say: KFP stopped to tell, or a later server uses another word.
    #[default]
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_two_values_and_a_later_word_is_unknown() {
        let cell = GridCell(TaskState::Succeeded, Some(1200));
        let written = serde_json::to_string(&cell).expect("JSON");
        assert_eq!(written, r#"["SUCCEEDED",1200]"#);
        let read: GridCell = serde_json::from_str(r#"["ENCHANTED",null]"#).expect("a cell");
        assert_eq!(read, GridCell(TaskState::Unknown, None));
        let read: TasksOfRun = serde_json::from_str(r#""in_the_mail""#).expect("a word");
        assert_eq!(read, TasksOfRun::Unknown);
    }
}
