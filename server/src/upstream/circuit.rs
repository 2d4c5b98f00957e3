//! Calls that would only wait for nothing are not made.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Counts failures in a row; after so many, calls are refused for a while, and then one is let through to see.
#[derive(Debug)]
pub(crate) struct Circuit {
    most: u32,
    pause: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    closed_until: Option<Instant>,
}

impl Circuit {
    /// `most` failures in a row stop calls for `pause`; 0 never stops them.
    pub(crate) fn new(most: u32, pause: Duration) -> Self {
        Self {
            most,
            pause,
            state: Mutex::default(),
        }
    }

    /// How long calls are not made yet, at the least; `None` if one may be.
    pub(crate) fn stopped_for(&self) -> Option<Duration> {
        let until = self.state().closed_until?;
        let left = until.saturating_duration_since(Instant::now());
        (!left.is_zero()).then_some(left)
    }

    /// Asks whether a call may be made, just before it is.
    ///
    /// # Errors
    /// How long to wait.
    pub(crate) fn admit(&self) -> Result<(), Duration> {
        let mut state = self.state();
        let Some(until) = state.closed_until else {
            return Ok(());
        };
        let now = Instant::now();
        if now < until {
            return Err(until - now);
        }
        // This one sees how things are; the others wait for what it finds.
        state.closed_until = Some(now + self.pause);
        Ok(())
    }

    /// KFP answered, whatever it said.
    pub(crate) fn answered(&self) {
        *self.state() = State::default();
    }

    /// Nothing that is KFP answered.
    pub(crate) fn failed(&self) {
        let mut state = self.state();
        state.failures = state.failures.saturating_add(1);
        if self.most != 0 && state.failures >= self.most {
            state.closed_until = Some(Instant::now() + self.pause);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_secs(5);

    #[tokio::test(start_paused = true)]
    async fn failures_in_a_row_stop_calls_until_one_is_answered() {
        let circuit = Circuit::new(3, PAUSE);
        for _ in 0..2 {
            circuit.failed();
        }
        circuit.answered();
        for _ in 0..3 {
            assert_eq!(circuit.admit(), Ok(()));
            circuit.failed();
        }
        assert_eq!(circuit.admit(), Err(PAUSE));
        tokio::time::advance(PAUSE).await;
        assert_eq!(circuit.admit(), Ok(()), "one is let through");
        assert_eq!(circuit.admit(), Err(PAUSE), "and no other");
        circuit.failed();
        assert_eq!(circuit.admit(), Err(PAUSE));
        tokio::time::advance(PAUSE).await;
        assert_eq!(circuit.admit(), Ok(()));
        circuit.answered();
        assert_eq!((circuit.admit(), circuit.admit()), (Ok(()), Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn it_can_be_turned_off() {
        let circuit = Circuit::new(0, PAUSE);
        for _ in 0..100 {
            circuit.failed();
        }
        assert_eq!(circuit.admit(), Ok(()));
    }
}
