//! What is still to be read.

use std::collections::HashMap;
use std::sync::{MutexGuard, PoisonError};

use super::cover::EVER;
use super::look::Known;
use super::store::{Scope, Store};
use super::{Index, Key, Rounds, now};

/// A span of time that is to be read: the last of which nothing was, or the rest of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    /// Where it begins, if it does.
    pub(crate) since: Option<i64>,
    /// Where it ends.
    pub(crate) before: i64,
    /// Whether as many runs were read as there are: it will turn out to be empty.
    pub(crate) is_rest: bool,
}

/// What is to be read of older runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Due {
    /// The span of time that is next.
    pub(crate) gap: Option<Gap>,
    /// Whether that is because all is read again.
    pub(crate) begins_again: bool,
}

/// What is still to be read in a round, which may begin now.
fn again(store: &mut Store, scope: Scope, known: &Known, rounds: Rounds) -> Option<Gap> {
    let before = known.again_before.or_else(|| {
        let end = known.cover.end()?;
        rounds.is_due(known, now()).then(|| {
            store.begin_round(scope, Some(end));
            end
        })
    })?;
    Some(Gap {
        since: (known.floor != EVER).then_some(known.floor),
        before,
        is_rest: false,
    })
}

impl Index {
    /// What is to be read next. If that is allowed, all is read again where the number of runs was not what KFP said: some
    /// were deleted, or missed. Where all was read, it is read once more when it is time for the next round.
    pub(crate) async fn due(&self, key: &Key, may_begin_again: bool, rounds: Rounds) -> Due {
        self.with(key, move |store, scope| {
            let mut known = store.known(scope);
            let begins_again = may_begin_again && known.is_wrong;
            if begins_again {
                store.read_again(scope);
                known = store.known(scope);
            }
            let gap = match known.cover.last_gap(known.floor) {
                Some((since, before)) => Some(Gap {
                    since: (since != EVER).then_some(since),
                    before,
                    is_rest: known.total.is_some_and(|total| known.read >= total),
                }),
                None => again(store, scope, &known, rounds),
            };
            Due { gap, begins_again }
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
