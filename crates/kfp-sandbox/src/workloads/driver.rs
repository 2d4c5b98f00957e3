//! The one task that moves runs on.

use std::sync::PoisonError;

use time::{Duration, OffsetDateTime};
use tokio_util::sync::CancellationToken;

use super::Workloads;
use super::commit::Touched;
use crate::storage::run_blocking;

/// A clock that jumps far is followed in steps, so that a sandbox that is stopped stops.
const LONGEST_STEP: Duration = Duration::HOUR;

/// How long the driver waits when something stays due.
const BREATH: std::time::Duration = std::time::Duration::from_millis(10);

impl Workloads {
    /// Moves everything on by the clock until `stop`.
    pub(crate) async fn drive(self, stop: CancellationToken) {
        self.resume_samples(&stop).await;
        self.inner.samples_taken_up.set(()).ok();
        loop {
            let next = self.next_at_off_thread().await;
            tokio::select! {
                () = stop.cancelled() => return,
                () = self.inner.woken.notified() => {}
                () = self.inner.clock.sleep_until(next) => {
                    if !self.catch_up(&stop).await {
                        stop.run_until_cancelled(tokio::time::sleep(BREATH)).await;
                    }
                }
            }
        }
    }

    /// [`Self::catch_up`], for whoever moved the clock: also with the samples that the driver has yet to take up.
    pub(crate) async fn catch_up_with_samples(&self, stop: &CancellationToken) {
        let taken_up = self.inner.samples_taken_up.wait();
        if stop.run_until_cancelled(taken_up).await.is_some() {
            self.catch_up(stop).await;
        }
    }

    async fn next_at_off_thread(&self) -> Option<OffsetDateTime> {
        let workloads = self.clone();
        run_blocking(move || {
            workloads
                .next_event()
                .into_iter()
                .chain(workloads.next_tick())
                .min()
        })
        .await
    }

    /// Lets happen what is due, off the async threads, until `stop`; whether all of it has.
    async fn catch_up(&self, stop: &CancellationToken) -> bool {
        let (workloads, stop) = (self.clone(), stop.clone());
        run_blocking(move || workloads.catch_up_now(&stop)).await
    }

    pub(super) fn catch_up_now(&self, stop: &CancellationToken) -> bool {
        // The driver and whoever moved the clock may both be here; nothing is to happen twice.
        let _alone = self
            .inner
            .catching_up
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let now = self.now();
        let mut ticked: Option<OffsetDateTime> = None;
        loop {
            let (tick, event) = (self.next_tick(), self.next_event());
            let Some(at) = tick.into_iter().chain(event).min().filter(|at| *at <= now) else {
                return true;
            };
            if stop.is_cancelled() {
                return false;
            }
            if tick == Some(at) {
                if ticked.is_some_and(|ticked| at <= ticked) {
                    tracing::error!(
                        "what was to be done at {at} is due again at once; it is left until later"
                    );
                    return false;
                }
                self.tick(at);
                ticked = Some(at);
                continue;
            }
            let until = (at + LONGEST_STEP).min(now);
            if !self.advance(tick.map_or(until, |tick| tick.min(until))) {
                return false;
            }
        }
    }

    fn tick(&self, at: OffsetDateTime) {
        if let Some(timetable) = self.inner.timetable.get() {
            timetable.tick(at.max(self.inner.opened_at));
        }
    }

    /// When the engine has something to do.
    fn next_event(&self) -> Option<OffsetDateTime> {
        self.engine().next_at()
    }

    /// When the timetable has.
    fn next_tick(&self) -> Option<OffsetDateTime> {
        self.inner
            .timetable
            .get()
            .and_then(|timetable| timetable.next_at())
    }

    /// Moves the engine to `to` and writes what changed; what cannot be written has not happened, and is due again.
    fn advance(&self, to: OffsetDateTime) -> bool {
        let mut engine = self.engine();
        let Ok(changes) = engine.advance(to) else {
            return false;
        };
        let written: Result<(), rusqlite::Error> = self.commit(engine, |_, _| {
            let touched = Touched {
                changes,
                others: Vec::new(),
            };
            Ok(((), touched))
        });
        written
            .inspect_err(
                |error| tracing::error!(%error, "the progress of runs could not be stored"),
            )
            .is_ok()
    }
}
