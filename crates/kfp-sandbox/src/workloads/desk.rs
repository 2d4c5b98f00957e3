//! Changing runs: the API's rows and the engine's in one transaction.

use rusqlite::Transaction;
use time::OffsetDateTime;

use super::commit::Touched;
use super::staging::Staging;
use super::{Workloads, samples};
use crate::engine::report::Report;
use crate::engine::{Engine, EngineError, Submission, SubmitError};

/// Where a call that changes runs works: one transaction and the engine, which are changed both or not at all.
#[derive(Debug)]
pub(crate) struct Desk<'a> {
    pub(crate) transaction: &'a Transaction<'a>,
    engine: &'a mut Engine<Staging>,
    now: OffsetDateTime,
    touched: Touched,
}

/// Why the engine does not do something to a run.
#[derive(Debug)]
pub(crate) enum RunRefusal {
    /// It has no such run: its workflow was never made.
    Unknown,
    /// No report of its workflow has come yet.
    Unreported,
    /// It has not failed.
    NotFailed,
    /// The store failed.
    Store(rusqlite::Error),
}

impl From<rusqlite::Error> for RunRefusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error)
    }
}

impl Desk<'_> {
    /// The time of the call.
    pub(crate) fn now(&self) -> OffsetDateTime {
        self.now
    }

    /// Makes the workflow of a run whose row exists, at that time.
    ///
    /// # Errors
    /// [`SubmitError`] for what cannot be compiled.
    pub(crate) fn submit_at(
        &mut self,
        submission: Submission,
        at: OffsetDateTime,
    ) -> Result<(), SubmitError> {
        match self.engine.submit(submission, at) {
            // The run's row says PENDING already.
            Ok(change) => self.touched.others.push(change.run_id),
            Err(EngineError::Submit { source }) => return Err(source),
            Err(error) => tracing::error!(%error, "a run could not be staged"),
        }
        Ok(())
    }

    /// Ends a run's workflow. A run that the engine does not know is left alone.
    ///
    /// # Errors
    /// [`RunRefusal::Unknown`], [`RunRefusal::Store`].
    pub(crate) fn terminate(&mut self, run_id: &str) -> Result<(), RunRefusal> {
        self.fetch(run_id)?;
        match self.engine.terminate(run_id, self.now) {
            Ok(change) => {
                self.touched.changes.extend(change);
                Ok(())
            }
            Err(_) => Err(RunRefusal::Unknown),
        }
    }

    /// Starts a failed run again.
    ///
    /// # Errors
    /// [`RunRefusal`].
    pub(crate) fn retry(&mut self, run_id: &str) -> Result<(), RunRefusal> {
        if let Some(answer) = self.retry_reported(run_id)? {
            return answer;
        }
        self.fetch(run_id)?;
        let is_known = match self.engine.run(run_id) {
            Ok(Some(run)) => run.report().is_known,
            _ => return Err(RunRefusal::Unknown),
        };
        if !is_known {
            return Err(RunRefusal::Unreported);
        }
        match self.engine.retry(run_id, self.now) {
            Ok(change) => {
                self.touched.changes.push(change);
                Ok(())
            }
            Err(EngineError::Retry { .. }) => Err(RunRefusal::NotFailed),
            Err(_) => Err(RunRefusal::Unknown),
        }
    }

    /// Deletes a pod with force. Whether there was one.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) fn delete_pod(&mut self, run_id: &str, pod: &str) -> Result<bool, rusqlite::Error> {
        self.fetch(run_id)?;
        self.touched.others.push(run_id.to_owned());
        Ok(self
            .engine
            .delete_pod(run_id, pod, self.now)
            .unwrap_or(false))
    }

    /// Forgets a run's workflow with its pods.
    pub(crate) fn remove(&mut self, run_id: &str) {
        if let Err(error) = self.engine.remove(run_id) {
            tracing::error!(%error, "a run could not be removed");
        }
        self.touched.others.push(run_id.to_owned());
    }

    /// What the server knows of a run that the engine walks.
    pub(super) fn known_report(&mut self, run_id: &str) -> Result<Option<Report>, rusqlite::Error> {
        self.fetch(run_id)?;
        let Ok(run) = self.engine.run(run_id) else {
            return Ok(None);
        };
        Ok(run.map(|run| run.report().clone()))
    }

    /// Puts a run in the engine's reach. A sample that goes on may be called for before its turn to be taken up.
    fn fetch(&mut self, run_id: &str) -> Result<(), rusqlite::Error> {
        if self.engine.live_run(run_id).is_some() {
            return Ok(());
        }
        let Some(sample) = samples::going_on(self.transaction, run_id)? else {
            return self.engine.store_mut().fetch(self.transaction, run_id);
        };
        if let Some(changes) = samples::hand_over(self.engine, &sample, self.now) {
            samples::forget_drawing(self.transaction, &sample)?;
            self.touched.changes.extend(changes);
            self.touched.others.push(run_id.to_owned());
        }
        Ok(())
    }
}

impl Workloads {
    /// Runs `work` in one transaction, off the async threads; an error undoes everything, the engine's part too.
    ///
    /// # Errors
    /// That of `work`, or the store's.
    pub(crate) async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: FnOnce(&mut Desk<'_>) -> Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: From<rusqlite::Error> + Send + 'static,
    {
        let workloads = self.clone();
        crate::storage::run_blocking(move || workloads.write_now(work)).await
    }

    /// [`Self::write`] on the calling thread.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub(crate) fn write_now<T, E: From<rusqlite::Error>>(
        &self,
        work: impl FnOnce(&mut Desk<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let now = self.now();
        let result = self.commit(self.engine(), |transaction, engine| {
            let mut desk = Desk {
                transaction,
                engine,
                now,
                touched: Touched::default(),
            };
            let result = work(&mut desk)?;
            Ok((result, desk.touched))
        });
        self.wake();
        result
    }
}
