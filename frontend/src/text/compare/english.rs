//! English.

use super::CompareText;

pub(in crate::text) const ENGLISH: CompareText = CompareText {
    page: "Compare",
    title: |runs| match runs {
        1 => "Compare 1 run".to_owned(),
        runs => format!("Compare {runs} runs"),
    },
    caption: |runs| format!("{runs} runs side by side"),
    only: "Only differences",
    add: "Add run",
    full: "Ten runs are the most that can be compared",
    copy_link: "Copy link",
    to_runs: "Go to runs",
    row: "Compared",
    baseline: "Baseline",
    make_base: "Make baseline",
    make_base_of: |run| format!("Make baseline: {run}"),
    is_base: |run| format!("{run} is the baseline"),
    move_left: |run| format!("Move left: {run}"),
    move_right: |run| format!("Move right: {run}"),
    moved: |run, place, all| format!("{run} is column {place} of {all}"),
    at_edge: "It is the outermost column already",
    remove: |run| format!("Remove from the comparison: {run}"),
    removed: |run| format!("{run} is not compared any more"),
    absent: "Not here",
    waits: "Loading",
    absent_note: |runs, namespace| {
        let verb = if runs == 1 { "is" } else { "are" };
        format!(
            "{runs} of these runs {verb} not in {namespace}: deleted, of another namespace, or not yours to see. The others are shown."
        )
    },
    none_here: "None of these runs is here",
    summary: "Summary",
    parameters: "Parameters",
    tasks: "Tasks",
    against: |base| format!("durations against {base}"),
    status: "Status",
    duration: "Duration",
    started: "Started",
    pipeline: "Pipeline",
    version: "Pipeline version",
    experiment: "Experiment",
    account: "Service account",
    root: "Pipeline root",
    differ: |some, all| format!("{some} of {all} differ"),
    none_differ: "Every parameter is the same in all of them.",
    no_parameters: "None of these runs has parameters.",
    no_tasks: "KFP has told of no task of these runs.",
    not_set: "Not set",
    not_told: "Not read",
    hidden: "Hidden, because its name looks secret",
    too_long: |size| format!("{size}, too long to show"),
    more_parameters: |count| {
        format!(
            "{count} more parameters of these runs are not compared: at most 500 of each are read."
        )
    },
    more_tasks: |count| {
        format!("{count} more tasks of these runs are not compared: at most 500 of each are read.")
    },
    show_more: |count| format!("Show {count} more"),
    differs: "differs from the baseline",
    longer: |length| format!("{length} longer than the baseline"),
    shorter: |length| format!("{length} shorter than the baseline"),
    times: |count| format!("{count} times"),
    few_title: "Choose two to ten runs to compare",
    few_text: "Add runs here, or select them in a list of runs and press Compare.",
    many_title: |runs| format!("{runs} runs are more than can be compared"),
    many_text: "Ten at most stand side by side.",
    first_ten: "Compare the first ten",
    spec: "Pipeline spec",
    same_spec: "All of these runs have the same spec.",
    spec_latest: |run| {
        format!("{run} took the latest version of its moment and does not say which.")
    },
    spec_gone: |run| {
        format!("The version that {run} was made from has been deleted, or has no spec.")
    },
    spec_forbidden: |run| format!("You may not read the pipeline of {run}."),
    spec_unread: |run| format!("The spec of {run} could not be read this time."),
    from_to: |from, to| format!("{from} to {to}"),
    lines: |added, removed| format!("{added} lines added, {removed} removed"),
    places: "Where they differ",
    and_more: |count| format!("and {count} more"),
    only_hidden: "They differ only in how they are written, or in values that are hidden.",
    too_long_spec: |size| {
        format!(
            "The specs differ. One of them has {size}, which is more than this page compares line by line."
        )
    },
    broken_spec: "The specs differ, and one of them cannot be read.",
    working: "Comparing the specs",
    layout: "Layout",
    unified: "Unified",
    split: "Side by side",
    unchanged: |lines| format!("{lines} unchanged lines"),
    more_lines: |lines| format!("{lines} more lines are not shown."),
    line_removed: "removed",
    line_added: "added",
    diff_of: |runs| format!("Changes of the spec, {runs}"),
    choose: "Add a run",
    choose_filter: "Filter by name",
    chosen: "Compared already",
    none_to_choose: "No run has such a name.",
    newest: "The newest 50 runs that fit, archived ones left out.",
    added: |run| format!("{run} is compared too"),
};
