//! Keeps the grid fresh.

use std::time::Duration;

use kfp_core::model::Namespace;
use leptos::prelude::*;

use super::still::{Told, goes_on};
use crate::data::{Remote, use_run_changes};

/// How often it is looked whether to ask again: each time may be a call of KFP.
const TICK: Duration = Duration::from_secs(10);

/// Asks again when runs have changed, and at every tick as long as some of those that are shown go on, since their tasks do,
/// or the index is being filled.
pub(super) fn keep_fresh(namespace: Memo<Option<Namespace>>, grid: Remote<Told>) {
    use_run_changes(move || namespace.get(), move || ask(grid));
    let tick = move || {
        let is_over = untrack(|| grid.value()).is_some_and(|told| !goes_on(&told.grid));
        if !is_over {
            ask(grid);
        }
    };
    let ticking = set_interval_with_handle(tick, TICK).ok();
    on_cleanup(move || {
        if let Some(ticking) = ticking {
            ticking.clear();
        }
    });
}

/// Not while nobody looks, nor while an answer is on its way or had none the last time: then the call goes on by itself.
fn ask(grid: Remote<Told>) {
    let call = grid.call();
    let is_idle = untrack(|| call.is_answered() && !call.is_busy() && call.failure().is_none());
    if is_idle && !document().hidden() {
        call.reload();
    }
}
