//! Calls that are made again, seldom.
//!
//! Only a read is repeated, and only if nobody can have worked on it for long: the connection was not made or broke, or a
//! proxy says that nothing is behind it. What KFP did not answer in time is never repeated; it works on it still. The
//! budget keeps repetitions few: when everything fails, nearly nothing is repeated.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use crate::random;

/// Repetitions that may be made at once after a rest.
const MOST: f64 = 10.0;
/// The pause before the first repetition; each further one is four times as long.
const PAUSE: Duration = Duration::from_millis(100);

/// Who may be repeated.
#[derive(Debug)]
pub(super) struct Retries {
    /// Repetitions of one call.
    most: u32,
    /// Repetitions that each call earns for others.
    share: f64,
    left: Mutex<f64>,
}

impl Retries {
    /// At most `most` repetitions of one call, and in the long run `percent` of a hundred calls.
    pub(super) fn new(most: u32, percent: u32) -> Self {
        Self {
            most,
            share: f64::from(percent) / 100.0,
            left: Mutex::new(MOST),
        }
    }

    /// Notes a call.
    pub(super) fn earn(&self) {
        let mut left = self.left();
        *left = (*left + self.share).min(MOST);
    }

    /// How long to wait before a call is made for the `attempt`th time again, counted from 0; `None` if it is not.
    pub(super) fn pause(&self, attempt: u32) -> Option<Duration> {
        if attempt >= self.most {
            return None;
        }
        let mut left = self.left();
        if self.share == 0.0 || *left < 1.0 {
            return None;
        }
        *left -= 1.0;
        // Whoever failed together must not come back together.
        let spread = 0.5 + random::fraction();
        Some(PAUSE.mul_f64(spread) * 4_u32.saturating_pow(attempt.min(5)))
    }

    fn left(&self) -> MutexGuard<'_, f64> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end() {
        let retries = Retries::new(2, 20);
        let first = retries.pause(0).expect("one");
        let second = retries.pause(1).expect("another one");
        assert!((50..=150).contains(&first.as_millis()), "{first:?}");
        assert!((200..=600).contains(&second.as_millis()), "{second:?}");
        assert_eq!(retries.pause(2), None);
        assert_eq!(Retries::new(0, 20).pause(0), None);
        assert_eq!(Retries::new(2, 0).pause(0), None);
    }

    #[test]
    fn the_budget_is_spent_and_earned_by_calls() {
        let retries = Retries::new(1, 20);
        let spent = (0..100).filter(|_| retries.pause(0).is_some()).count();
        assert_eq!(spent, 10);
        for _ in 0..5 {
            assert_eq!(retries.pause(0), None);
            retries.earn();
        }
        assert!(retries.pause(0).is_some());
        assert_eq!(retries.pause(0), None);
    }
}
