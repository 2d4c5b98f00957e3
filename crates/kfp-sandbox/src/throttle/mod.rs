//! The limits of the Kubernetes client inside the KFP API server.
//!
//! Each authorized call of KFP asks the Kubernetes API for a review, and its client there lets 5 calls a second
//! through, 10 at once after a rest. All callers of KFP stand in that one line: one tenant's calls make every other
//! tenant wait, and whoever hangs up keeps the place. Token reviews have a line of their own.

mod line;

use std::sync::{Arc, PoisonError, RwLock};

use crate::clock::Clock;
use line::Line;

/// How many reviews KFP may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Throttle {
    /// Reviews a second in the long run.
    pub per_second: u32,
    /// Reviews at once after a rest.
    pub burst: u32,
}

impl Default for Throttle {
    /// The real server's: 5 a second, 10 at once.
    fn default() -> Self {
        Self {
            per_second: 5,
            burst: 10,
        }
    }
}

/// The lines of one sandbox; cheap to clone, one state. Off until set.
#[derive(Clone, Debug)]
pub(crate) struct Reviews {
    clock: Clock,
    lines: Arc<RwLock<Option<Lines>>>,
}

/// What of the client's two limiters a call meets.
#[derive(Debug)]
struct Lines {
    throttle: Throttle,
    tokens: Line,
    access: Line,
}

impl Reviews {
    /// Goes by `clock`.
    pub(crate) fn new(clock: Clock) -> Self {
        Self {
            clock,
            lines: Arc::default(),
        }
    }

    /// Limits reviews from now on, with rested lines; `None` limits nothing. Calls that wait already wait on.
    pub(crate) fn set(&self, throttle: Option<Throttle>) {
        let now = self.clock.now();
        let lines = throttle.map(|throttle| Lines {
            throttle,
            tokens: Line::rested(throttle, now),
            access: Line::rested(throttle, now),
        });
        *self.lines.write().unwrap_or_else(PoisonError::into_inner) = lines;
    }

    pub(crate) fn get(&self) -> Option<Throttle> {
        let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
        lines.as_ref().map(|lines| lines.throttle)
    }

    /// Returns when a token may be reviewed.
    pub(crate) async fn token(&self) {
        self.turn(|lines| &lines.tokens).await;
    }

    /// Returns when an access may be reviewed.
    pub(crate) async fn access(&self) {
        self.turn(|lines| &lines.access).await;
    }

    async fn turn(&self, line: fn(&Lines) -> &Line) {
        // Taken at once and never given back: a caller that goes away meanwhile keeps its place.
        let turn = {
            let lines = self.lines.read().unwrap_or_else(PoisonError::into_inner);
            lines
                .as_ref()
                .and_then(|lines| line(lines).place(self.clock.now()))
        };
        if turn.is_some() {
            self.clock.sleep_until(turn).await;
        }
    }
}
