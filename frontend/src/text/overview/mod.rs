//! How a namespace stands.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// How a namespace stands.
    pub(crate) struct OverviewText {
        /// The row of figures.
        figures: &'static str,
        /// How many runs work, and the panel with them.
        running: &'static str,
        /// Runs that wait: how many.
        waiting: fn(u64) -> String,
        /// None waits.
        none_waiting: &'static str,
        /// How many failed.
        failed: &'static str,
        /// More than in the day before: by how many.
        more_failed: fn(u64) -> String,
        /// Fewer than in the day before: by how many.
        fewer_failed: fn(u64) -> String,
        /// As many as in the day before.
        as_many_failed: &'static str,
        /// The share of runs that succeeded.
        success: &'static str,
        /// More than in the week before: by how many points.
        points_up: fn(&str) -> String,
        /// Less than in the week before: by how many points.
        points_down: fn(&str) -> String,
        /// As in the week before.
        same_rate: &'static str,
        /// How long a run takes.
        median: &'static str,
        /// How long one took in the week before.
        median_before: fn(&str) -> String,
        /// There is nothing in the week before to compare with.
        nothing_before: &'static str,
        /// No run has ended in the time.
        none_ended: &'static str,
        /// The figure is of a time that has not been read to its end.
        so_far: &'static str,
        /// There is no figure as long as nothing has been read.
        not_read: &'static str,
        /// When a recurring run starts the next run.
        next: &'static str,
        /// None will.
        no_next: &'static str,
        /// Recurring runs that are on: none.
        none_on: &'static str,
        /// Not known, because they could not be read.
        not_known: &'static str,
        /// The chart.
        per_day: &'static str,
        /// The choice of days.
        days: &'static str,
        /// So many days.
        last_days: fn(u32) -> String,
        /// What the chart says: first day, last day, succeeded, failed, canceled.
        chart: fn(&str, &str, u64, u64, u64) -> String,
        /// The part that is scrolled on a narrow screen.
        chart_scrolls: &'static str,
        /// The last day.
        today: &'static str,
        /// Where the failed ones stand, after their number.
        below_line: &'static str,
        /// Leads to the list of runs.
        all_runs: &'static str,
        /// Nothing runs.
        nothing_runs: &'static str,
        /// So many that are not listed.
        more: fn(u64) -> String,
        /// What failed lately.
        attention: &'static str,
        /// Nothing did.
        nothing_failed: &'static str,
        /// KFP gave no reason.
        no_error: &'static str,
        /// It is news: how many succeeded before it.
        first_after: fn(u64) -> String,
        /// Nothing of its kind succeeded before it, and it failed once.
        failed_once: &'static str,
        /// So many failed in the same way.
        same_way: fn(u64) -> String,
        /// Pipelines that ran.
        in_use: &'static str,
        /// What a strip shows.
        strips: &'static str,
        /// What a strip says: how many runs, how they stand.
        strip: fn(usize, &str) -> String,
        /// Leads to the list of pipelines.
        all_pipelines: &'static str,
        /// The caption of the table: namespace.
        caption: fn(&str) -> String,
        /// The column with the name.
        pipeline: &'static str,
        /// The column with the strip.
        history: &'static str,
        /// The column with the success rate.
        rate: &'static str,
        /// The column with the median.
        typical: &'static str,
        /// The column with the next start.
        next_start: &'static str,
        /// No run has a pipeline.
        none_in_use: &'static str,
        /// What starts next.
        to_start: &'static str,
        /// Leads to the list of recurring runs.
        all_recurring: &'static str,
        /// Nothing does.
        nothing_starts: &'static str,
        /// They could not be read.
        recurring_unread: &'static str,
        /// Only the newest recurring runs are looked at: read, all.
        newest_recurring: fn(&str, &str) -> String,
        /// Not all runs are counted yet: read, all.
        partly: fn(&str, &str) -> String,
        /// The same, where nobody knows how many there are: read.
        partly_unknown: fn(&str) -> String,
        /// No run has been read yet.
        nothing_read: &'static str,
        /// Everything is counted that was made since a moment.
        back_to: fn(&str) -> String,
    }
}
