//! What is in the place of a list.

use kfp_core::model::Page;
use leptos::prelude::*;

use crate::data::{FailureKind, Remote, use_api};

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
    /// Nothing: the session ended before the first answer, which the shell says once for the whole page.
    Nothing,
}

/// Decides what is shown. `is_first` says whether the first page is open: a later one can be empty because rows were
/// deleted meanwhile.
pub(in crate::pages) fn shown<T: Send + Sync + 'static>(
    list: Remote<Page<T>>,
    is_filtered: impl Fn() -> bool + Send + Sync + 'static,
    is_first: impl Fn() -> bool + Send + Sync + 'static,
) -> Memo<Shown> {
    let guard = use_api().guard();
    Memo::new(move |_| match (list.value(), list.failure()) {
        (None, _) if guard.ended().is_some() => Shown::Nothing,
        (None, Some(failure)) if !matches!(failure.kind, FailureKind::SignedOut(_)) => {
            Shown::Failure
        }
        (Some(answer), _)
            if answer.items.is_empty() && answer.undecodable.is_empty() && is_first() =>
        {
            if is_filtered() {
                Shown::NoMatch
            } else {
                Shown::Empty
            }
        }
        _ => Shown::Rows,
    })
}
