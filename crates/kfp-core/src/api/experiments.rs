//! Calls about experiments.

use super::handle;
use crate::error::Error;
use crate::model::{Experiment, ExperimentId, Page};
use crate::operation::Operation;
use crate::query::ExperimentQuery;
use crate::request;
use crate::transport::Transport;

handle! {
    /// The calls about experiments.
    Experiments
}

impl<T: Transport> Experiments<'_, T> {
    /// Lists one page of experiments.
    ///
    /// Without a sort KFP answers oldest first. A page token is valid only with the same namespace.
    ///
    /// `GET /apis/v2beta1/experiments` · needs `list` on `experiments` in `query.namespace`.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when the query breaks a rule; [`Error::Api`] 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/experiment.proto>
    pub async fn list(&self, query: &ExperimentQuery) -> Result<Page<Experiment>, Error> {
        self.0
            .list(
                Operation::ListExperiments,
                request::list_experiments(query)?,
            )
            .await
    }

    /// Gets an experiment.
    ///
    /// `GET /apis/v2beta1/experiments/{experiment_id}` · needs `get` on `experiments` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none, which KFP says before it looks at rights; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/experiment.proto>
    pub async fn get(&self, id: &ExperimentId) -> Result<Experiment, Error> {
        self.0
            .get(Operation::GetExperiment, request::get_experiment(id))
            .await
    }
}
