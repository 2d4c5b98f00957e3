//! The one way in which what happened to runs is written: the API's rows and the engine's together.

use std::sync::MutexGuard;

use rusqlite::Transaction;

use super::recipe::Stored;
use super::staging::Staging;
use super::{Workloads, journal};
use crate::engine::{Engine, RunChange};

/// What was done to runs.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) changes: Vec<RunChange>,
    /// Runs that are new or gone, or of which the API's rows are as they were.
    pub(super) others: Vec<String>,
}

impl Workloads {
    /// Writes, in one transaction, what `work` does and what the engine has staged, tells whoever waits for it, and
    /// undoes both if either fails.
    ///
    /// # Errors
    /// That of `work`, or the store's.
    pub(super) fn commit<T, E: From<rusqlite::Error>>(
        &self,
        mut engine: MutexGuard<'_, Engine<Staging>>,
        work: impl FnOnce(&Transaction<'_>, &mut Engine<Staging>) -> Result<(T, Touched), E>,
    ) -> Result<T, E> {
        let written = self.inner.database.write_now(|transaction| {
            let (result, touched) = work(transaction, &mut engine)?;
            journal::write(transaction, &engine, &touched.changes)?;
            engine.store().flush(transaction)?;
            Ok((result, touched))
        });
        match written {
            Ok((result, touched)) => {
                engine.store_mut().settle();
                drop(engine);
                self.announce(&touched);
                Ok(result)
            }
            Err(error) => {
                self.undo(&mut engine);
                Err(error)
            }
        }
    }

    /// Brings the engine back to what the store keeps.
    fn undo(&self, engine: &mut Engine<Staging>) {
        for run_id in engine.store_mut().give_up() {
            let kept = self
                .inner
                .database
                .read_now(|connection| Stored::find(connection, &run_id));
            let kept = kept
                .inspect_err(|error| tracing::error!(%error, "a run could not be read back"))
                .unwrap_or_default();
            engine.restore(&run_id, kept.and_then(Stored::into_run));
        }
    }
}
