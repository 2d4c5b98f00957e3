//! The Kubernetes objects of one run after another, for whoever keeps them.

use rusqlite::params;
use serde_json::Value;
use time::Duration;

use super::Workloads;
use crate::engine::WorkflowRun;
use crate::engine::document::{pod_document, pod_events, workflow_document, workflow_events};

/// How long the cluster keeps a workflow that has ended, with its pods and events: KFP's
/// `TTL_SECONDS_AFTER_WORKFLOW_FINISH`.
pub(super) const KEPT: Duration = Duration::DAY;

/// What a run is in the cluster; without resource versions, which whoever keeps the objects gives them.
#[derive(Debug)]
pub(crate) struct RunObjects {
    pub(crate) workflow: Value,
    pub(crate) pods: Vec<Value>,
    pub(crate) events: Vec<Value>,
}

impl RunObjects {
    fn of(run: &WorkflowRun) -> Self {
        let of_pods = run.pods().flat_map(|pod| pod_events(run, pod));
        Self {
            workflow: workflow_document(run),
            pods: run.pods().map(|pod| pod_document(run, pod)).collect(),
            events: workflow_events(run).into_iter().chain(of_pods).collect(),
        }
    }
}

impl Workloads {
    /// The runs whose workflow is in the cluster, the oldest first: those that ended within a day, the newest `limit`
    /// of them, and those that go on.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn run_ids(&self, limit: usize) -> Result<Vec<String>, rusqlite::Error> {
        let oldest = (self.now() - KEPT).unix_timestamp();
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut run_ids: Vec<String> = self.inner.database.read_now(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT run_uuid FROM workflows WHERE ended_at > ?1 ORDER BY ended_at DESC LIMIT ?2",
            )?;
            let rows = statement.query_map(params![oldest, limit], |row| row.get(0))?;
            rows.collect::<Result<_, rusqlite::Error>>()
        })?;
        run_ids.reverse();
        let engine = self.engine();
        run_ids.extend(engine.live_runs().map(|run| run.run_id().to_owned()));
        Ok(run_ids)
    }

    /// The objects of a run; `None` if its workflow is not in the cluster.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn objects_of(&self, run_id: &str) -> Result<Option<RunObjects>, rusqlite::Error> {
        let oldest = self.now() - KEPT;
        let objects = self.read_run(run_id, |run| {
            let is_kept = run.ended_at().is_none_or(|ended| ended > oldest);
            is_kept.then(|| RunObjects::of(run))
        })?;
        Ok(objects.flatten())
    }
}
