//! English.

use super::GridText;
use crate::text::number;

pub(in crate::text) const ENGLISH: GridText = GridText {
    grid: "Grid",
    recurring: "Recurring runs",
    title: |count| {
        if count == 1 {
            "Last run by task".to_owned()
        } else {
            format!("Last {count} runs by task")
        }
    },
    caption: |pipeline| format!("Runs of {pipeline} by task"),
    bars: "duration of the run",
    median: "median",
    runs: "Number of runs",
    last: |count| format!("{count} runs"),
    version: "Version",
    all_versions: "All versions",
    run: |name, state, length| {
        if length.is_empty() {
            format!("{name}: {state}")
        } else {
            format!("{name}: {state}, {length}")
        }
    },
    cell: |task, run, state| format!("{task}, {run}: {state}"),
    unknown: "Not known",
    keys: "Arrows move, b goes to the next failure, x selects a run, c compares the selected ones, Enter finds it in its list.",
    find_run: "Find the run",
    picked: |count| {
        if count == 1 {
            "1 run selected".to_owned()
        } else {
            format!("{count} runs selected")
        }
    },
    clear: "Clear",
    unread: |read, all| {
        format!(
            "The tasks of {read} of {all} runs are read. Runs of many tasks are read a few at a time, to spare KFP."
        )
    },
    read_on: "Read more",
    frozen: |count| {
        format!(
            "In {count} of these runs KFP stopped to tell of the tasks before the end: their workflows became too large."
        )
    },
    too_many: |count| format!("{count} of these runs have more tasks than can be read here."),
    left_out: |count| format!("{} more tasks are not shown.", number(count)),
    partly: |read, all| {
        format!(
            "Found among {read} of {all} runs of the namespace. The others are being read, and older runs may be added."
        )
    },
    partly_unknown: |read| {
        format!(
            "Found among {read} runs of the namespace. Others are being read, and older runs may be added."
        )
    },
    none: "No run of this pipeline yet",
    none_of_version: "No run of this version",
    none_text: "As soon as there is one, its tasks stand here beside those of the runs before it. Archived runs do not count.",
    time: "Where time goes",
    time_text: "median, line to the slowest tenth",
    fails: "What fails",
    nothing_fails: "Nothing failed in these runs.",
    failed_in: |count, when| {
        if count == 1 {
            format!("1 run, {when}")
        } else {
            format!("{count} runs, last {when}")
        }
    },
    reused: "Cache",
    reused_text: "share of runs that reused the result",
    nothing_reused: "No result was reused in these runs.",
    no_times: "No task has succeeded in these runs.",
    looked: |at, all| format!("Found among {at} of {all} runs of the namespace."),
    looked_unknown: |at| format!("Found among {at} runs of the namespace."),
    no_runs: "None of the runs that were read is of this pipeline",
    no_runs_text: "KFP has no index for it, so the console looks through the runs of the namespace that it has read. Older ones are read while somebody looks.",
    recurring_of: |pipeline| format!("Recurring runs of {pipeline}"),
    recurring_picked: |own, read| {
        format!("{own} of the {read} on this page are of this pipeline: KFP has no index for them")
    },
    no_recurring: "No recurring run makes runs of this pipeline",
    no_recurring_text: "A recurring run makes runs by a cron line or an interval. KFP has no index for the pipeline, so this holds for the newest ones of the namespace.",
};
