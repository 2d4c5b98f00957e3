//! Calls about runs.

use bytes::Bytes;
use futures::{Stream, stream};

use super::{handle, pages};
use crate::error::Error;
use crate::model::{NodeId, Page, Run, RunId};
use crate::operation::Operation;
use crate::query::RunQuery;
use crate::request::{self, NewRun};
use crate::transport::{Timer, Transport};
use crate::wait::{Patience, WaitError, Watch};

handle! {
    /// The calls about runs.
    Runs
}

pages::listing!(RunQuery, Run, ListRuns, request::list_runs);

impl<'a, T: Transport> Runs<'a, T> {
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
        pages::page(self.0, query).await
    }

    /// Lists all pages from that of the query on, one after another.
    ///
    /// A call is made when the next page is asked for. The stream ends after the first error.
    ///
    /// # Errors
    /// As [`list`](Self::list); [`Error::Decode`] when the server hands out the same page token again.
    pub fn pages(
        &self,
        query: RunQuery,
    ) -> impl Stream<Item = Result<Page<Run>, Error>> + use<'a, T> {
        pages::pages(self.0, query)
    }

    /// Lists all runs from the page of the query on.
    ///
    /// # Errors
    /// As [`pages`](Self::pages); [`Error::Decode`] in the place of each element that cannot be read, with the rest
    /// after it.
    pub fn all(&self, query: RunQuery) -> impl Stream<Item = Result<Run, Error>> + use<'a, T> {
        pages::all(self.0, query)
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

    /// Creates a run, which starts at once.
    ///
    /// Not repeatable: when no answer came, look for the run by its name before creating it again.
    ///
    /// `POST /apis/v2beta1/runs` · needs `create` on `runs` in the namespace of the experiment.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when it breaks a rule; [`Error::Api`] 400 when parameters do not fit the
    /// spec, 404 for an unknown experiment, 500 for an unknown pipeline or version, 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    pub async fn create(&self, run: &NewRun) -> Result<Run, Error> {
        let request = request::create_run(run)?;
        self.0.get(Operation::CreateRun, request).await
    }

    /// Archives a run. One that goes on is not ended.
    ///
    /// `POST /apis/v2beta1/runs/{run_id}:archive` · needs `archive` on `runs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    pub async fn archive(&self, id: &RunId) -> Result<(), Error> {
        self.0
            .done(Operation::ArchiveRun, request::archive_run(id))
            .await
    }

    /// Takes a run out of the archive.
    ///
    /// `POST /apis/v2beta1/runs/{run_id}:unarchive` · needs `unarchive` on `runs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 400 while its experiment is archived; 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    pub async fn unarchive(&self, id: &RunId) -> Result<(), Error> {
        self.0
            .done(Operation::UnarchiveRun, request::unarchive_run(id))
            .await
    }

    /// Ends a run before its time. Exit tasks still run, then the run ends as failed.
    ///
    /// `POST /apis/v2beta1/runs/{run_id}:terminate` · needs `terminate` on `runs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 400 when the run has ended or is ending; 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    pub async fn terminate(&self, id: &RunId) -> Result<(), Error> {
        self.0
            .done(Operation::TerminateRun, request::terminate_run(id))
            .await
    }

    /// Goes on with a failed run under the same id: what succeeded is kept, what failed is run again.
    ///
    /// `POST /apis/v2beta1/runs/{run_id}:retry` · needs `retry` on `runs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 409 when the run has not failed or was never reported; 503 when Kubernetes is busy; 404 when there is
    /// none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    pub async fn retry(&self, id: &RunId) -> Result<(), Error> {
        self.0
            .done(Operation::RetryRun, request::retry_run(id))
            .await
    }

    /// Deletes a run and its workflow; pods that go on die. Artifacts stay.
    ///
    /// `DELETE /apis/v2beta1/runs/{run_id}` · needs `delete` on `runs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    pub async fn delete(&self, id: &RunId) -> Result<(), Error> {
        self.0
            .done(Operation::DeleteRun, request::delete_run(id))
            .await
    }

    /// Reads an output artifact of an Argo node.
    ///
    /// Of little use with pipelines of KFP 2, whose outputs are no Argo artifacts, and refused on a multi-user KFP.
    ///
    /// `GET /apis/v2beta1/runs/{run_id}/nodes/{node_id}/artifacts/{artifact_name}:read` · needs `readArtifact` on `runs` in its namespace.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] for a name that no address holds; [`Error::Api`] 403 always on a multi-user KFP; 500 for a run of a KFP 2 pipeline; 404 when there is none.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/src/apiserver/server/run_artifact_server.go>
    pub async fn read_artifact(
        &self,
        id: &RunId,
        node: &NodeId,
        artifact: &str,
    ) -> Result<Bytes, Error> {
        let request = request::read_artifact(id, node, artifact)?;
        self.0.data(Operation::ReadArtifact, request).await
    }
}

impl<'a, T: Transport + Timer> Runs<'a, T> {
    /// Waits until a run has ended, well or badly: look at its [`state`](Run::state).
    ///
    /// Every final state ends the wait: succeeded, failed, skipped and cancelled. A failed call that may succeed later is
    /// made again; a login page, a refusal or a run that does not exist ends the wait at once. Dropping the future ends it
    /// too; the run goes on.
    ///
    /// # Errors
    /// [`WaitError::Deadline`] when the deadline passes; a run that has ended by then is never one. [`WaitError::Call`] when
    /// KFP cannot be asked any longer.
    pub async fn wait(&self, id: &RunId, patience: Patience) -> Result<Run, WaitError> {
        let mut watch = Watch::new(self.0, id.clone(), patience);
        loop {
            let run = watch.change().await?;
            if run.is_finished() {
                return Ok(run);
            }
        }
    }

    /// Tells a run now and after every change of its state; ends after its last. Short states may be missed.
    ///
    /// # Errors
    /// As [`wait`](Self::wait); the stream ends after an error.
    pub fn watch(
        &self,
        id: RunId,
        patience: Patience,
    ) -> impl Stream<Item = Result<Run, WaitError>> + use<'a, T> {
        let watch = Watch::new(self.0, id, patience);
        stream::unfold(watch, |mut watch| async move {
            let next = watch.next().await?;
            Some((next, watch))
        })
    }
}
