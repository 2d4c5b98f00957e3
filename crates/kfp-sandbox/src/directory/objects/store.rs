//! Where objects are kept: in memory for reading and watching, in SQLite for the next start.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use tokio::sync::watch;

use super::batch::Batch;
use super::collection::Collection;
use super::history::History;
use super::object::{Change, Key, Object};
use super::rows;
use crate::directory::rights::Rights;
use crate::storage::{Database, run_blocking};

/// The objects of the cluster, under one counter of revisions; cheap to clone.
///
/// Reads see whole writes only and never wait for SQLite.
#[derive(Clone, Debug)]
pub(crate) struct ObjectStore {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    database: Database,
    /// Held by whoever changes the state, from reading it to publishing the change.
    writing: Mutex<()>,
    state: RwLock<State>,
    revision: watch::Sender<u64>,
}

type Names = BTreeMap<(String, String), Arc<Object>>;

#[derive(Debug, Default)]
struct State {
    revision: u64,
    objects: BTreeMap<Collection, Names>,
    history: History,
    rights: Rights,
}

impl State {
    fn apply(&mut self, change: &Change) {
        let key = &change.object().key;
        let names = self.objects.entry(key.collection).or_default();
        let name = (key.namespace.clone(), key.name.clone());
        match &change.current {
            Some(object) => names.insert(name, Arc::clone(object)),
            None => names.remove(&name),
        };
        self.rights.apply(change);
        self.revision = self.revision.max(change.revision);
    }
}

/// A change is asked for that is not remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Forgotten {
    /// The oldest revision after which every change is remembered.
    pub(crate) oldest: u64,
}

impl ObjectStore {
    /// Reads what the store holds. Revisions begin after those of before, and not before `revision`: what is not
    /// kept had revisions too, and a client may hold one.
    pub(crate) fn open(database: Database, revision: u64) -> Result<Self, rusqlite::Error> {
        let objects = database.read_now(rows::load)?;
        let mut state = State {
            revision,
            ..State::default()
        };
        for object in objects {
            state.apply(&Change {
                revision: object.revision,
                previous: None,
                current: Some(Arc::new(object)),
            });
        }
        state.history = History::starting_at(state.revision);
        let (revision, _) = watch::channel(state.revision);
        Ok(Self {
            inner: Arc::new(Inner {
                database,
                writing: Mutex::new(()),
                state: RwLock::new(state),
                revision,
            }),
        })
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.inner
            .state
            .read()
            .unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Arc<Object>> {
        let names = (key.namespace.clone(), key.name.clone());
        self.state()
            .objects
            .get(&key.collection)?
            .get(&names)
            .cloned()
    }

    /// The objects of a collection by namespace and name, of one namespace or of all (empty), with the revision at
    /// which they were so.
    pub(crate) fn list(&self, collection: Collection, namespace: &str) -> (u64, Vec<Arc<Object>>) {
        let state = self.state();
        let objects = state
            .objects
            .get(&collection)
            .into_iter()
            .flat_map(|names| {
                names
                    .range((namespace.to_owned(), String::new())..)
                    .take_while(move |((of, _), _)| namespace.is_empty() || of == namespace)
            })
            .map(|(_, object)| Arc::clone(object))
            .collect();
        (state.revision, objects)
    }

    pub(crate) fn revision(&self) -> u64 {
        self.state().revision
    }

    /// Tells of new revisions.
    pub(crate) fn subscribe(&self) -> watch::Receiver<u64> {
        self.inner.revision.subscribe()
    }

    /// The changes of a collection after `revision`, and the revision up to which that is all.
    pub(crate) fn changes_since(
        &self,
        collection: Collection,
        revision: u64,
    ) -> Result<(u64, Vec<Change>), Forgotten> {
        let state = self.state();
        let Some(changes) = state.history.since(revision) else {
            return Err(Forgotten {
                oldest: state.history.forgotten(),
            });
        };
        let changes = changes
            .filter(|change| change.object().key.collection == collection)
            .cloned()
            .collect();
        Ok((state.revision.max(revision), changes))
    }

    /// Revision of the newest change that is not remembered.
    pub(crate) fn oldest_revision(&self) -> u64 {
        self.state().history.forgotten()
    }

    pub(in crate::directory) fn with_rights<T>(&self, read: impl FnOnce(&Rights) -> T) -> T {
        read(&self.state().rights)
    }

    /// Runs `decide` while nobody else writes, then keeps and publishes what it put and removed, all or nothing.
    pub(crate) async fn write<T, E, F>(&self, decide: F) -> Result<T, E>
    where
        F: FnOnce(&mut Batch<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let store = self.clone();
        run_blocking(move || store.write_now(decide)).await
    }

    /// [`Self::write`] on the calling thread.
    pub(crate) fn write_now<T, E: From<rusqlite::Error>>(
        &self,
        decide: impl FnOnce(&mut Batch<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let _writing = self
            .inner
            .writing
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let mut batch = Batch::new(self, self.revision());
        let result = decide(&mut batch)?;
        let changes = batch.into_changes();
        if changes.is_empty() {
            return Ok(result);
        }
        if changes.iter().any(rows::is_durable) {
            self.inner.database.write_now(|transaction| {
                let mut durable = changes.iter().filter(|change| rows::is_durable(change));
                durable.try_for_each(|change| rows::write(transaction, change))
            })?;
        }
        let revision = {
            let mut state = self
                .inner
                .state
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            for change in changes {
                state.apply(&change);
                state.history.push(change);
            }
            state.revision
        };
        self.inner.revision.send_replace(revision);
        Ok(result)
    }
}
