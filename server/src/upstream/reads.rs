//! Equal reads, shared and kept for a moment.
//!
//! What is kept is what KFP said to the console, or to a user where KFP decides by the user. Whether somebody may see it is
//! asked before, for each of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use moka::future::Cache;

use super::call::Answer;
use crate::problem::{Failure, ProblemCode};

/// What is kept at most, in bytes of answers.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Larger answers are shared while they come, and not kept.
const LARGEST: usize = 2 * 1024 * 1024;

/// For whom KFP decided, and the address.
pub(super) type Key = (String, String);

/// Answers by address. A write begins a new generation, which shares nothing with the one before.
#[derive(Debug)]
pub(super) struct Reads {
    kept: Cache<(u64, Key), Answer>,
    generation: AtomicU64,
}

impl Reads {
    /// Keeps answers for so long; zero shares only what comes together.
    pub(super) fn new(kept: Duration) -> Self {
        Self {
            kept: Cache::builder()
                .max_capacity(MOST_BYTES)
                .weigher(|_, answer: &Answer| {
                    u32::try_from(answer.body.len())
                        .unwrap_or(u32::MAX)
                        .saturating_add(256)
                })
                .time_to_live(kept)
                .build(),
            generation: AtomicU64::new(0),
        }
    }

    /// Something was changed: no read that begins now may get what was read before.
    pub(super) fn forget(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
    }

    /// The answer that is kept or on its way, or a new one.
    ///
    /// # Errors
    /// The failure of the call, which everybody gets who waited for it and nobody else; or that it took too long.
    pub(super) async fn get(
        &self,
        key: Key,
        deadline: Duration,
        read: impl Future<Output = Result<Answer, Failure>> + Send + 'static,
    ) -> Result<Answer, Failure> {
        let key = (self.generation.load(Ordering::Acquire), key);
        let kept = self.kept.clone();
        // In a task of its own, so that the first who asks may leave without taking the answer from the others.
        let reading = tokio::spawn(async move {
            let answer = kept.try_get_with(key.clone(), Box::pin(read)).await;
            let keep = answer
                .as_ref()
                .is_ok_and(|answer| answer.status.is_success() && answer.body.len() <= LARGEST);
            if !keep {
                kept.invalidate(&key).await;
            }
            answer
        });
        match tokio::time::timeout(deadline, reading).await {
            Ok(Ok(answer)) => answer.map_err(|failure: Arc<Failure>| Failure::clone(&failure)),
            Ok(Err(_)) => Err(Failure::new(
                ProblemCode::Internal,
                "A defect of the console stopped the call.",
            )),
            Err(_) => Err(Failure::new(
                ProblemCode::KfpTimeout,
                "KFP did not answer in time.",
            )),
        }
    }
}
