//! The one task that moves runs on.

use std::sync::PoisonError;

use time::{Duration, OffsetDateTime};
use tokio_util::sync::CancellationToken;

use super::{Workloads, journal};
use crate::storage::run_blocking;

/// A clock that jumps far is followed in steps, so that a sandbox that is stopped stops.
const LONGEST_STEP: Duration = Duration::HOUR;

/// How long the driver waits when something stays due.
const BREATH: std::time::Duration = std::time::Duration::from_millis(10);

impl Workloads {
    /// Moves everything on by the clock until `stop`.
    pub(crate) async fn drive(self, stop: CancellationToken) {
        self.resume_samples(&stop).await;
        loop {
            let next = self.next_at_off_thread().await;
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.inner.woken.notified() => {}
                () = self.inner.clock.sleep_until(next) => {
                    self.catch_up(&stop).await;
                    if self.next_at_off_thread().await.is_some_and(|next| next <= self.now()) {
                        stop.run_until_cancelled(tokio::time::sleep(BREATH)).await;
                    }
                }
            }
        }
    }

    async fn next_at_off_thread(&self) -> Option<OffsetDateTime> {
        let workloads = self.clone();
        run_blocking(move || workloads.next_at()).await
    }

    /// Lets happen what is due, off the async threads, until `stop`.
    pub(crate) async fn catch_up(&self, stop: &CancellationToken) {
        let (workloads, stop) = (self.clone(), stop.clone());
        run_blocking(move || workloads.catch_up_now(&stop)).await;
    }

    pub(super) fn catch_up_now(&self, stop: &CancellationToken) {
        // The driver and whoever moved the clock may both be here; nothing is to happen twice.
        let _alone = self
            .inner
            .catching_up
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let now = self.now();
        while let Some(at) = self.next_at().filter(|at| *at <= now) {
            if stop.is_cancelled() {
                return;
            }
            if self.next_tick().is_some_and(|next| next <= at) {
                if !self.tick(at) {
                    return;
                }
                continue;
            }
            let next_stop = (at + LONGEST_STEP).min(now);
            self.advance(
                self.next_tick()
                    .map_or(next_stop, |tick| tick.min(next_stop)),
            );
        }
    }

    /// Lets the timetable do what is due; whether time may go on.
    fn tick(&self, at: OffsetDateTime) -> bool {
        if let Some(timetable) = self.inner.timetable.get() {
            timetable.tick(at.max(self.inner.opened_at));
        }
        let is_past = self.next_tick().is_none_or(|next| next > at);
        if !is_past {
            tracing::error!(
                "what was to be done at {at} is due again at once; it is left until later"
            );
        }
        is_past
    }

    /// When something happens next.
    fn next_at(&self) -> Option<OffsetDateTime> {
        let engine = self.engine().next_at();
        engine.into_iter().chain(self.next_tick()).min()
    }

    fn next_tick(&self) -> Option<OffsetDateTime> {
        self.inner
            .timetable
            .get()
            .and_then(|timetable| timetable.next_at())
    }

    /// Moves the engine to `to` and writes what changed. What cannot be written is tried again with the next change.
    fn advance(&self, to: OffsetDateTime) {
        let mut engine = self.engine();
        let Ok(changes) = engine.advance(to) else {
            return;
        };
        let written = self.inner.database.write_now(|transaction| {
            journal::write(transaction, &engine, &changes)?;
            engine.store().flush(transaction)
        });
        match written {
            Ok(()) => engine.store_mut().settle(),
            Err(error) => tracing::error!(%error, "the progress of runs could not be stored"),
        }
        drop(engine);
        self.announce(&changes, &[]);
    }
}
