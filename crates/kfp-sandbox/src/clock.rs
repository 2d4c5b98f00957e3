//! The sandbox's time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use time::OffsetDateTime;

/// The time that the sandbox goes by: creation times, expiry of tokens and sessions.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Nanoseconds added to the machine's time.
    offset_nanos: Arc<AtomicI64>,
}

impl Clock {
    /// The machine's time.
    pub fn system() -> Self {
        Self::default()
    }

    /// The current time in UTC.
    pub fn now(&self) -> OffsetDateTime {
        let offset = time::Duration::nanoseconds(self.offset_nanos.load(Ordering::Relaxed));
        OffsetDateTime::now_utc() + offset
    }

    /// Moves the time forward for every holder of this clock, so that a test of an expiry need not wait for it.
    pub fn advance(&self, by: Duration) {
        let nanos = i64::try_from(by.as_nanos()).unwrap_or(i64::MAX);
        self.offset_nanos.fetch_add(nanos, Ordering::Relaxed);
    }
}
