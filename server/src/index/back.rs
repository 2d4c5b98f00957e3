//! What is still to be read.

use std::sync::{MutexGuard, PoisonError};

use std::collections::HashMap;

use super::cover::EVER;
use super::{Index, Key};

/// A span of time of which nothing was read, the last such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Where it begins, if it does.
    pub(crate) since: Option<i64>,
    /// Where it ends.
    pub(crate) before: i64,
    /// Whether as many runs were read as there are: it will turn out to be empty.
    pub(crate) is_rest: bool,
}

impl Index {
    /// The last span of time of which nothing was read.
    pub(crate) async fn gap(&self, key: &Key) -> Option<Gap> {
        self.with(key, |store, scope| {
            let known = store.known(scope);
            let (since, before) = known.cover.last_gap(known.floor)?;
            Some(Gap {
                since: (since != EVER).then_some(since),
                before,
                is_rest: known.total.is_some_and(|total| known.read >= total),
            })
        })
        .await
    }

    /// Forgets that everything was read, if the number of runs was not what KFP said: some were deleted, or missed.
    pub(crate) async fn begin_again_if_wrong(&self, key: &Key) -> bool {
        self.with(key, |store, scope| {
            let is_wrong = store.known(scope).is_wrong;
            if is_wrong {
                store.read_again(scope);
            }
            is_wrong
        })
        .await
    }

    /// Runs to be asked for by their ids, at most so many.
    pub(crate) fn stale(&self, key: &Key, most: usize) -> Vec<String> {
        let stale = self.all_stale();
        stale
            .get(key)
            .map_or_else(Vec::new, |ids| ids.iter().take(most).cloned().collect())
    }

    pub(super) fn found_stale(&self, key: &Key, ids: Vec<String>) {
        let mut stale = self.all_stale();
        if ids.is_empty() {
            stale.remove(key);
        } else {
            stale.insert(key.clone(), ids);
        }
    }

    pub(super) fn no_longer_stale(&self, key: &Key, asked: &[String]) {
        let mut stale = self.all_stale();
        if let Some(ids) = stale.get_mut(key) {
            ids.retain(|id| !asked.contains(id));
            if ids.is_empty() {
                stale.remove(key);
            }
        }
    }

    fn all_stale(&self) -> MutexGuard<'_, HashMap<Key, Vec<String>>> {
        self.0.stale.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
