//! The engine itself: all runs on one agenda.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use time::OffsetDateTime;

use super::controller::Shape;
use super::kubelet::Timing;
use super::run::{RetryError, RunChange, Submission, SubmitError, Surroundings, WorkflowRun};
use super::store::Store;

/// How the engine plays its cluster.
#[derive(Clone, Copy, Debug, Default)]
pub struct EngineOptions {
    /// The shape of workflows.
    pub shape: Shape,
    /// How long things take.
    pub timing: Timing,
}

/// Why the engine does not do what it was asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError<E: std::error::Error + 'static> {
    /// The run cannot be submitted.
    #[error("the run cannot be submitted")]
    Submit {
        /// Why.
        #[source]
        source: SubmitError,
    },
    /// There is no such run.
    #[error("run {run_id} is not known to the engine")]
    UnknownRun {
        /// Its id.
        run_id: String,
    },
    /// The run has not failed.
    #[error("run {run_id} cannot be retried")]
    Retry {
        /// Its id.
        run_id: String,
        /// Why.
        #[source]
        source: RetryError,
    },
    /// The store failed.
    #[error("the store of runs failed")]
    Store {
        /// Why.
        #[source]
        source: E,
    },
}

/// Walks runs. It has no clock of its own: whoever owns it says what time it is, in real time, faster, or by hand.
///
/// Runs that have ended are put away in the store and fetched when they are asked for.
#[derive(Debug)]
pub struct Engine<S> {
    store: S,
    options: EngineOptions,
    runs: BTreeMap<String, WorkflowRun>,
    agenda: BTreeSet<(OffsetDateTime, String)>,
    controller_is_down: bool,
}

impl<S: Store> Engine<S> {
    /// An engine that goes on with what the store has unfinished.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn new(mut store: S, options: EngineOptions) -> Result<Self, EngineError<S::Error>> {
        let unfinished = store
            .unfinished()
            .map_err(|source| EngineError::Store { source })?;
        let mut engine = Self {
            store,
            options,
            runs: BTreeMap::new(),
            agenda: BTreeSet::new(),
            controller_is_down: false,
        };
        for run in unfinished {
            engine.enter(run);
        }
        Ok(engine)
    }

    /// The store.
    pub fn store(&self) -> &S {
        &self.store
    }

    /// The store, for whoever owns the engine.
    pub(crate) fn store_mut(&mut self) -> &mut S {
        &mut self.store
    }

    /// The runs that the engine holds: those that have not ended.
    pub(crate) fn live_runs(&self) -> impl Iterator<Item = &WorkflowRun> {
        self.runs.values()
    }

    /// The run of that id, if the engine holds it.
    pub(crate) fn live_run(&self, run_id: &str) -> Option<&WorkflowRun> {
        self.runs.get(run_id)
    }

    /// Forgets what happened to a run since it was last kept for good, and goes on with `kept`.
    pub(crate) fn restore(&mut self, run_id: &str, kept: Option<WorkflowRun>) {
        self.leave(run_id);
        if let Some(run) = kept.filter(|run| !run.phase().is_end()) {
            self.enter(run);
        }
    }

    /// Takes the controller away, or brings it back: without it no workflow moves on, while pods run and the agent
    /// reports.
    pub fn set_controller_down(&mut self, is_down: bool) {
        self.controller_is_down = is_down;
        self.agenda.clear();
        for run in std::mem::take(&mut self.runs).into_values() {
            self.enter(run);
        }
    }

    /// When [`Engine::advance`] has something to do.
    pub fn next_at(&self) -> Option<OffsetDateTime> {
        self.agenda.first().map(|(at, _)| *at)
    }

    /// The run of that id.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn run(&self, run_id: &str) -> Result<Option<Cow<'_, WorkflowRun>>, EngineError<S::Error>> {
        if let Some(run) = self.runs.get(run_id) {
            return Ok(Some(Cow::Borrowed(run)));
        }
        Ok(self
            .store
            .load(run_id)
            .map_err(|source| EngineError::Store { source })?
            .map(Cow::Owned))
    }

    /// Takes a run in. Its workflow exists from now on; its first pass comes with the next [`Engine::advance`].
    ///
    /// # Errors
    /// [`EngineError::Submit`] if the pipeline cannot be compiled or a directive cannot be read;
    /// [`EngineError::Store`].
    pub fn submit(
        &mut self,
        submission: Submission,
        now: OffsetDateTime,
    ) -> Result<RunChange, EngineError<S::Error>> {
        let run = WorkflowRun::new(
            submission,
            self.options.shape,
            self.options.timing.first_pass,
            whole_seconds(now),
        )
        .map_err(|source| EngineError::Submit { source })?;
        self.settle(run)
    }

    /// Ends a run: its pods get a signal, later tasks are omitted, exit hooks still run. Nothing happens to a run
    /// that has ended or is ending.
    ///
    /// # Errors
    /// [`EngineError::UnknownRun`], [`EngineError::Store`].
    pub fn terminate(
        &mut self,
        run_id: &str,
        now: OffsetDateTime,
    ) -> Result<Option<RunChange>, EngineError<S::Error>> {
        let mut run = self.take(run_id)?;
        let is_ending = run.terminate(whole_seconds(now));
        let change = self.settle(run)?;
        Ok(is_ending.then_some(change))
    }

    /// Starts a failed run again from what had succeeded.
    ///
    /// # Errors
    /// [`EngineError::Retry`] if it has not failed; [`EngineError::UnknownRun`], [`EngineError::Store`].
    pub fn retry(
        &mut self,
        run_id: &str,
        now: OffsetDateTime,
    ) -> Result<RunChange, EngineError<S::Error>> {
        let mut run = self.take(run_id)?;
        let retried = run.retry(whole_seconds(now));
        let change = self.settle(run)?;
        retried.map_err(|source| EngineError::Retry {
            run_id: run_id.to_owned(),
            source,
        })?;
        Ok(change)
    }

    /// Deletes a pod, as a person would with kubectl and force. Whether there was one.
    ///
    /// # Errors
    /// [`EngineError::UnknownRun`], [`EngineError::Store`].
    pub fn delete_pod(
        &mut self,
        run_id: &str,
        pod: &str,
        now: OffsetDateTime,
    ) -> Result<bool, EngineError<S::Error>> {
        let mut run = self.take(run_id)?;
        let was_there = run.delete_pod(pod, whole_seconds(now), &self.options.timing);
        self.settle(run)?;
        Ok(was_there)
    }

    /// Forgets a run with everything of it.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn remove(&mut self, run_id: &str) -> Result<(), EngineError<S::Error>> {
        self.leave(run_id);
        self.store
            .remove(run_id)
            .map_err(|source| EngineError::Store { source })
    }

    /// Lets everything happen that is due until `now`, in order of time, and tells what changed, run by run.
    ///
    /// # Errors
    /// [`EngineError::Store`].
    pub fn advance(
        &mut self,
        now: OffsetDateTime,
    ) -> Result<Vec<RunChange>, EngineError<S::Error>> {
        let mut touched = BTreeSet::new();
        while let Some((at, run_id)) = self.agenda.first().filter(|(at, _)| *at <= now).cloned() {
            self.agenda.pop_first();
            let Some(mut run) = self.runs.remove(&run_id) else {
                continue;
            };
            let store = &self.store;
            let mut around = Surroundings {
                timing: &self.options.timing,
                controller_is_down: self.controller_is_down,
                find_cached: &|fingerprint| store.result(fingerprint),
                keep: Vec::new(),
            };
            run.happen(at, &mut around);
            for (fingerprint, result) in around.keep {
                self.store
                    .keep_result(&fingerprint, &result)
                    .map_err(|source| EngineError::Store { source })?;
            }
            touched.insert(run_id);
            self.enter(run);
        }
        let mut changes = Vec::new();
        for run_id in touched {
            let Some(mut run) = self.leave(&run_id) else {
                continue;
            };
            changes.extend(run.take_change());
            self.put(run)?;
        }
        Ok(changes)
    }

    fn take(&mut self, run_id: &str) -> Result<WorkflowRun, EngineError<S::Error>> {
        if let Some(run) = self.leave(run_id) {
            return Ok(run);
        }
        let stored = self
            .store
            .load(run_id)
            .map_err(|source| EngineError::Store { source })?;
        stored.ok_or_else(|| EngineError::UnknownRun {
            run_id: run_id.to_owned(),
        })
    }

    /// Puts a run back and tells what changed of it.
    fn settle(&mut self, mut run: WorkflowRun) -> Result<RunChange, EngineError<S::Error>> {
        let nothing = RunChange {
            run_id: run.run_id().to_owned(),
            rows: Vec::new(),
        };
        let change = run.take_change().unwrap_or(nothing);
        self.put(run)?;
        Ok(change)
    }

    /// Saves a run; one in which nothing happens any more stays in the store alone.
    fn put(&mut self, run: WorkflowRun) -> Result<(), EngineError<S::Error>> {
        self.store
            .save(&run)
            .map_err(|source| EngineError::Store { source })?;
        if run.next_at(self.controller_is_down).is_some() || !run.phase().is_end() {
            self.enter(run);
        }
        Ok(())
    }

    /// Takes a run off the agenda. No run changes while it is on it, so that it says itself where it stands.
    fn leave(&mut self, run_id: &str) -> Option<WorkflowRun> {
        let run = self.runs.remove(run_id)?;
        if let Some(at) = run.next_at(self.controller_is_down) {
            self.agenda.remove(&(at, run_id.to_owned()));
        }
        Some(run)
    }

    fn enter(&mut self, run: WorkflowRun) {
        self.leave(run.run_id());
        if let Some(at) = run.next_at(self.controller_is_down) {
            self.agenda.insert((at, run.run_id().to_owned()));
        }
        self.runs.insert(run.run_id().to_owned(), run);
    }
}

/// Times of Kubernetes have no fractions.
fn whole_seconds(at: OffsetDateTime) -> OffsetDateTime {
    at.replace_nanosecond(0).unwrap_or(at)
}
