//! English.

use super::ListText;
use crate::text::number;

pub(in crate::text) const ENGLISH: ListText = ListText {
    new_run: "New run",
    clone: |name| format!("Clone {name}"),
    experiment: "Experiment",
    created: "Created",
    last_run: "Last run",
    no_run_yet: "no run yet",
    run: "Run",
    status: "Status",
    tasks: "Tasks",
    tasks_ended: |ended, of, or_more, by_status| {
        let at_least = if or_more { "at least " } else { "" };
        format!("{ended} of {at_least}{of} tasks finished: {by_status}")
    },
    task_failed: |task| format!("{task} failed"),
    version: "Pipeline",
    latest_version: "latest",
    inline_spec: "own spec",
    version_title: |pipeline, version| format!("Pipeline {pipeline}, version {version}"),
    duration: "Duration",
    started: "Started",
    actions: "Actions",
    copy_run_id: |name| format!("Copy the id of {name}"),
    experiments_caption: |namespace| format!("Experiments in {namespace}"),
    runs_caption: |experiment| format!("Runs of {experiment}"),
    runs_of_namespace: |namespace| format!("Runs in {namespace}"),
    active: "Active",
    archived: "Archived",
    storage: "Active or archived",
    filter_experiments: "Filter by name",
    filter_runs: "Filter by name, or type a key such as status:",
    unknown_term: "This filter is not known and has no effect",
    remove_filter: |term| format!("Remove filter {term}"),
    by_status: "Filter by status",
    all: "All",
    failed_or_canceled: "Failed or canceled",
    no_index: "KFP has no index for this column, so sorting by it would read every run of the namespace",
    sorted_among: |read, of| {
        format!(
            "Sorted among the {} of {} runs that were read",
            number(read),
            number(of)
        )
    },
    sort_by: |column| format!("Sort by {column}"),
    rows_of_another: "Rows of another filter or order",
    rows: |first, last, total| {
        format!("{} to {} of {}", number(first), number(last), number(total))
    },
    undecodable: |count| {
        if count == 1 {
            "1 row could not be read by this version and is left out".to_owned()
        } else {
            format!("{count} rows could not be read by this version and are left out")
        }
    },
    pages: "Pages",
    previous: "Previous",
    next: "Next",
    address_full: "An address cannot carry more pages. Filter to see more.",
    found: |total| {
        if total == 1 {
            "1 match".to_owned()
        } else {
            format!("{} matches", number(total))
        }
    },
    live: "Live",
    live_asking: "Up to date; a proxy refuses the live connection, so the console is asked every few seconds",
    live_waiting: |seconds| format!("Reconnecting in {seconds} s"),
    live_stale: "Not live: the console gets no answer from KFP",
    new_runs: |count| {
        if count == 1 {
            "1 new run.".to_owned()
        } else {
            format!("{count} new runs.")
        }
    },
    gone_runs: |count| {
        if count == 1 {
            "1 run has left this list.".to_owned()
        } else {
            format!("{count} runs have left this list.")
        }
    },
    show_new: "Show",
    loading: "Loading",
    still_loading: "Still waiting for an answer from KFP.",
};
