//! What was read of runs of which nothing more comes: those that have ended, and those that are too large to be read.

use std::sync::Arc;

use console_api::grid::TasksOfRun;
use kfp_core::model::RuntimeState;
use moka::future::Cache;

use super::Inside;
use crate::index::Key;

/// Bytes that are kept, about.
const MOST_BYTES: u64 = 16 * 1024 * 1024;

/// The insides of runs, as far as nothing comes of them any more. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub(crate) struct Kept(Cache<(Key, String), Arc<Inside>>);

impl Kept {
    pub(crate) fn new() -> Self {
        let weight = |(_, run): &(Key, String), inside: &Arc<Inside>| {
            let tasks = inside.tasks.iter();
            let paths = tasks
                .flat_map(|task| &task.path)
                .map(|name| name.len() + 24);
            let bytes = run.len() + 200 + inside.tasks.len() * 72 + paths.sum::<usize>();
            u32::try_from(bytes).unwrap_or(u32::MAX)
        };
        Self(
            Cache::builder()
                .max_capacity(MOST_BYTES)
                .weigher(weight)
                .build(),
        )
    }

    /// What is kept of a run, unless the index says that something has become of it since: it may have been tried again.
    pub(super) async fn get(
        &self,
        key: &Key,
        run: &str,
        state: &str,
        finished: Option<i64>,
    ) -> Option<Arc<Inside>> {
        let kept = self.0.get(&(key.clone(), run.to_owned())).await?;
        (kept.state == state && kept.finished == finished).then_some(kept)
    }

    pub(super) async fn put(&self, key: &Key, run: &str, inside: Arc<Inside>) {
        // What is too large does not become smaller, and to find that out takes a call each time.
        let is_too_large = inside.how == TasksOfRun::TooMany;
        if is_too_large || RuntimeState::parse(&inside.state).is_terminal() {
            self.0.insert((key.clone(), run.to_owned()), inside).await;
        }
    }
}
