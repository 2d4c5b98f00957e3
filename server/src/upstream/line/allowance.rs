//! Calls at a rate.

use std::time::Duration;

use tokio::time::Instant;

/// What may go out now: it grows at a rate and not beyond a burst.
#[derive(Debug)]
pub(super) struct Allowance {
    /// Calls a second in the long run.
    rate: f64,
    /// Calls that may go out at once after a rest.
    burst: f64,
    /// Calls that may go out now, with fractions of the next one.
    left: f64,
    counted_at: Instant,
}

impl Allowance {
    pub(super) fn new(rate: f64, burst: usize) -> Self {
        let burst = f64::from(u32::try_from(burst).unwrap_or(u32::MAX));
        Self {
            rate,
            burst,
            left: burst,
            counted_at: Instant::now(),
        }
    }

    pub(super) fn refill(&mut self, now: Instant) {
        let passed = now.duration_since(self.counted_at).as_secs_f64();
        self.left = (self.left + passed * self.rate).min(self.burst);
        self.counted_at = now;
    }

    /// Whether a call may go out now.
    pub(super) fn has_one(&self) -> bool {
        self.left >= 1.0
    }

    pub(super) fn take(&mut self) {
        self.left -= 1.0;
    }

    /// How long until a call may go out; zero if one may.
    pub(super) fn wait(&self) -> Duration {
        if self.has_one() {
            return Duration::ZERO;
        }
        // A millisecond more than what it takes, so that whoever looks then finds a whole call.
        Duration::from_secs_f64((1.0 - self.left) / self.rate + 0.001)
    }
}
