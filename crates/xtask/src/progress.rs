//! Lines for the person who waits.

use std::time::Instant;

/// Prints lines that begin with a routine's name and the seconds since it began.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    routine: &'static str,
    began: Instant,
}

impl Progress {
    pub(crate) fn start(routine: &'static str) -> Self {
        Self {
            routine,
            began: Instant::now(),
        }
    }

    /// Say what happens now.
    pub(crate) fn say(&self, text: impl AsRef<str>) {
        eprintln!(
            "{} [{:>4} s] {}",
            self.routine,
            self.began.elapsed().as_secs(),
            text.as_ref()
        );
    }

    pub(crate) fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }
}
