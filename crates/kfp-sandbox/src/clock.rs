//! The sandbox's time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use time::OffsetDateTime;
use tokio::sync::watch;

/// The longest sleep: the machine's time may be set meanwhile.
const LONGEST_SLEEP: Duration = Duration::from_mins(10);

/// The time that the sandbox goes by: creation times, the walk of runs, expiry of tokens and sessions.
#[derive(Clone, Debug)]
pub struct Clock {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    pace: Pace,
    /// Nanoseconds added to what the pace gives.
    offset_nanos: AtomicI64,
    moved: watch::Sender<()>,
}

/// How time goes on by itself.
#[derive(Clone, Copy, Debug)]
enum Pace {
    /// As the machine's.
    System,
    /// So many times as fast, from a moment on.
    Fast { from: OffsetDateTime, factor: u32 },
    /// Not at all.
    Stepped { at: OffsetDateTime },
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self::of(Pace::System)
    }

    /// Starts at the machine's time and goes `factor` times as fast; 0 counts as 1.
    pub fn fast(factor: u32) -> Self {
        let from = OffsetDateTime::now_utc();
        let factor = factor.max(1);
        Self::of(Pace::Fast { from, factor })
    }

    /// Stands at `at` until [`advance`](Self::advance) moves it.
    pub fn stepped(at: OffsetDateTime) -> Self {
        Self::of(Pace::Stepped { at })
    }

    fn of(pace: Pace) -> Self {
        let inner = Inner {
            pace,
            offset_nanos: AtomicI64::new(0),
            moved: watch::Sender::new(()),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The current time in UTC.
    pub fn now(&self) -> OffsetDateTime {
        let base = match self.inner.pace {
            Pace::System => OffsetDateTime::now_utc(),
            Pace::Fast { from, factor } => from + (OffsetDateTime::now_utc() - from) * factor,
            Pace::Stepped { at } => at,
        };
        base + time::Duration::nanoseconds(self.inner.offset_nanos.load(Ordering::Relaxed))
    }

    /// Moves the time forward for every holder of this clock, so that a test need not wait for what it looks at.
    pub fn advance(&self, by: Duration) {
        let nanos = i64::try_from(by.as_nanos()).unwrap_or(i64::MAX);
        self.inner.offset_nanos.fetch_add(nanos, Ordering::Relaxed);
        self.inner.moved.send_replace(());
    }

    /// How long the machine waits while this clock goes on by `time`. A stepped clock counts as the machine's.
    pub(crate) fn machine_time(&self, time: Duration) -> Duration {
        match self.inner.pace {
            Pace::Fast { factor, .. } => time / factor,
            Pace::System | Pace::Stepped { .. } => time,
        }
    }

    /// Returns once it is `at`; `None` never comes.
    pub(crate) async fn sleep_until(&self, at: Option<OffsetDateTime>) {
        let mut moved = self.inner.moved.subscribe();
        loop {
            let left = at.map(|at| at - self.now());
            if left.is_some_and(|left| !left.is_positive()) {
                return;
            }
            let nap = left
                .and_then(|left| Duration::try_from(left).ok())
                .filter(|_| !matches!(self.inner.pace, Pace::Stepped { .. }))
                .map(|left| self.machine_time(left).min(LONGEST_SLEEP));
            tokio::select! {
                // The sender lives as long as this clock.
                _ = moved.changed() => {}
                () = sleep(nap) => {}
            }
        }
    }
}

async fn sleep(nap: Option<Duration>) {
    match nap {
        Some(nap) => tokio::time::sleep(nap).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOON: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);

    #[tokio::test]
    async fn a_stepped_clock_moves_by_hand_alone() {
        let clock = Clock::stepped(NOON);
        assert_eq!(clock.now(), NOON);
        let sleeper = clock.clone();
        let at = NOON + Duration::from_mins(1);
        let sleeping = tokio::spawn(async move { sleeper.sleep_until(Some(at)).await });
        clock.advance(Duration::from_secs(59));
        tokio::task::yield_now().await;
        assert!(!sleeping.is_finished());
        clock.advance(Duration::from_secs(1));
        sleeping.await.unwrap();
        assert_eq!(clock.now(), at);
    }

    #[tokio::test]
    async fn a_fast_clock_sleeps_for_a_part_of_the_time() {
        let clock = Clock::fast(3_600_000);
        let start = clock.now();
        // An hour in a millisecond of the machine's.
        clock
            .sleep_until(Some(start + Duration::from_hours(1)))
            .await;
        assert!(clock.now() >= start + Duration::from_hours(1));
        assert_eq!(
            clock.machine_time(Duration::from_hours(1)),
            Duration::from_millis(1)
        );
    }
}
