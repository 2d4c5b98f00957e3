//! How often a topic is read.

use std::time::Duration;

use crate::random;

/// A reading may take this share of the time in which it is repeated: 2 %.
const DUTY: u32 = 50;
/// Failing readings come no more seldom than this.
const LONGEST: Duration = Duration::from_mins(2);

/// The two speeds of the feed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Between two readings while something runs.
    pub(super) fast: Duration,
    /// And while nothing does.
    pub(super) slow: Duration,
}

impl Pace {
    /// The pause after a reading that took so long, and came after so many failures in a row.
    pub(super) fn pause(&self, is_busy: bool, took: Duration, failures: u32) -> Duration {
        let usual = if is_busy { self.fast } else { self.slow };
        let pause = usual.max(took.saturating_mul(DUTY));
        let factor = 2_u32.saturating_pow(failures.min(16));
        let longest = LONGEST.max(self.slow);
        jittered(pause.saturating_mul(factor).min(longest))
    }
}

/// Up to a fifth more or less, so that what began together does not go on together.
pub(super) fn jittered(pause: Duration) -> Duration {
    random::about(pause, 0.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace {
        fast: Duration::from_secs(5),
        slow: Duration::from_secs(15),
    };

    fn is_about(pause: Duration, seconds: u64) {
        let about = Duration::from_secs(seconds);
        assert!(
            about.mul_f64(0.79) < pause && pause < about.mul_f64(1.21),
            "{pause:?}"
        );
    }

    #[test]
    fn fast_while_something_runs_and_slower_for_who_is_slow() {
        is_about(PACE.pause(true, Duration::ZERO, 0), 5);
        is_about(PACE.pause(false, Duration::ZERO, 0), 15);
        is_about(PACE.pause(true, Duration::from_secs(1), 0), 50);
    }

    #[test]
    fn failures_make_the_pauses_longer_and_not_endless() {
        is_about(PACE.pause(true, Duration::ZERO, 1), 10);
        is_about(PACE.pause(true, Duration::ZERO, 3), 40);
        is_about(PACE.pause(true, Duration::ZERO, 30), 120);
    }
}
