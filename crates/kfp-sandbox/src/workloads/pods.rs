//! Single pods, by their names.

use rusqlite::params;
use serde_json::Value;

use super::Workloads;
use super::run_objects::KEPT;
use crate::engine::WorkflowRun;
use crate::engine::document::pod_document;
use crate::engine::kubelet::Pod;

impl Workloads {
    /// The pod of that name, without a resource version.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn pod(
        &self,
        namespace: &str,
        name: &str,
    ) -> Result<Option<Value>, rusqlite::Error> {
        self.with_pod(namespace, name, pod_document)
    }

    /// Deletes a pod with force, as a person does with kubectl. Whether there was one.
    ///
    /// # Errors
    /// The store's.
    pub(crate) fn delete_pod(&self, namespace: &str, name: &str) -> Result<bool, rusqlite::Error> {
        let run_id = self.with_pod(namespace, name, |run, _| run.run_id().to_owned())?;
        let Some(run_id) = run_id else {
            return Ok(false);
        };
        self.write_now(|desk| desk.delete_pod(&run_id, name))
    }

    /// Looks at the pod of that name, if it is in the cluster.
    pub(super) fn with_pod<T>(
        &self,
        namespace: &str,
        name: &str,
        look: impl FnOnce(&WorkflowRun, &Pod) -> T,
    ) -> Result<Option<T>, rusqlite::Error> {
        {
            let engine = self.engine();
            let found = engine
                .live_runs()
                .filter(|run| run.namespace() == namespace)
                .find_map(|run| Some((run, run.pod(name)?)));
            if let Some((run, pod)) = found {
                return Ok(Some(look(run, pod)));
            }
        }
        let oldest = (self.now() - KEPT).unix_timestamp();
        let run_ids: Vec<String> = self.inner.database.read_now(|connection| {
            // A pod is called after its workflow.
            let mut statement = connection.prepare_cached(
                "SELECT run_uuid FROM workflows
                 WHERE namespace = ?1 AND ended_at > ?2 AND instr(?3, name || '-') = 1",
            )?;
            let rows = statement.query_map(params![namespace, oldest, name], |row| row.get(0))?;
            rows.collect::<Result<_, rusqlite::Error>>()
        })?;
        for run_id in run_ids {
            if let Some(run) = self.ended_run(&run_id)?
                && let Some(pod) = run.pod(name)
            {
                return Ok(Some(look(&run, pod)));
            }
        }
        Ok(None)
    }
}
