//! The calls for recurring runs.

use kfp_core::{
    model::{Namespace, Page, RecurringRun, RecurringRunId},
    operation::Operation,
    request::{get_recurring_run, list_recurring_runs},
};

use super::{Api, Failure, queries};
use crate::url_state::RecurringRunsState;

impl Api {
    /// A page of the recurring runs of a namespace.
    pub(crate) async fn recurring_runs(
        self,
        namespace: Namespace,
        state: RecurringRunsState,
    ) -> Result<Page<RecurringRun>, Failure> {
        let request = list_recurring_runs(&queries::recurring_runs(namespace, &state));
        self.page(Operation::ListRecurringRuns, request).await
    }

    /// A recurring run.
    pub(crate) async fn recurring_run(self, id: RecurringRunId) -> Result<RecurringRun, Failure> {
        self.one(Operation::GetRecurringRun, Ok(get_recurring_run(&id)))
            .await
    }
}
