//! What the engine asks of whoever stores its runs.

use std::collections::BTreeMap;
use std::convert::Infallible;

use super::program::CachedResult;
use super::run::WorkflowRun;

/// Keeps runs and results. Calls come from one place, one after another.
pub trait Store {
    /// Why something cannot be kept or found.
    type Error: std::error::Error + 'static;

    /// Keeps a run in place of what was kept of it.
    ///
    /// # Errors
    /// The store's.
    fn save(&mut self, run: &WorkflowRun) -> Result<(), Self::Error>;

    /// The run of that id.
    ///
    /// # Errors
    /// The store's.
    fn load(&self, run_id: &str) -> Result<Option<WorkflowRun>, Self::Error>;

    /// Runs that had not ended when they were last kept, to go on with after a start. Asked once.
    ///
    /// # Errors
    /// The store's.
    fn unfinished(&mut self) -> Result<Vec<WorkflowRun>, Self::Error>;

    /// Forgets a run.
    ///
    /// # Errors
    /// The store's.
    fn remove(&mut self, run_id: &str) -> Result<(), Self::Error>;

    /// Keeps a result under its fingerprint.
    ///
    /// # Errors
    /// The store's.
    fn keep_result(&mut self, fingerprint: &str, result: &CachedResult) -> Result<(), Self::Error>;

    /// The result under that fingerprint. A store that cannot look simply has none.
    fn result(&self, fingerprint: &str) -> Option<CachedResult>;
}

/// Keeps everything in memory.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    runs: BTreeMap<String, WorkflowRun>,
    results: BTreeMap<String, CachedResult>,
}

impl Store for MemoryStore {
    type Error = Infallible;

    fn save(&mut self, run: &WorkflowRun) -> Result<(), Self::Error> {
        self.runs.insert(run.run_id().to_owned(), run.clone());
        Ok(())
    }

    fn load(&self, run_id: &str) -> Result<Option<WorkflowRun>, Self::Error> {
        Ok(self.runs.get(run_id).cloned())
    }

    fn unfinished(&mut self) -> Result<Vec<WorkflowRun>, Self::Error> {
        Ok(self
            .runs
            .values()
            .filter(|run| !run.phase().is_end())
            .cloned()
            .collect())
    }

    fn remove(&mut self, run_id: &str) -> Result<(), Self::Error> {
        self.runs.remove(run_id);
        Ok(())
    }

    fn keep_result(&mut self, fingerprint: &str, result: &CachedResult) -> Result<(), Self::Error> {
        self.results.insert(fingerprint.to_owned(), result.clone());
        Ok(())
    }

    fn result(&self, fingerprint: &str) -> Option<CachedResult> {
        self.results.get(fingerprint).cloned()
    }
}
