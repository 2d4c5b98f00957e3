//! Calls about runs.

use super::handle;
use crate::error::Error;
use crate::model::{Page, Run, RunId};
use crate::operation::Operation;
use crate::query::RunQuery;
use crate::request;
use crate::transport::Transport;

handle! {
    /// The calls about runs.
    Runs
}

impl<T: Transport> Runs<'_, T> {
    /// Lists one page of runs, each with its tasks.
    ///
    /// Without a sort KFP answers oldest first. A page token is valid only with the same scope.
    ///
    /// `GET /apis/v2beta1/runs` · needs `list` on `runs` in the namespace, or in that of the experiment.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when the query breaks a rule; [`Error::Api`] 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    pub async fn list(&self, query: &RunQuery) -> Result<Page<Run>, Error> {
        self.0
            .list(Operation::ListRuns, request::list_runs(query)?)
            .await
    }

    /// Gets a run with its tasks.
    ///
    /// `GET /apis/v2beta1/runs/{run_id}` · needs `get` on `runs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none, which KFP says before it looks at rights; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    pub async fn get(&self, id: &RunId) -> Result<Run, Error> {
        self.0.get(Operation::GetRun, request::get_run(id)).await
    }
}
