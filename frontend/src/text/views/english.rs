//! English.

use super::ViewText;

pub(in crate::text) const ENGLISH: ViewText = ViewText {
    views: "Views",
    built_in: ["All", "Running", "Failed", "Scheduled", "Mine"],
    not_asked: "KFP's list cannot be asked for it",
    name: "Name of a view",
    save: "Save this view",
    remove: |name| format!("Remove the view {name}"),
    modified: |name| format!("{name}: modified"),
    save_changes: "Save changes",
    revert: "Revert",
    kept: "Views and columns are kept in this browser. A link to a view shows the same to everybody.",
    columns_title: "Columns",
    columns: ["Tasks", "Version", "Experiment", "Duration", "Started"],
};
