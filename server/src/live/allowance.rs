//! How much a page may say.

use tokio::time::Instant;

/// What a page may say at once: more than all its subscriptions, several times over.
const BURST: f64 = 64.0;
/// And in a second in the long run.
const RATE: f64 = 1.0;

/// Counts what a page says.
#[derive(Debug)]
pub(super) struct Allowance {
    left: f64,
    counted_at: Instant,
}

impl Allowance {
    pub(super) fn new() -> Self {
        Self {
            left: BURST,
            counted_at: Instant::now(),
        }
    }

    /// Takes in one message. `false` if it is one too many.
    pub(super) fn take(&mut self) -> bool {
        let now = Instant::now();
        let passed = now.duration_since(self.counted_at).as_secs_f64();
        self.counted_at = now;
        self.left = (self.left + passed * RATE).min(BURST);
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_burst_is_fine_and_a_flood_is_not() {
        let mut allowance = Allowance::new();
        assert!((0..64).all(|_| allowance.take()));
        assert!(!allowance.take());
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(allowance.take());
        assert!(!allowance.take());
    }
}
