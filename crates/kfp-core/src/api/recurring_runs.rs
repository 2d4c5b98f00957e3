//! Calls about recurring runs.

use futures::Stream;

use super::{handle, pages};
use crate::error::Error;
use crate::model::{Page, RecurringRun, RecurringRunId};
use crate::operation::Operation;
use crate::query::RecurringRunQuery;
use crate::request::{self, NewRecurringRun, PropagationPolicy};
use crate::transport::Transport;

handle! {
    /// The calls about recurring runs. Kubernetes knows their rights as those on `jobs`.
    RecurringRuns
}

pages::listing!(
    RecurringRunQuery,
    RecurringRun,
    ListRecurringRuns,
    request::list_recurring_runs
);

impl<'a, T: Transport> RecurringRuns<'a, T> {
    /// Lists one page of recurring runs.
    ///
    /// Without a sort KFP answers oldest first. A page token is valid only with the same scope.
    ///
    /// `GET /apis/v2beta1/recurringruns` · needs `list` on `jobs` in the namespace, or in that of the experiment.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when the query breaks a rule; [`Error::Api`] 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/recurring_run.proto>
    pub async fn list(&self, query: &RecurringRunQuery) -> Result<Page<RecurringRun>, Error> {
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
        query: RecurringRunQuery,
    ) -> impl Stream<Item = Result<Page<RecurringRun>, Error>> + use<'a, T> {
        pages::pages(self.0, query)
    }

    /// Lists all recurring runs from the page of the query on.
    ///
    /// # Errors
    /// As [`pages`](Self::pages); [`Error::Decode`] in the place of each element that cannot be read, with the rest
    /// after it.
    pub fn all(
        &self,
        query: RecurringRunQuery,
    ) -> impl Stream<Item = Result<RecurringRun, Error>> + use<'a, T> {
        pages::all(self.0, query)
    }

    /// Gets a recurring run.
    ///
    /// `GET /apis/v2beta1/recurringruns/{recurring_run_id}` · needs `get` on `jobs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none, which KFP says before it looks at rights; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/recurring_run.proto>
    pub async fn get(&self, id: &RecurringRunId) -> Result<RecurringRun, Error> {
        self.0
            .get(Operation::GetRecurringRun, request::get_recurring_run(id))
            .await
    }

    /// Creates a recurring run.
    ///
    /// `POST /apis/v2beta1/recurringruns` · needs `create` on `jobs` in the namespace of the experiment.
    ///
    /// # Errors
    /// [`Error::InvalidRequest`] before any IO when it breaks a rule; [`Error::Api`] 400 for a cron line KFP does not take or
    /// parameters that do not fit the spec, 500 for an unknown pipeline or version, 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/recurring_run.proto>
    pub async fn create(&self, recurring_run: &NewRecurringRun) -> Result<RecurringRun, Error> {
        let request = request::create_recurring_run(recurring_run)?;
        self.0.get(Operation::CreateRecurringRun, request).await
    }

    /// Lets a recurring run fire; nothing happens if it does already.
    ///
    /// `POST /apis/v2beta1/recurringruns/{recurring_run_id}:enable` · needs `enable` on `jobs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 500 when its object is gone from the cluster; 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/recurring_run.proto>
    pub async fn enable(&self, id: &RecurringRunId) -> Result<(), Error> {
        self.0
            .done(
                Operation::EnableRecurringRun,
                request::enable_recurring_run(id),
            )
            .await
    }

    /// Keeps a recurring run from firing; nothing happens if it does not anyway.
    ///
    /// `POST /apis/v2beta1/recurringruns/{recurring_run_id}:disable` · needs `disable` on `jobs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/recurring_run.proto>
    pub async fn disable(&self, id: &RecurringRunId) -> Result<(), Error> {
        self.0
            .done(
                Operation::DisableRecurringRun,
                request::disable_recurring_run(id),
            )
            .await
    }

    /// Deletes a recurring run.
    ///
    /// Its runs stay in the list. Unless the policy is [`PropagationPolicy::Orphan`], Kubernetes deletes their workflows, so
    /// that those that go on die; without a policy too.
    ///
    /// `DELETE /apis/v2beta1/recurringruns/{recurring_run_id}` · needs `delete` on `jobs` in its namespace.
    ///
    /// # Errors
    /// [`Error::Api`] 404 when there is none; 403 without access.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/recurring_run.proto>
    pub async fn delete(
        &self,
        id: &RecurringRunId,
        policy: Option<PropagationPolicy>,
    ) -> Result<(), Error> {
        let request = request::delete_recurring_run(id, policy)?;
        self.0.done(Operation::DeleteRecurringRun, request).await
    }
}
