//! How long to pause between two calls.

use std::fmt;
use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use super::Patience;

/// The pauses of somebody who asks until something changes: they grow while nothing happens, and are never the same for
/// two clients.
pub struct Pace {
    shortest: Duration,
    longest: Duration,
    next: Duration,
    random: RandomState,
    count: u64,
}

impl Pace {
    /// A pace that begins with the shortest pause.
    pub fn new(patience: &Patience) -> Self {
        // A pause of nothing would be a flood.
        let shortest = patience.shortest_pause.max(Duration::from_millis(10));
        Self {
            shortest,
            longest: patience.longest_pause.max(shortest),
            next: shortest,
            random: RandomState::new(),
            count: 0,
        }
    }

    /// Something happened: look again soon.
    pub fn reset(&mut self) {
        self.next = self.shortest;
    }

    /// The next pause; the one after it is half as long again. `now` is that of a [`Timer`](crate::transport::Timer).
    pub fn pause(&mut self, now: Duration) -> Duration {
        let pause = self.next;
        self.next = (pause + pause / 2).min(self.longest);
        self.count += 1;
        // In the browser the state is not random, the moment is.
        let drawn = self.random.hash_one((now, self.count)) % 512;
        pause * (768 + u32::try_from(drawn).unwrap_or(256)) / 1024
    }
}

impl fmt::Debug for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pace")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn pauses_grow_to_the_longest_and_begin_again() {
        let patience = Patience::unlimited();
        let mut pace = Pace::new(&patience);
        let pauses: Vec<Duration> = (0..20).map(|_| pace.pause(Duration::ZERO)).collect();
        assert!(pauses[0] < Duration::from_millis(1300), "{pauses:?}");
        assert!(pauses[19] > Duration::from_secs(11), "{pauses:?}");
        pace.reset();
        assert!(pace.pause(Duration::ZERO) < Duration::from_millis(1300));
    }

    #[test]
    fn two_clients_are_not_in_step() {
        let patience = Patience::unlimited();
        let pauses = |mut pace: Pace| -> Vec<Duration> {
            (0..8).map(|_| pace.pause(Duration::ZERO)).collect()
        };
        assert_ne!(pauses(Pace::new(&patience)), pauses(Pace::new(&patience)));
    }

    proptest! {
        #[test]
        fn no_pause_is_shorter_or_longer_than_was_asked_for(
            shortest in 0_u64..5_000, longest in 0_u64..60_000, now in any::<u32>(),
        ) {
            let patience = Patience {
                shortest_pause: Duration::from_millis(shortest),
                longest_pause: Duration::from_millis(longest),
                ..Patience::unlimited()
            };
            let mut pace = Pace::new(&patience);
            for _ in 0..30 {
                let pause = pace.pause(Duration::from_millis(now.into()));
                prop_assert!(pause >= Duration::from_millis(shortest.max(10)) * 3 / 4);
                prop_assert!(pause <= Duration::from_millis(longest.max(shortest).max(10)) * 5 / 4);
            }
        }
    }
}
