//! One call per part of the page: made again when its inputs change, given up when the page is left, tried again by
//! itself when nobody answered.

use std::{sync::Arc, time::Duration};

use futures::{
    FutureExt,
    future::{AbortHandle, LocalBoxFuture, abortable},
};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

use super::{Failure, Guard, Kept, Panel, api::use_api};
use crate::{reactive::effect, text::now_ms};

/// The state of a call, for a view.
pub(crate) struct Remote<T: Send + Sync + 'static> {
    panel: RwSignal<Panel<T>>,
    again: RwSignal<u32>,
    countdown: RwSignal<Option<u32>>,
}

impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}

impl<T: Send + Sync + 'static> Remote<T> {
    /// The last good answer.
    pub(crate) fn value(self) -> Option<Arc<T>> {
        self.panel
            .with(|panel| panel.kept().map(|kept| Arc::clone(&kept.value)))
    }

    /// The last good answer with its age.
    pub(crate) fn kept(self) -> Option<Kept<T>> {
        self.panel.with(|panel| panel.kept().cloned())
    }

    /// What went wrong since.
    pub(crate) fn failure(self) -> Option<Failure> {
        self.panel.with(|panel| panel.failure().cloned())
    }

    /// Whether a call is on its way.
    pub(crate) fn is_busy(self) -> bool {
        self.panel.with(Panel::is_busy)
    }

    /// Seconds until the next attempt; `None` when there is none by itself.
    pub(crate) fn countdown(self) -> Option<u32> {
        self.countdown.get()
    }

    /// The number of the next attempt.
    pub(crate) fn next_attempt(self) -> u32 {
        self.panel.with(Panel::attempts) + 1
    }

    /// Makes the call again, now.
    pub(crate) fn reload(self) {
        self.countdown.set(None);
        self.again.update(|again| *again = again.wrapping_add(1));
    }

    fn failed(self, failure: Failure, guard: Guard) {
        if let Some(by) = failure.signed_out() {
            guard.end(by);
        }
        let wait = self.panel.try_update(|panel| panel.fail(failure)).flatten();
        let _written = self.countdown.try_set(wait);
    }

    /// A second passes. Attempts rest while nobody looks.
    fn tick(self) {
        let Some(left) = self.countdown.get_untracked() else {
            return;
        };
        match left {
            0 | 1 if document().hidden() => {}
            0 | 1 => self.reload(),
            more => self.countdown.set(Some(more - 1)),
        }
    }
}

/// A call that is about to begin: what its answer is of, and the call itself.
type Begun<T> = (String, LocalBoxFuture<'static, Result<T, Failure>>);

/// Makes a call whenever its inputs change.
///
/// `key` gives the inputs, `None` while they are not known. `scope` names what the answer is of: within a scope an old
/// answer is shown until the new one comes.
pub(crate) fn use_remote<K, T, F>(
    key: impl Fn() -> Option<K> + 'static,
    scope: impl Fn(&K) -> String + 'static,
    call: impl Fn(super::Api, K) -> F + 'static,
) -> Remote<T>
where
    K: 'static,
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let api = use_api();
    follow(
        api.guard(),
        Box::new(move || {
            let key = key()?;
            Some((scope(&key), call(api, key).boxed_local()))
        }),
    )
}

/// The part that is compiled once for each kind of answer, and not once for each call.
fn follow<T: Send + Sync + 'static>(
    guard: Guard,
    begin: Box<dyn Fn() -> Option<Begun<T>>>,
) -> Remote<T> {
    let remote = Remote {
        panel: RwSignal::new(Panel::default()),
        again: RwSignal::new(0),
        countdown: RwSignal::new(None),
    };
    let running = StoredValue::new_local(None::<AbortHandle>);
    let give_up = move || {
        if let Some(handle) = running.try_update_value(Option::take).flatten() {
            handle.abort();
        }
    };
    effect(move || {
        remote.again.track();
        give_up();
        remote.countdown.set(None);
        let (Some((scope, call)), true) = (begin(), guard.lets_pass()) else {
            remote.panel.update(Panel::stop);
            return;
        };
        remote.panel.update(|panel| panel.begin(&scope));
        let (answer, handle) = abortable(call);
        running.set_value(Some(handle));
        spawn_local(async move {
            match answer.await {
                Ok(Ok(value)) => {
                    let _kept = remote
                        .panel
                        .try_update(|panel| panel.succeed(value, now_ms()));
                }
                Ok(Err(failure)) => remote.failed(failure, guard),
                Err(_given_up) => {}
            }
        });
    });
    let ticking = set_interval_with_handle(move || remote.tick(), Duration::from_secs(1)).ok();
    on_cleanup(move || {
        give_up();
        if let Some(ticking) = ticking {
            ticking.clear();
        }
    });
    remote
}
