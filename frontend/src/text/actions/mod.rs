//! What is done to one thing or to many.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;
use crate::data::{TargetKind, Verb};

/// Why something cannot be done to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WhyNot {
    /// It is in the archive already.
    Archived,
    /// It is not in the archive.
    NotArchived,
    /// It did not fail.
    NotFailed,
    /// It has ended.
    Ended,
    /// It goes on.
    GoesOn,
    /// It is on already.
    IsOn,
    /// It is off already.
    IsOff,
}

words! {
    /// What is done to one thing or to many.
    pub(crate) struct ActionText {
        /// What is done.
        verb: fn(Verb) -> &'static str,
        /// How many are selected.
        selected: fn(usize) -> String,
        /// The actions for them.
        toolbar: &'static str,
        /// Selects none any more.
        clear: &'static str,
        /// Selects a row: its name.
        select: fn(&str) -> String,
        /// Selects all rows that are shown.
        select_all: &'static str,
        /// Some of the selected rows allow it: the verb, how many, of how many.
        some: fn(&str, usize, usize) -> String,
        /// The question: what is done, to what, to how many.
        ask: fn(Verb, TargetKind, usize) -> String,
        /// What that means.
        effect: fn(Verb, TargetKind) -> &'static str,
        /// Why it cannot be done to a thing.
        why_not: fn(WhyNot) -> &'static str,
        /// Opens the selected runs side by side.
        compare: &'static str,
        /// How many runs can be compared.
        compare_some: &'static str,
        /// It can be done to none of them.
        none_fits: &'static str,
        /// The role of the user does not allow it: namespace.
        viewer: fn(&str) -> String,
        /// Some are left out: how many.
        left_out: fn(usize) -> String,
        /// More than are listed: how many.
        and_more: fn(usize) -> String,
        /// Asks for the number of things, as a proof of having read it.
        type_number: fn(usize) -> String,
        /// It was not typed yet.
        number_missing: &'static str,
        /// Does nothing.
        cancel: &'static str,
        /// Begins no more of them.
        stop: &'static str,
        /// Closes the report.
        done: &'static str,
        /// How far it is: ended, all.
        progress: fn(usize, usize) -> String,
        /// How it ended: done, not done, not known.
        report: fn(u64, u64, u64) -> String,
        /// The list of what is done to each.
        each: &'static str,
        /// Waits for its turn.
        waits: &'static str,
        /// Is being done.
        goes_on: &'static str,
        /// It is done.
        is_done: &'static str,
        /// It is not done, and why.
        is_not_done: fn(&str) -> String,
        /// Nobody answered, not even to whether it is done.
        is_unknown: &'static str,
        /// It was not begun.
        not_begun: &'static str,
        /// What was refused, in a few words: verb, resource, namespace.
        refused: fn(&str, &str, &str) -> String,
        /// The session has ended.
        signed_out: &'static str,
        /// It does not exist any more.
        gone: &'static str,
        /// Begins those again that failed: how many.
        again: fn(usize) -> String,
        /// Takes it back.
        undo: &'static str,
        /// What the keys do.
        key_select: &'static str,
        /// What the keys do.
        key_clear: &'static str,
    }
}
