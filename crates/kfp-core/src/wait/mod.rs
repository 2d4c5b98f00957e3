//! Waiting for a run.
//!
//! KFP tells nobody when something happens, so waiting is asking: often at first and after every change, seldom while
//! nothing moves, and never in step with other clients. See [`Runs::wait`](crate::Runs::wait) and
//! [`Runs::watch`](crate::Runs::watch).

mod error;
mod pace;
mod watch;

use std::time::Duration;

pub use error::WaitError;
pub use pace::Pace;
pub(crate) use watch::Watch;

/// How to wait. Plain data; the defaults suit a person and a KFP that many ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// After how long to give up; `None` waits for as long as the run takes.
    pub deadline: Option<Duration>,
    /// The pause after a change.
    pub shortest_pause: Duration,
    /// The pause when nothing has changed for long. Each pause is up to a quarter longer or shorter.
    pub longest_pause: Duration,
    /// How many calls in a row may fail for a reason that may pass before the wait ends with the last of them.
    pub failures: u32,
}

impl Patience {
    /// For as long as the run takes: pauses from 1 to 15 seconds, eight failures in a row.
    pub const fn unlimited() -> Self {
        Self {
            deadline: None,
            shortest_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(15),
            failures: 8,
        }
    }

    /// At most for this long.
    pub const fn within(deadline: Duration) -> Self {
        Self {
            deadline: Some(deadline),
            ..Self::unlimited()
        }
    }
}

impl Default for Patience {
    fn default() -> Self {
        Self::unlimited()
    }
}
