//! Calls about experiments.

use futures::Stream;
use http::StatusCode;

use super::{handle, pages};
use crate::error::Error;
use crate::model::{Experiment, ExperimentId, Namespace, Page};
use crate::operation::Operation;
use crate::query::{ExperimentQuery, Filter, Key};
use crate::request::{self, NewExperiment};
use crate::transport::Transport;

handle! {
    /// The calls about experiments.
    Experiments
}

pages::listing!(
    ExperimentQuery,
    Experiment,
    ListExperiments,
    request::list_experiments
);

impl<'a, T: Transport> Experiments<'a, T> {
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
        query: ExperimentQuery,
    ) -> impl Stream<Item = Result<Page<Experiment>, Error>> + use<'a, T> {
        pages::pages(self.0, query)
    }

    /// Lists all experiments from the page of the query on.
    ///
    /// # Errors
    /// As [`pages`](Self::pages); [`Error::Decode`] in the place of each element that cannot be read, with the rest
    /// after it.
    pub fn all(
        &self,
        query: ExperimentQuery,
    ) -> impl Stream<Item = Result<Experiment, Error>> + use<'a, T> {
        pages::all(self.0, query)
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

    /// Creates an experiment.
    ///
    /// `POST /apis/v2beta1/experiments` · needs `create` on `experiments` in the namespace.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when it breaks a rule; [`Error::Api`] 409 when the name is taken, by an
    /// archived experiment too; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/experiment.proto>
    pub async fn create(&self, experiment: &NewExperiment) -> Result<Experiment, Error> {
        let request = request::create_experiment(experiment)?;
        self.0.get(Operation::CreateExperiment, request).await
    }

    /// The experiment of a name, archived ones included, or `None`. KFP lets a namespace have one of a name, whatever its case,
    /// and compares so here as well. Without a namespace for a single-user KFP alone.
    ///
    /// `GET /apis/v2beta1/experiments` · needs `list` on `experiments` in the namespace.
    ///
    /// # Errors
    /// As [`list`](Self::list).
    pub async fn find(
        &self,
        namespace: Option<&Namespace>,
        name: &str,
    ) -> Result<Option<Experiment>, Error> {
        let query = namespace.map_or_else(ExperimentQuery::default, |namespace| {
            ExperimentQuery::in_namespace(namespace.clone())
        });
        let named = Filter::new().equals(Key::Name, name);
        let page = self.list(&query.filter(named).page_size(1)).await?;
        Ok(page.items.into_iter().next())
    }

    /// The experiment of this name; made if there is none. One that exists is as it is, whatever description was given, and
    /// may be archived.
    ///
    /// # Errors
    /// As [`create`](Self::create), but for the name that is taken.
    pub async fn get_or_create(&self, experiment: &NewExperiment) -> Result<Experiment, Error> {
        let namespace = experiment.namespace.as_ref();
        let find = || self.find(namespace, &experiment.display_name);
        if let Some(found) = find().await? {
            return Ok(found);
        }
        match self.create(experiment).await {
            // Somebody was faster.
            Err(error @ Error::Api { .. }) if error.status() == Some(StatusCode::CONFLICT) => {
                find().await?.ok_or(error)
            }
            made => made,
        }
    }

    /// Archives an experiment with all its runs, and disables its recurring runs. Runs that go on are not ended.
    ///
    /// `POST /apis/v2beta1/experiments/{experiment_id}:archive` · needs `archive` on `experiments` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/experiment.proto>
    pub async fn archive(&self, id: &ExperimentId) -> Result<(), Error> {
        self.0
            .done(
                Operation::ArchiveExperiment,
                request::archive_experiment(id),
            )
            .await
    }

    /// Takes an experiment out of the archive; its runs stay there, and its recurring runs stay disabled.
    ///
    /// `POST /apis/v2beta1/experiments/{experiment_id}:unarchive` · needs `unarchive` on `experiments` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/experiment.proto>
    pub async fn unarchive(&self, id: &ExperimentId) -> Result<(), Error> {
        self.0
            .done(
                Operation::UnarchiveExperiment,
                request::unarchive_experiment(id),
            )
            .await
    }

    /// Deletes an experiment and nothing that belongs to it.
    ///
    /// Its runs and recurring runs stay, and KFP can no longer tell their namespace: they cannot be terminated or retried,
    /// and on a single-user KFP not even deleted. Delete them first.
    ///
    /// `DELETE /apis/v2beta1/experiments/{experiment_id}` · needs `delete` on `experiments` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/experiment.proto>
    pub async fn delete(&self, id: &ExperimentId) -> Result<(), Error> {
        self.0
            .done(Operation::DeleteExperiment, request::delete_experiment(id))
            .await
    }
}
