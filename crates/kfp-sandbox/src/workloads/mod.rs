//! What runs in the simulated cluster: the engine, the driver that moves it by the clock, and what others read of it.
//!
//! - [`Workloads::write`] changes runs: one transaction for the API's rows and the engine's, or neither.
//! - [`Workloads::read_run`], [`Workloads::objects_of`], [`Workloads::pod`], [`Workloads::pod_log`],
//!   [`Workloads::node_log`] read; [`Workloads::changes`] tells when to read again.
//! - [`Timetable`] is what else goes by the clock: recurring runs.
//!
//! Everything in it is simulated: no container runs.

mod commit;
mod desk;
mod driver;
mod journal;
mod pod_log;
mod pods;
mod reads;
mod recipe;
mod reported;
mod revisions;
mod run_objects;
mod samples;
mod staging;
mod timetable;

#[cfg(test)]
mod tests;

pub(crate) use desk::{Desk, RunRefusal};
pub(crate) use pod_log::{PodLog, Progress};
pub(crate) use recipe::{Course, Recipe};
pub(crate) use run_objects::RunObjects;
pub(crate) use timetable::Timetable;

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use time::OffsetDateTime;
use tokio::sync::{Notify, SetOnce, watch};

use crate::clock::Clock;
use crate::engine::{Engine, EngineOptions};
use crate::error::SandboxError;
use crate::storage::Database;
use reads::EndedRuns;
use revisions::Revisions;
use staging::Staging;

/// Where a run's workflow is: a single-user server has them all beside itself.
pub(crate) fn namespace(of_run: &str) -> String {
    if of_run.is_empty() {
        "kubeflow".to_owned()
    } else {
        of_run.to_owned()
    }
}

/// The runs of one sandbox; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct Workloads {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    database: Database,
    clock: Clock,
    opened_at: OffsetDateTime,
    /// Locked before the store, never after it, and only off the async threads.
    engine: Mutex<Engine<Staging>>,
    revisions: Mutex<Revisions>,
    ended: Mutex<EndedRuns>,
    changes: watch::Sender<u64>,
    /// Something is due earlier than the driver thinks.
    woken: Notify,
    /// Whether the samples that go on are the engine's.
    samples_taken_up: SetOnce<()>,
    timetable: OnceLock<Box<dyn Timetable>>,
    /// Held while time goes on; locked before everything else.
    catching_up: Mutex<()>,
}

impl Workloads {
    /// Takes up the runs that the store has unfinished.
    ///
    /// # Errors
    /// [`SandboxError::Storage`] when they cannot be read.
    pub(crate) fn open(
        database: Database,
        clock: Clock,
        options: EngineOptions,
    ) -> Result<Self, SandboxError> {
        let staging = database
            .read_now(Staging::open)
            .map_err(|source| SandboxError::Storage {
                doing: "reading the runs that go on",
                source,
            })?;
        let engine = Engine::new(staging, options).map_err(|error| SandboxError::Data {
            what: error.to_string(),
        })?;
        // Revisions grow over restarts, as a client may hold one of before.
        let opened_at = clock.now();
        let start = u64::try_from(opened_at.unix_timestamp()).unwrap_or(1);
        Ok(Self {
            inner: Arc::new(Inner {
                database,
                clock,
                opened_at,
                engine: Mutex::new(engine),
                revisions: Mutex::new(Revisions::starting_at(start)),
                ended: Mutex::default(),
                changes: watch::Sender::new(start),
                woken: Notify::new(),
                samples_taken_up: SetOnce::new(),
                timetable: OnceLock::new(),
                catching_up: Mutex::new(()),
            }),
        })
    }

    /// A number that grows whenever a pod, a log, an event or a workflow may have changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changes.subscribe()
    }

    /// Says what else goes by the clock; the first one stays.
    pub(crate) fn set_timetable(&self, timetable: Box<dyn Timetable>) {
        if self.inner.timetable.set(timetable).is_ok() {
            self.wake();
        }
    }

    /// Has the driver look again when something is due.
    pub(crate) fn wake(&self) {
        self.inner.woken.notify_one();
    }

    /// Takes the controller of workflows away, or brings it back. Locks the engine.
    pub(crate) fn set_controller_down(&self, is_down: bool) {
        self.engine().set_controller_down(is_down);
        self.wake();
    }

    /// The time that runs go by.
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.inner.clock.now()
    }

    fn engine(&self) -> MutexGuard<'_, Engine<Staging>> {
        self.inner
            .engine
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn revisions(&self) -> MutexGuard<'_, Revisions> {
        self.inner
            .revisions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
