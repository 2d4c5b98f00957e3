//! Keeps the figures fresh.

use std::time::Duration;

use console_api::overview::Overview;
use kfp_core::model::Namespace;
use leptos::prelude::*;

use crate::data::{Remote, use_run_changes};

/// How often it is looked whether to ask again.
const TICK: Duration = Duration::from_secs(5);
/// After so many ticks the figures are asked for although nothing changed: the times that they are of go on.
const RESTS: u32 = 12;

/// Asks again when runs have changed, at every tick as long as the index is being filled, and now and then.
pub(super) fn keep_fresh(namespace: Memo<Option<Namespace>>, overview: Remote<Overview>) {
    use_run_changes(move || namespace.get(), move || ask(overview));
    let ticks = StoredValue::new(0_u32);
    let tick = move || {
        let count = ticks.try_update_value(|count| {
            *count += 1;
            *count
        });
        let is_whole = untrack(|| overview.value()).is_some_and(|known| known.extent.complete);
        if count.is_some_and(|count| !is_whole || count >= RESTS) {
            ticks.set_value(0);
            ask(overview);
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
fn ask(overview: Remote<Overview>) {
    let call = overview.call();
    let is_idle = untrack(|| call.is_answered() && !call.is_busy() && !call.has_failed());
    if is_idle && !document().hidden() {
        call.reload();
    }
}
