//! Looking into the index beside whoever writes it.
//!
//! The feed writes what it has read as it comes, and must not wait until somebody has counted or searched all runs. A file is
//! therefore opened a second time. What is in memory cannot be: there, who looks takes turns with the feed, and for that
//! reason a search looks at some runs at a time ([`super::search`]).

use std::path::PathBuf;
use std::sync::Arc;

use rusqlite::{Connection, Result};
use tokio::sync::Mutex;

use super::store::Scope;
use super::{Index, Key, schema};

/// The second opening of the file, with the number of the file that it is. One looks at a time, in the order in which they
/// came.
#[derive(Debug, Default)]
pub(super) struct Beside(Arc<Mutex<Opened>>);

type Opened = Option<(Connection, u64)>;

impl Index {
    /// Looks at the runs of a namespace on a thread that may wait, as [`Index::with`] does something with them. The feed is
    /// not held up by it where there is a file.
    pub(super) async fn look<T: Default + Send + 'static>(
        &self,
        key: &Key,
        what: impl FnOnce(&Connection, Scope) -> Result<T> + Send + 'static,
    ) -> T {
        self.uses(key);
        let mut db = Arc::clone(&self.0.beside.0).lock_owned().await;
        let (index, key) = (self.clone(), key.clone());
        let looking = tokio::task::spawn_blocking(move || index.look_now(&mut db, &key, what));
        looking.await.unwrap_or_default()
    }

    fn look_now<T: Default>(
        &self,
        db: &mut Opened,
        key: &Key,
        what: impl FnOnce(&Connection, Scope) -> Result<T>,
    ) -> T {
        let mut store = self.store();
        let Some(scope) = store.scope(&key.decides_by, &key.namespace) else {
            return T::default();
        };
        let looked = if let Some(db) = opened(db, store.file()) {
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
fn opened(db: &mut Opened, file: Option<(PathBuf, u64)>) -> Option<&Connection> {
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
