//! Tables, filters and pages.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// Tables, filters and pages.
    pub(crate) struct ListText {
        /// The column with the name of an experiment.
        experiment: &'static str,
        /// When it was made.
        created: &'static str,
        /// When the last run was made.
        last_run: &'static str,
        /// There is no run yet.
        no_run_yet: &'static str,
        /// Opens the form for a new run.
        new_run: &'static str,
        /// Opens the form with what a run was started with: its name.
        clone: fn(&str) -> String,
        /// The column with the name of a run.
        run: &'static str,
        /// How it stands.
        status: &'static str,
        /// How far its tasks are.
        tasks: &'static str,
        /// The same in a sentence: how many have ended, of how many, whether there may be more, and of which status.
        tasks_ended: fn(u32, u32, bool, &str) -> String,
        /// The task that failed first.
        task_failed: fn(&str) -> String,
        /// The pipeline version it was made from.
        version: &'static str,
        /// A recurring run's runs are made from the newest version of their moment.
        latest_version: &'static str,
        /// It came with its own spec.
        inline_spec: &'static str,
        /// Pipeline and version in full.
        version_title: fn(&str, &str) -> String,
        /// How long it took.
        duration: &'static str,
        /// When it was started.
        started: &'static str,
        /// The column with actions.
        actions: &'static str,
        /// Copies the id of a run: its name.
        copy_run_id: fn(&str) -> String,
        /// The caption of the table of experiments.
        experiments_caption: fn(&str) -> String,
        /// The caption of the table of runs.
        runs_caption: fn(&str) -> String,
        /// The caption of the table of runs of a namespace.
        runs_of_namespace: fn(&str) -> String,
        /// Not in the archive.
        active: &'static str,
        /// In the archive.
        archived: &'static str,
        /// The choice between the two.
        storage: &'static str,
        /// The filter of experiments.
        filter_experiments: &'static str,
        /// The filter of runs.
        filter_runs: &'static str,
        /// A term of the filter that is not understood.
        unknown_term: &'static str,
        /// Removes a term: the term.
        remove_filter: fn(&str) -> String,
        /// The facets.
        by_status: &'static str,
        /// All states.
        all: &'static str,
        /// The facet of failed runs, which holds the canceled ones.
        failed_or_canceled: &'static str,
        /// Why a column cannot be sorted.
        no_index: &'static str,
        /// An order is that of the runs that were read: how many, and of how many.
        sorted_among: fn(u64, u64) -> String,
        /// The direction that a click on a header leads to.
        sort_by: fn(&str) -> String,
        /// In place of the count of rows that answer another question.
        rows_of_another: &'static str,
        /// Rows on the page: first, last, total.
        rows: fn(u64, u64, u64) -> String,
        /// Rows that could not be read.
        undecodable: fn(usize) -> String,
        /// The pager.
        pages: &'static str,
        /// The page before.
        previous: &'static str,
        /// The page after.
        next: &'static str,
        /// Why there is no page after although there are more rows.
        address_full: &'static str,
        /// How many match, told after a filter: total.
        found: fn(u64) -> String,
        /// Changes show by themselves.
        live: &'static str,
        /// The same, although there is no connection that stays open.
        live_asking: &'static str,
        /// The connection was lost: seconds until it is opened again.
        live_waiting: fn(u32) -> String,
        /// The console cannot read KFP.
        live_stale: &'static str,
        /// New runs that are not shown yet: how many.
        new_runs: fn(usize) -> String,
        /// Runs on the page that were deleted or moved: how many.
        gone_runs: fn(usize) -> String,
        /// Shows the list as it is now.
        show_new: &'static str,
        /// A table is being loaded.
        loading: &'static str,
        /// It takes long.
        still_loading: &'static str,
    }
}
