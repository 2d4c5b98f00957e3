//! English.

use super::OverviewText;
use crate::text::number;

pub(in crate::text) const ENGLISH: OverviewText = OverviewText {
    figures: "Figures of the namespace",
    running: "Running now",
    waiting: |count| format!("{} waiting", number(count)),
    none_waiting: "none waiting",
    failed: "Failed, last 24 hours",
    more_failed: |count| format!("{} more than the day before", number(count)),
    fewer_failed: |count| format!("{} fewer than the day before", number(count)),
    as_many_failed: "as many as the day before",
    success: "Success rate, 7 days",
    points_up: |points| format!("{points} points up on the week before"),
    points_down: |points| format!("{points} points down on the week before"),
    same_rate: "as in the week before",
    median: "Median duration, 7 days",
    median_before: |length| format!("{length} in the week before"),
    nothing_before: "nothing in the week before",
    none_ended: "no run has ended",
    so_far: "so far: older runs are not read yet",
    not_read: "not read yet",
    next: "Next scheduled run",
    no_next: "none",
    none_on: "no recurring run will start one",
    not_known: "not known",
    per_day: "Runs per day",
    days: "Days in the chart",
    last_days: |days| format!("{days} days"),
    chart: |first, last, succeeded, failed, canceled| {
        format!(
            "Runs that ended, {first} to {last}: {} succeeded, {} failed, {} canceled.",
            number(succeeded),
            number(failed),
            number(canceled)
        )
    },
    chart_scrolls: "Chart, scrolls on narrow screens",
    today: "Today",
    below_line: "below the line",
    all_runs: "All runs",
    nothing_runs: "Nothing runs at the moment.",
    more: |count| format!("{} more", number(count)),
    attention: "Needs attention",
    nothing_failed: "Nothing failed in the last 7 days.",
    no_error: "KFP gives no reason",
    first_after: |count| {
        if count == 1 {
            "First failure after 1 success".to_owned()
        } else {
            format!("First failure after {} successes", number(count))
        }
    },
    failed_once: "Failed once in 7 days",
    same_way: |count| format!("{} failed in this way in 7 days", number(count)),
    in_use: "Pipelines in use",
    strips: "last 20 runs, oldest to newest",
    strip: |count, states| {
        if count == 1 {
            format!("Last 1 run: {states}")
        } else {
            format!("Last {count} runs: {states}")
        }
    },
    all_pipelines: "All pipelines",
    caption: |namespace| format!("Pipelines in use in {namespace}"),
    pipeline: "Pipeline",
    history: "History",
    rate: "Success",
    typical: "Median",
    next_start: "Next",
    none_in_use: "No run that was read comes from a pipeline.",
    to_start: "Next to start",
    all_recurring: "All recurring runs",
    nothing_starts: "No recurring run is on, or none has a start left.",
    recurring_unread: "The recurring runs could not be read, so what starts next is not known.",
    newest_recurring: |read, all| {
        format!("Of the newest {read} of {all} recurring runs. Others may start earlier.")
    },
    partly: |read, all| {
        format!(
            "Counted from {read} of {all} runs. The others are being read, and the figures grow."
        )
    },
    partly_unknown: |read| {
        format!("Counted from {read} runs. Others are being read, and the figures grow.")
    },
    nothing_read: "No run has been read yet. The figures come as soon as the first ones are.",
    back_to: |when| format!("Everything since {when} is in."),
};
