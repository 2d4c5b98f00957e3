//! Views and columns of the list of runs.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// Views and columns of the list of runs.
    pub(crate) struct ViewText {
        /// The views.
        views: &'static str,
        /// Those that every browser has: all, running, failed, scheduled, one's own.
        built_in: [&'static str; 5],
        /// Why some of them cannot be shown.
        not_asked: &'static str,
        /// The field for the name of a view.
        name: &'static str,
        /// Keeps what is shown.
        save: &'static str,
        /// Forgets a view: its name.
        remove: fn(&str) -> String,
        /// A view shows something else by now: its name.
        modified: fn(&str) -> String,
        /// Keeps that.
        save_changes: &'static str,
        /// Goes back to what is kept.
        revert: &'static str,
        /// Where views and columns are kept.
        kept: &'static str,
        /// The columns.
        columns_title: &'static str,
        /// The columns that can be left out.
        columns: [&'static str; 5],
    }
}
