//! Equal reads, shared and kept for a moment.
//!
//! What is kept is what KFP said to the console, or to a user where KFP decides by the user. Whether somebody may see it is
//! asked before, for each of them.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared, WeakShared};
use moka::future::Cache;

use super::call::Answer;
use super::line::Priority;
use crate::problem::Failure;

/// What is kept at most, in bytes of answers.
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Larger answers are shared while they come, and not kept.
const LARGEST: usize = 2 * 1024 * 1024;

/// Who waits for it, for whom KFP decided, and the address.
pub(super) type Key = (Priority, String, String);

/// An answer on its way to everybody who asked for it. It is dropped with the last of them: a call that still waits in line
/// then leaves it.
type Reading = Shared<Call>;

type Call = BoxFuture<'static, Result<Answer, Failure>>;

/// Answers by address. A write begins a new generation, which shares nothing with the one before.
#[derive(Debug)]
pub(super) struct Reads {
    kept: Cache<(u64, Key), Answer>,
    on_their_way: Mutex<HashMap<(u64, Key), WeakShared<Call>>>,
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
            on_their_way: Mutex::default(),
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
    /// The failure of the call, which everybody gets who waited for it and nobody else.
    pub(super) async fn get(
        &self,
        key: Key,
        read: impl Future<Output = Result<Answer, Failure>> + Send + 'static,
    ) -> Result<Answer, Failure> {
        let key = (self.generation.load(Ordering::Acquire), key);
        if let Some(answer) = self.kept.get(&key).await {
            return Ok(answer);
        }
        self.join(key, read).await
    }

    fn join(
        &self,
        key: (u64, Key),
        read: impl Future<Output = Result<Answer, Failure>> + Send + 'static,
    ) -> Reading {
        let mut on_their_way = self
            .on_their_way
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        on_their_way.retain(|_, reading| reading.upgrade().is_some());
        if let Some(reading) = on_their_way.get(&key).and_then(WeakShared::upgrade) {
            return reading;
        }
        let kept = self.kept.clone();
        let name = key.clone();
        let reading = async move {
            // An equal reading may have ended after the first look and before this one could join it.
            if let Some(answer) = kept.get(&name).await {
                return Ok(answer);
            }
            let answer = read.await?;
            if answer.status.is_success() && answer.body.len() <= LARGEST {
                kept.insert(name, answer.clone()).await;
            }
            Ok(answer)
        };
        let reading = reading.boxed().shared();
        on_their_way.extend(reading.downgrade().map(|weak| (key, weak)));
        reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn answer_that_was_kept_since_the_first_look_is_not_read_again() {
        let reads = Reads::new(Duration::from_mins(1));
        let key = (0, (Priority::Viewer, String::new(), "/runs".to_owned()));
        let response = http::Response::new(bytes::Bytes::from_static(b"{}"));
        let answer = super::super::call::read(true, kfp_core::diagnose::Sent::nothing(), response)
            .expect("an answer");
        reads.kept.insert(key.clone(), answer).await;
        let joined = reads.join(key, async { panic!("read again") }).await;
        assert_eq!(joined.expect("an answer").body, "{}");
    }
}
