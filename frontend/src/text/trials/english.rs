//! English.

use super::TrialText;

pub(in crate::text) const ENGLISH: TrialText = TrialText {
    title: "Parameters",
    show: "Show parameters",
    hide: "Hide parameters",
    no_metrics: "KFP's list of runs tells parameters and times, and no metrics: the duration stands in their place.",
    inside: |inside, all| format!("{inside} of {all} runs"),
    clear: "Clear brush",
    drop_brush: |axis| format!("Remove filter {axis}"),
    narrowed: |axis, from, to| match (from, to) {
        ("", to) => format!("{axis} up to {to}"),
        (from, "") => format!("{axis} from {from}"),
        (from, to) if from == to => format!("{axis} {from}"),
        (from, to) => format!("{axis} {from} to {to}"),
    },
    add: "Add an axis",
    from: |axis| format!("{axis}, from"),
    to: |axis| format!("{axis}, to"),
    to_left: |axis| format!("Move {axis} left"),
    to_right: |axis| format!("Move {axis} right"),
    log: |axis| format!("log scale for {axis}"),
    remove: |axis| format!("Remove the axis {axis}"),
    scrolls: "Parameters as parallel axes",
    lines: |runs, axes| {
        format!("{runs} runs as lines across {axes} axes; the table below tells their values")
    },
    series: "Duration over runs",
    series_told: |runs, shortest, longest| {
        format!("Durations of {runs} runs, the oldest first: {shortest} to {longest}")
    },
    none_ended: "No run has ended",
    best: "Best so far",
    none_vary: "All runs that were read have the same parameters.",
    not_drawn: |names| {
        format!("Not drawn, since there are too many values or too long ones: {names}")
    },
    of_newest: |read, all| format!("Of the newest {read} of {all} runs"),
    caption: |name| format!("Runs of {name} with their parameters"),
    none_inside: "No run is inside of all brushes.",
    compare: |runs| format!("Compare these {runs}"),
    duration: "Duration",
};
