//! One call per part of the page: made again when its inputs change, given up when the page is left, tried again by
//! itself when nobody answered.

use std::{marker::PhantomData, sync::Arc, time::Duration};

use futures::{
    FutureExt, TryFutureExt,
    future::{AbortHandle, LocalBoxFuture, abortable},
};
use leptos::prelude::*;

use super::{
    Failure, Guard,
    api::use_api,
    panel::{Answer, Panel, Question},
};
use crate::{
    reactive::{effect, spawn},
    text::now_ms,
};

/// The state of a call, whatever its answer is.
#[derive(Clone, Copy)]
pub(crate) struct Call {
    guard: Guard,
    panel: RwSignal<Panel>,
    again: RwSignal<u32>,
    countdown: RwSignal<Option<u32>>,
}

impl Call {
    /// Whether there is a good answer.
    pub(crate) fn is_answered(self) -> bool {
        self.panel.with(|panel| panel.answer().is_some())
    }

    /// Whether it is one to another question than the one that is put now.
    pub(crate) fn answers_another(self) -> bool {
        self.panel.with(Panel::answers_another)
    }

    /// Whether the question that is put now cannot be asked: the session has ended, or there is no network.
    pub(crate) fn is_held_back(self) -> bool {
        !self.guard.lets_pass()
    }

    /// When it came, in milliseconds since 1970.
    pub(crate) fn answered_at_ms(self) -> Option<f64> {
        self.panel.with(Panel::answered_at_ms)
    }

    /// What went wrong since.
    pub(crate) fn failure(self) -> Option<Failure> {
        self.panel.with(|panel| panel.failure().cloned())
    }

    /// Whether something went wrong since.
    pub(crate) fn has_failed(self) -> bool {
        self.panel.with(|panel| panel.failure().is_some())
    }

    /// Whether something went wrong and there never was a good answer.
    pub(crate) fn is_lost(self) -> bool {
        self.has_failed() && !self.is_answered()
    }

    /// Whether a call is on its way.
    pub(crate) fn is_busy(self) -> bool {
        self.panel.with(Panel::is_busy)
    }

    /// How many calls have begun: another number, another call.
    pub(super) fn begun(self) -> u32 {
        self.panel.with(Panel::begun)
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

    fn failed(self, failure: Failure) {
        self.guard.heed(&failure);
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

/// A call with the kind of its answer.
pub(crate) struct Remote<T> {
    call: Call,
    answer: PhantomData<fn() -> T>,
}

impl<T> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Remote<T> {}

impl<T: Send + Sync + 'static> Remote<T> {
    /// The last good answer.
    pub(crate) fn value(self) -> Option<Arc<T>> {
        let answer = self.call.panel.with(|panel| panel.answer().cloned())?;
        answer.downcast().ok()
    }
}

impl<T> Remote<T> {
    /// How the call stands.
    pub(crate) fn call(self) -> Call {
        self.call
    }

    /// Makes the call again, now.
    pub(crate) fn reload(self) {
        self.call.reload();
    }
}

impl<T: Send + Sync + 'static> Remote<T> {
    /// Puts a newer answer in the place of the last good one, if there is one and `newer` makes one of it.
    pub(super) fn amend(self, newer: impl FnOnce(&T) -> Option<T>) {
        let panel = self.call.panel;
        let answer = panel.try_with_untracked(|panel| panel.answer().cloned());
        let known = answer
            .flatten()
            .and_then(|answer| answer.downcast::<T>().ok());
        if let Some(newer) = known.as_deref().and_then(newer) {
            panel.update(|panel| panel.amend(Arc::new(newer), now_ms()));
        }
    }
}

/// A call that is about to begin: what it asks, and the call itself.
type Begun = (Question, LocalBoxFuture<'static, Result<Answer, Failure>>);

/// Makes a call whenever its inputs change.
///
/// `key` gives the inputs, `None` while they are not known. `question` names what is asked with them: an answer of
/// another scope is not shown any more, and one to another narrowing of the same scope is shown until the new one comes.
pub(crate) fn use_remote<K, Q, T, F>(
    key: impl Fn() -> Option<K> + 'static,
    question: impl Fn(&K) -> Q + 'static,
    call: impl Fn(super::Api, K) -> F + 'static,
) -> Remote<T>
where
    K: 'static,
    Q: Into<Question>,
    T: Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let api = use_api();
    let begin = move || -> Option<Begun> {
        let key = key()?;
        let question = question(&key).into();
        let answer = call(api, key).map_ok(|value| Arc::new(value) as Answer);
        Some((question, answer.boxed_local()))
    };
    Remote {
        call: follow(api.guard(), Box::new(begin)),
        answer: PhantomData,
    }
}

/// The part that is compiled once, and not once for each kind of answer.
fn follow(guard: Guard, begin: Box<dyn Fn() -> Option<Begun>>) -> Call {
    let call = Call {
        guard,
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
        call.again.track();
        give_up();
        call.countdown.set(None);
        let Some((question, answer)) = begin() else {
            call.panel.update(Panel::stop);
            return;
        };
        let may_ask = guard.lets_pass();
        call.panel.update(|panel| {
            panel.put(question);
            panel.stop();
            if may_ask {
                panel.begin();
            }
        });
        if !may_ask {
            return;
        }
        let (answer, handle) = abortable(answer);
        running.set_value(Some(handle));
        spawn(async move {
            match answer.await {
                Ok(Ok(value)) => {
                    let _kept = call
                        .panel
                        .try_update(|panel| panel.succeed(value, now_ms()));
                }
                Ok(Err(failure)) => call.failed(failure),
                Err(_given_up) => {}
            }
        });
    });
    let ticking = set_interval_with_handle(move || call.tick(), Duration::from_secs(1)).ok();
    on_cleanup(move || {
        give_up();
        if let Some(ticking) = ticking {
            ticking.clear();
        }
    });
    call
}
