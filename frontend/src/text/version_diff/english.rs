//! English.

use super::VersionDiffText;

pub(super) static ENGLISH: VersionDiffText = VersionDiffText {
    show: "Show differences",
    takes_two: "Select two versions",
    title: "Differences of two versions",
    swap: "Swap",
    close: "Show the spec alone",
    choose: "Compare with another version",
    same_version: "This is the version itself. Select another one to compare it with.",
    same_spec: "Both versions have the same spec.",
    gone: "The other version is not there",
    gone_text: "It was deleted, is not of this pipeline, or is not yours to see.",
    no_spec: |version| format!("{version} was stored without a spec."),
    unreadable: |version| {
        format!("{version} is no compiled pipeline, so only its text is compared.")
    },
    waits: "Reading the other version",
    summary: "What differs",
    none: "Inputs, tasks and images are the same.",
    inputs_added: "Inputs added",
    inputs_removed: "Inputs removed",
    inputs_changed: "Inputs changed",
    tasks_added: "Tasks added",
    tasks_removed: "Tasks removed",
    tasks_changed: "Tasks changed",
    images: "Images changed",
    no_image: "none",
    more: |count| format!("and {count} more"),
};
