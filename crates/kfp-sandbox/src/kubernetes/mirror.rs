//! Pods, workflows and events: what the engine holds, put among the kept objects when somebody looks.
//!
//! Nothing is done as long as nobody lists or watches them. Then the runs that changed since the last look are read
//! and their objects replaced, so that lists, selectors, pages and watches are the same for every kind of object.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::status::Status;
use crate::cluster::Cluster;
use crate::directory::{Batch, Collection, Key, Object};
use crate::storage::run_blocking;
use crate::workloads::RunObjects;

/// Most runs whose objects are listed and watched, the newest; an older run's are found by its id or their names.
pub(super) const MAX_RUNS: usize = 300;

/// How often it is looked for workflows whose time in the cluster is over.
const SWEEP_EVERY: Duration = Duration::minutes(10);

/// What is among the kept objects.
#[derive(Clone, Debug)]
pub(super) struct Mirror {
    cluster: Cluster,
    state: Arc<Mutex<State>>,
}

#[derive(Debug, Default)]
struct State {
    /// The workloads' revision up to which everything is in; `None` before the first look.
    revision: Option<u64>,
    swept_at: Option<OffsetDateTime>,
    /// The objects of each run.
    runs: HashMap<String, Vec<Key>>,
    /// Run ids, the one that came first in front.
    order: VecDeque<String>,
}

impl Mirror {
    pub(super) fn new(cluster: Cluster) -> Self {
        Self {
            cluster,
            state: Arc::default(),
        }
    }

    /// Whether a collection is the engine's.
    pub(super) fn holds(collection: Collection) -> bool {
        [Collection::PODS, Collection::WORKFLOWS, Collection::EVENTS].contains(&collection)
    }

    /// Brings the kept objects to where the engine is.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn refresh(&self) -> Result<(), Status> {
        let mirror = self.clone();
        run_blocking(move || mirror.refresh_now()).await
    }

    /// The objects of one run in a collection; `None` for a run whose objects are among the kept ones.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn of_run(
        &self,
        collection: Collection,
        run_id: String,
    ) -> Result<Option<Vec<Arc<Object>>>, rusqlite::Error> {
        let mirror = self.clone();
        let look = move || {
            // A look at what changed may hold the lock for long: it is waited for on this thread alone.
            let is_kept = mirror.state().runs.contains_key(&run_id);
            if is_kept {
                return Ok(None);
            }
            mirror.cluster.workloads().objects_of(&run_id).map(Some)
        };
        let Some(objects) = run_blocking(look).await? else {
            return Ok(None);
        };
        let revision = self.cluster.directory().objects().oldest_revision();
        let documents = objects.map(documents).unwrap_or_default().into_iter();
        let objects = documents
            .filter(|(key, _)| key.collection == collection)
            .map(|(key, document)| Arc::new(Object::new(key, revision, document)))
            .collect();
        Ok(Some(objects))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A pod by its name, also of a run that is too old to be among the kept ones.
    ///
    /// # Errors
    /// The store's.
    pub(super) async fn pod(&self, key: Key) -> Result<Option<Arc<Object>>, rusqlite::Error> {
        let workloads = self.cluster.workloads().clone();
        let (namespace, name) = (key.namespace.clone(), key.name.clone());
        let document = run_blocking(move || workloads.pod(&namespace, &name)).await?;
        let revision = self.cluster.directory().objects().oldest_revision();
        Ok(document.map(|mut document| {
            if let Some(members) = document.as_object_mut() {
                members.shift_remove("kind");
                members.shift_remove("apiVersion");
            }
            Arc::new(Object::new(key, revision, document))
        }))
    }

    fn refresh_now(&self) -> Result<(), Status> {
        let workloads = self.cluster.workloads();
        let now = self.cluster.clock().now();
        let mut state = self.state();
        let changed = state
            .revision
            .and_then(|revision| workloads.changed_since(revision));
        let (revision, mut wanted) = if let Some(changed) = changed {
            changed
        } else {
            state.swept_at = None;
            (workloads.revision(), workloads.run_ids(MAX_RUNS)?)
        };
        if state.swept_at.is_none_or(|at| now - at > SWEEP_EVERY) {
            wanted.extend(state.runs.keys().cloned());
            state.swept_at = Some(now);
        }
        if !wanted.is_empty() {
            self.take_in(&mut state, &wanted)?;
        }
        state.revision = Some(revision);
        Ok(())
    }

    fn take_in(&self, state: &mut State, run_ids: &[String]) -> Result<(), Status> {
        let mut found = Vec::new();
        for run_id in run_ids {
            let objects = self.cluster.workloads().objects_of(run_id)?;
            found.push((run_id, objects.map(documents).unwrap_or_default()));
        }
        self.cluster.directory().objects().write_now(|batch| {
            for (run_id, documents) in found {
                state.replace(batch, run_id, documents);
            }
            state.evict(batch);
            Ok(())
        })
    }
}

impl State {
    fn replace(&mut self, batch: &mut Batch<'_>, run_id: &str, documents: Vec<(Key, Value)>) {
        let old = self.runs.remove(run_id).unwrap_or_default();
        let kept: BTreeSet<&Key> = documents.iter().map(|(key, _)| key).collect();
        for key in old.iter().filter(|key| !kept.contains(key)) {
            batch.remove(key);
        }
        if documents.is_empty() {
            self.order.retain(|known| known != run_id);
            return;
        }
        if old.is_empty() {
            self.order.push_back(run_id.to_owned());
        }
        let keys = documents.iter().map(|(key, _)| key.clone()).collect();
        self.runs.insert(run_id.to_owned(), keys);
        for (key, document) in documents {
            let is_same = batch
                .get(&key)
                .is_some_and(|kept| kept.says_the_same_as(&document));
            if !is_same {
                batch.put(key, document);
            }
        }
    }

    fn evict(&mut self, batch: &mut Batch<'_>) {
        while self.runs.len() > MAX_RUNS {
            let Some(oldest) = self.order.pop_front() else {
                return;
            };
            for key in self.runs.remove(&oldest).unwrap_or_default() {
                batch.remove(&key);
            }
        }
    }
}

fn documents(objects: RunObjects) -> Vec<(Key, Value)> {
    let of = |collection: Collection, documents: Vec<Value>| {
        documents.into_iter().filter_map(move |mut document| {
            let members = document.as_object_mut()?;
            // The collection knows them.
            members.shift_remove("kind");
            members.shift_remove("apiVersion");
            let text = |key: &str| Some(document["metadata"][key].as_str()?.to_owned());
            Some((
                Key::new(collection, text("namespace")?, text("name")?),
                document,
            ))
        })
    };
    of(Collection::WORKFLOWS, vec![objects.workflow])
        .chain(of(Collection::PODS, objects.pods))
        .chain(of(Collection::EVENTS, objects.events))
        .collect()
}
