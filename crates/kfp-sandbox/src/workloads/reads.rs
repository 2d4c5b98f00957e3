//! Reading runs, wherever they are: those that go on in the engine, those that ended in the store.
//!
//! All of it is off the async threads' business: callers in handlers go through
//! [`run_blocking`](crate::storage::run_blocking).

use std::collections::HashMap;
use std::sync::{Arc, PoisonError};

use serde_json::json;

use super::Workloads;
use super::recipe::Stored;
use super::reported::Reported;
use crate::engine::WorkflowRun;
use crate::engine::document::workflow_document;

/// How many ended runs are held in memory after they were read.
const REMEMBERED: usize = 128;

/// Ended runs, as they were last read.
pub(super) type EndedRuns = HashMap<String, Arc<WorkflowRun>>;

impl Workloads {
    /// Looks at one run, also at one that ended long ago; `None` if the engine never had it.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn read_run<T>(
        &self,
        run_id: &str,
        look: impl FnOnce(&WorkflowRun) -> T,
    ) -> Result<Option<T>, rusqlite::Error> {
        if let Some(run) = self.engine().live_run(run_id) {
            return Ok(Some(look(run)));
        }
        Ok(self.ended_run(run_id)?.map(|run| look(&run)))
    }

    pub(super) fn ended_run(
        &self,
        run_id: &str,
    ) -> Result<Option<Arc<WorkflowRun>>, rusqlite::Error> {
        if let Some(run) = self.ended_runs().get(run_id) {
            return Ok(Some(Arc::clone(run)));
        }
        let run = self
            .inner
            .database
            .read_now(|connection| Stored::find(connection, run_id))?
            .and_then(Stored::into_run)
            .map(Arc::new);
        if let Some(run) = &run {
            let mut ended = self.ended_runs();
            if ended.len() >= REMEMBERED {
                ended.clear();
            }
            ended.insert(run_id.to_owned(), Arc::clone(run));
        }
        Ok(run)
    }

    /// Has runs read anew when somebody looks.
    pub(super) fn forget_ended<'a>(&self, run_ids: impl Iterator<Item = &'a String>) {
        let mut ended = self.ended_runs();
        for run_id in run_ids {
            ended.remove(run_id);
        }
    }

    fn ended_runs(&self) -> std::sync::MutexGuard<'_, EndedRuns> {
        self.inner
            .ended
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the server has been told of a run's workflow, and so has its text.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn is_reported(&self, run_id: &str) -> Result<bool, rusqlite::Error> {
        let by_others = self
            .inner
            .database
            .read_now(|connection| Reported::find(connection, run_id))?;
        if by_others.is_some() {
            return Ok(true);
        }
        let known = self.read_run(run_id, |run| run.report().is_known)?;
        Ok(known.unwrap_or_default())
    }

    /// What the server keeps of a run's workflow, as JSON: its text when it was made, and its text as it was reported
    /// last, which is empty before the first report.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn manifests(
        &self,
        run_id: &str,
    ) -> Result<Option<(String, String)>, rusqlite::Error> {
        let reported = self
            .inner
            .database
            .read_now(|connection| Reported::find(connection, run_id))?;
        if let Some(reported) = reported {
            return Ok(Some((reported.manifest(), reported.manifest())));
        }
        self.read_run(run_id, |run| {
            let reported = workflow_document(run);
            let mut made = reported.clone();
            if let Some(members) = made.as_object_mut() {
                members.insert(
                    "status".to_owned(),
                    json!({"startedAt": null, "finishedAt": null}),
                );
            }
            let reported = if run.report().is_known {
                reported.to_string()
            } else {
                String::new()
            };
            (made.to_string(), reported)
        })
    }
}
