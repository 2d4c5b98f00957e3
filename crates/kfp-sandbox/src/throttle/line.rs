//! One line of waiting calls.

use std::sync::{Mutex, PoisonError};

use time::{Duration, OffsetDateTime};

use super::Throttle;

/// A token bucket whose tokens are promised in the order of the calls.
#[derive(Debug)]
pub(super) struct Line {
    /// Between two calls in the long run.
    interval: Duration,
    /// What a rest saves up.
    saved: Duration,
    /// When the bucket would be empty: the next call's turn, as far as it is ahead.
    next: Mutex<OffsetDateTime>,
}

impl Line {
    /// A line in which nobody has waited for long.
    pub(super) fn rested(throttle: Throttle, now: OffsetDateTime) -> Self {
        let interval = Duration::SECOND / throttle.per_second.max(1);
        // The first call of a burst waits for nothing, so one interval less is saved.
        let saved = interval * throttle.burst.saturating_sub(1);
        Self {
            interval,
            saved,
            next: Mutex::new(now - saved),
        }
    }

    /// The turn of a call that comes now; `None`: it is its turn.
    pub(super) fn place(&self, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let turn = (*next).max(now - self.saved);
        *next = turn + self.interval;
        (turn > now).then_some(turn)
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const NOON: OffsetDateTime = datetime!(2026-11-25 12:00 UTC);

    /// Milliseconds that each of so many calls at once waits.
    fn waits(line: &Line, calls: usize, now: OffsetDateTime) -> Vec<i128> {
        (0..calls)
            .map(|_| {
                line.place(now)
                    .map_or(0, |turn| (turn - now).whole_milliseconds())
            })
            .collect()
    }

    #[test]
    fn ten_pass_at_once_and_then_one_every_fifth_of_a_second() {
        let line = Line::rested(Throttle::default(), NOON);
        let waits = waits(&line, 13, NOON);
        assert_eq!(waits[..10], [0; 10]);
        assert_eq!(waits[10..], [200, 400, 600]);
    }

    #[test]
    fn two_seconds_of_rest_make_it_whole_again() {
        let line = Line::rested(Throttle::default(), NOON);
        waits(&line, 10, NOON);
        let later = NOON + Duration::seconds(1);
        assert_eq!(waits(&line, 6, later), [0, 0, 0, 0, 0, 200]);
        let rested = later + Duration::milliseconds(2_200);
        assert_eq!(waits(&line, 11, rested).iter().sum::<i128>(), 200);
    }

    #[test]
    fn abandoned_calls_make_the_next_one_wait() {
        // 199 calls that nobody waits for: the next one waits for about 38 seconds, less what a rest had saved.
        let line = Line::rested(Throttle::default(), NOON);
        waits(&line, 199, NOON);
        assert_eq!(waits(&line, 1, NOON), [38_000]);
    }
}
