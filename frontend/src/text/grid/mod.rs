//! The runs of a pipeline by task, its runs and its recurring runs.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// The runs of a pipeline by task, its runs and its recurring runs.
    pub(crate) struct GridText {
        /// The view.
        grid: &'static str,
        /// The view of its recurring runs.
        recurring: &'static str,
        /// The heading: how many runs.
        title: fn(usize) -> String,
        /// The caption of the grid: pipeline.
        caption: fn(&str) -> String,
        /// What the bars are.
        bars: &'static str,
        /// What the times beside the tasks are.
        median: &'static str,
        /// The choice of the number of runs.
        runs: &'static str,
        /// So many runs.
        last: fn(u32) -> String,
        /// The choice of the version.
        version: &'static str,
        /// Of all of them.
        all_versions: &'static str,
        /// A run: name, state, length.
        run: fn(&str, &str, &str) -> String,
        /// A cell: task, run, state.
        cell: fn(&str, &str, &str) -> String,
        /// Nothing is known of a task in a run.
        unknown: &'static str,
        /// What the keys do.
        keys: &'static str,
        /// Leads to the list with a run.
        find_run: &'static str,
        /// How many runs are selected.
        picked: fn(usize) -> String,
        /// Selects none of them.
        clear: &'static str,
        /// The tasks of some runs are not read yet: read, all.
        unread: fn(usize, usize) -> String,
        /// Reads them.
        read_on: &'static str,
        /// KFP stopped to tell of the tasks of so many runs.
        frozen: fn(usize) -> String,
        /// So many runs have too many tasks.
        too_many: fn(usize) -> String,
        /// So many tasks are not shown.
        left_out: fn(u64) -> String,
        /// The runs of the namespace are not all read: read, all.
        partly: fn(&str, &str) -> String,
        /// The same, where nobody knows how many there are: read.
        partly_unknown: fn(&str) -> String,
        /// There are none.
        none: &'static str,
        /// None of the version.
        none_of_version: &'static str,
        /// What to do about it.
        none_text: &'static str,
        /// Where time goes.
        time: &'static str,
        /// What its lines are.
        time_text: &'static str,
        /// What fails.
        fails: &'static str,
        /// Nothing does.
        nothing_fails: &'static str,
        /// In so many runs, the last one when.
        failed_in: fn(usize, &str) -> String,
        /// What is reused.
        reused: &'static str,
        /// What its lines are.
        reused_text: &'static str,
        /// Nothing is.
        nothing_reused: &'static str,
        /// Nothing has ended.
        no_times: &'static str,
        /// How far the runs of the namespace were looked through: looked at, all.
        looked: fn(&str, &str) -> String,
        /// The same, where nobody knows how many there are: looked at.
        looked_unknown: fn(&str) -> String,
        /// None of the runs that were looked through.
        no_runs: &'static str,
        /// Why there may be some all the same.
        no_runs_text: &'static str,
        /// The caption of the recurring runs: pipeline.
        recurring_of: fn(&str) -> String,
        /// How many of a page are of this pipeline: own, read.
        recurring_picked: fn(usize, usize) -> String,
        /// None of the page is.
        no_recurring: &'static str,
        /// Why there may be some all the same, and how to make one.
        no_recurring_text: &'static str,
    }
}
