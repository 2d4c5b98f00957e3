//! Looking into the index beside whoever writes it.
//!
//! The feed writes what it has read as it comes, and must not wait until somebody has counted or searched all runs. A file is
//! therefore opened a second time. What is in memory cannot be: there, who looks takes turns with the feed, and for that
//! reason a search looks at some runs at a time ([`super::search`]).

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, Result};
use tokio::sync::Semaphore;

use super::store::Scope;
use super::{Index, Key, schema};

/// The second opening of the file.
#[derive(Debug)]
pub(super) struct Beside {
    /// One looks at a time, in the order in which they came.
    turn: Arc<Semaphore>,
    /// With the number of the file that it is.
    db: Mutex<Option<(Connection, u64)>>,
}

impl Beside {
    pub(super) fn new() -> Self {
        Self {
            turn: Arc::new(Semaphore::new(1)),
            db: Mutex::default(),
        }
    }

    fn db(&self) -> MutexGuard<'_, Option<(Connection, u64)>> {
        self.db.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Index {
    /// Looks at the runs of a namespace on a thread that may wait, as [`Index::with`] does something with them. The feed is
    /// not held up by it where there is a file.
    pub(super) async fn look<T: Default + Send + 'static>(
        &self,
        key: &Key,
        what: impl FnOnce(&Connection, Scope) -> Result<T> + Send + 'static,
    ) -> T {
        let turn = Arc::clone(&self.0.beside.turn).acquire_owned().await;
        let (index, key) = (self.clone(), key.clone());
        let looking = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            index.look_now(&key, what)
        });
        looking.await.unwrap_or_default()
    }

    fn look_now<T: Default>(
        &self,
        key: &Key,
        what: impl FnOnce(&Connection, Scope) -> Result<T>,
    ) -> T {
        let mut db = self.0.beside.db();
        let mut store = self.store();
        let Some(scope) = store.scope(&key.decides_by, &key.namespace) else {
            return T::default();
        };
        let looked = if let Some(db) = opened(&mut db, store.file()) {
            drop(store);
            what(db, scope)
        } else {
            let looked = store.look(|db| what(db, scope));
            drop(store);
            looked
        };
        looked.unwrap_or_else(|error| {
            self.store().failed(&error);
            T::default()
        })
    }
}

/// The second opening of the file, if there is one.
fn opened(db: &mut Option<(Connection, u64)>, file: Option<(PathBuf, u64)>) -> Option<&Connection> {
    let (path, begun) = file?;
    if db.as_ref().is_none_or(|(_, of)| *of != begun) {
        let opened = schema::open_to_look(&path);
        *db = opened
            .inspect_err(|error| tracing::warn!(%error, "the index of runs cannot be opened twice"))
            .ok()
            .map(|db| (db, begun));
    }
    db.as_ref().map(|(db, _)| db)
}
