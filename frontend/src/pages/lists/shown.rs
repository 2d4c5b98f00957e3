//! What is in the place of a list.

use leptos::prelude::*;

use super::ListCall;
use crate::data::FailureKind;

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::pages) enum Shown {
    /// The rows, or their skeleton.
    Rows,
    /// There is nothing yet.
    Empty,
    /// There is something, but nothing that matches.
    NoMatch,
    /// The call failed, and there is no older answer.
    Failure,
    /// Nothing: there is no answer and none can be had, which the shell says once for the whole page.
    Nothing,
}

/// Decides what is shown. `is_first` says whether the first page is open: a later one can be empty because rows were
/// deleted meanwhile.
pub(in crate::pages) fn shown(
    list: ListCall,
    is_filtered: impl Fn() -> bool + Send + Sync + 'static,
    is_first: impl Fn() -> bool + Send + Sync + 'static,
) -> Memo<Shown> {
    Memo::new(move |_| match (list.page.get(), list.call.failure()) {
        (None, _) if list.call.is_held_back() => Shown::Nothing,
        // That nothing was found says nothing about another filter.
        (Some(page), _) if page.is_empty() && list.call.answers_another() => {
            if list.call.is_held_back() {
                Shown::Nothing
            } else {
                Shown::Rows
            }
        }
        (None, Some(failure)) if !matches!(failure.kind, FailureKind::SignedOut(_)) => {
            Shown::Failure
        }
        (Some(page), _) if page.is_empty() && is_first() => {
            if is_filtered() {
                Shown::NoMatch
            } else {
                Shown::Empty
            }
        }
        _ => Shown::Rows,
    })
}
