//! Who searches.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Index;
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};

/// Searches of one user at a time: a page that is typed into begins the next one before the last one is let go.
const OF_ONE_USER: usize = 2;

/// Searches that are under way, by user. Cheap to clone; all clones are one.
#[derive(Clone, Debug, Default)]
pub(super) struct Searching(Arc<Mutex<HashMap<UserId, usize>>>);

/// A search that is under way, until this is dropped.
#[derive(Debug)]
pub(crate) struct Turn {
    searching: Searching,
    user: UserId,
}

impl Searching {
    fn by_user(&self) -> MutexGuard<'_, HashMap<UserId, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    /// Begins a search of a user.
    ///
    /// # Errors
    /// If others of theirs are under way: each walks through all runs of a namespace.
    pub(crate) fn begin_search(&self, user: &UserId) -> Result<Turn, Failure> {
        let searching = self.0.searching.clone();
        let mut by_user = searching.by_user();
        let count = by_user.entry(user.clone()).or_default();
        if *count >= OF_ONE_USER {
            let detail = format!(
                "{OF_ONE_USER} searches of yours are under way; each walks through the runs of a namespace."
            );
            let busy = Failure::new(ProblemCode::Costly, detail);
            return Err(busy.hint("Wait for one of them to end, or give it up."));
        }
        *count += 1;
        drop(by_user);
        Ok(Turn {
            searching,
            user: user.clone(),
        })
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut by_user = self.searching.by_user();
        if let Some(count) = by_user.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                by_user.remove(&self.user);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_has_two_searches_and_others_have_theirs() {
        let index = Index::open(None, 1024 * 1024);
        let [ann, ben] = ["ann", "ben"].map(UserId::for_test);
        let first = index.begin_search(&ann).expect("the first");
        let _second = index.begin_search(&ann).expect("the second");
        let third = index.begin_search(&ann).expect_err("one too many");
        assert_eq!(third.code, ProblemCode::Costly);
        let _other = index.begin_search(&ben).expect("somebody else's");
        drop(first);
        let _third = index.begin_search(&ann).expect("the first has ended");
    }
}
