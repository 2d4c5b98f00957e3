//! The index of runs: a few words of every run that was read, to count and to search.
//!
//! KFP counts and searches by reading whole namespaces, so the console does it from what its feed reads anyway ([`took`]),
//! and reads older runs in the background while somebody looks ([`fill`]). It is a cache ([`store`]): lost, it is read
//! again, and every answer says how far it has come ([`cover`]). Who counts or searches looks into it beside the feed, which
//! writes ([`beside`]). It holds what KFP said to the console. Whether somebody
//! may see it is asked before, for each call, and never kept here.
//!
//! [`took`]: Index::took

mod answer;
mod back;
mod beside;
mod called;
mod condition;
mod counts;
mod cover;
mod file;
mod look;
mod order;
mod rounds;
mod row;
mod rows;
mod schema;
mod search;
mod searching;
mod shared;
mod store;
mod tally;
mod took;
mod versions;

use std::collections::HashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use moka::future::Cache;

use crate::config::Config;
use answer::Counted;
use beside::Beside;
use searching::Searching;
use shared::Shared;
use store::{Scope, Store};

pub(crate) use answer::Who;
pub(crate) use back::Gap;
pub(crate) use called::Naming;
pub(crate) use order::{By, MOST_SKIPPED, Order};
pub(crate) use rounds::Rounds;
pub(crate) use search::Search;
pub(crate) use tally::{Calendar, MOST_DAYS};
pub(crate) use took::{Brought, Rest};
pub(crate) use versions::Unnamed;

/// For so long what was counted is given to others who want the same.
const COUNTED_FOR: Duration = Duration::from_secs(2);
/// Countings that are kept for it.
const MOST_COUNTED: u64 = 64;

/// Whose runs.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    /// The user, where KFP decides by the user; empty otherwise.
    pub(crate) decides_by: String,
    /// The namespace.
    pub(crate) namespace: String,
}

/// The index of runs. Cheap to clone; all clones are one.
#[derive(Clone, Debug)]
pub(crate) struct Index(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    store: Mutex<Store>,
    beside: Beside,
    searching: Searching,
    /// Runs that have not ended here, and have in KFP.
    stale: Mutex<HashMap<Key, Vec<String>>>,
    counted: Cache<Key, Arc<Counted>>,
    /// Where several replicas have one index.
    shared: Option<Arc<Shared>>,
}

impl Index {
    /// Opens the file on a thread that may wait: all of it is looked through.
    ///
    /// # Errors
    /// If not even the memory can be used, or the address of a shared one cannot be read.
    pub(crate) async fn new(config: &Config) -> Result<Self, Box<dyn Error + Send + Sync>> {
        let config = config.index.clone();
        let address = config.index_postgres_file.as_deref();
        let shared = address.map(Shared::new).transpose()?.map(Arc::new);
        let is_shared = shared.is_some();
        let open = move || {
            let mut store = Store::open(config.index_file.as_deref(), config.index_size);
            if is_shared {
                store.share();
            }
            store
        };
        let store = tokio::task::spawn_blocking(open).await?;
        let index = Self::of(store, shared);
        if let Some(shared) = &index.0.shared {
            tokio::spawn(shared::keep_up(
                Arc::downgrade(&index.0),
                Arc::clone(shared),
            ));
        }
        Ok(index)
    }

    #[cfg(test)]
    fn open(path: Option<&std::path::Path>, most_bytes: u64) -> Self {
        Self::of(Store::open(path, most_bytes), None)
    }

    fn of(store: Store, shared: Option<Arc<Shared>>) -> Self {
        Self(Arc::new(Parts {
            store: Mutex::new(store),
            shared,
            beside: Beside::default(),
            searching: Searching::default(),
            stale: Mutex::default(),
            counted: Cache::builder()
                .max_capacity(MOST_COUNTED)
                .time_to_live(COUNTED_FOR)
                .build(),
        }))
    }

    /// Does something with the runs of a namespace, on a thread that may wait.
    ///
    /// The number of a scope holds for this long alone: to make room, a scope is forgotten. Where there is none to be had,
    /// nothing is done.
    async fn with<T: Default + Send + 'static>(
        &self,
        key: &Key,
        what: impl FnOnce(&mut Store, Scope) -> T + Send + 'static,
    ) -> T {
        let (index, key) = (self.clone(), key.clone());
        let done = tokio::task::spawn_blocking(move || {
            let mut store = index.store();
            let scope = store.scope(&key.decides_by, &key.namespace);
            scope.map_or_else(T::default, |scope| what(&mut store, scope))
        });
        done.await.unwrap_or_default()
    }

    /// Somebody looks at a namespace, or reads it.
    fn uses(&self, key: &Key) {
        if let Some(shared) = &self.0.shared {
            shared.uses(key);
        }
    }

    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.store.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// In milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
    })
}

#[cfg(test)]
mod tests;
