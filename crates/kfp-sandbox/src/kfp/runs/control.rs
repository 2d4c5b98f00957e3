//! Terminating and retrying.

use super::handlers::existing;
use super::store::{self, Run};
use crate::kfp::call::Call;
use crate::kfp::error::ApiError;
use crate::kfp::experiments;
use crate::workloads::RunRefusal;

/// States of which the server takes a run out to end it.
const TERMINABLE: [&str; 4] = ["PENDING", "RUNNING", "PAUSED", "RUNTIME_STATE_UNSPECIFIED"];

/// `POST /apis/v2beta1/runs/{id}:terminate`.
pub(in crate::kfp) async fn terminate(call: Call) -> Result<String, ApiError> {
    let run = existing(
        &call,
        "terminate",
        "Failed to terminate run {id} due to error fetching the run",
    )
    .await?;
    call.cluster
        .workloads()
        .write(move |desk| {
            let id = &run.id;
            check_experiment(desk.transaction, &run).map_err(|error| {
                error
                    .wrap(format!(
                        "Failed to fetch namespace from experiment {}",
                        run.experiment_id
                    ))
                    .wrap(format!("Failed to fetch namespace from run {id}"))
                    .wrap(format!(
                        "Failed to terminate run {id} due to error fetching its namespace"
                    ))
            })?;
            if !store::cancel(desk.transaction, id, &TERMINABLE)? {
                return Err(ApiError::invalid(format!(
                    "Failed to terminate a run {id}. Row not found"
                ))
                .wrap(format!("Failed to terminate run {id}")));
            }
            match desk.terminate(id) {
                // A workflow of Argo's own, which the engine does not walk, has nothing to end.
                Ok(()) | Err(RunRefusal::Unknown) => Ok("{}".to_owned()),
                Err(refusal) => Err(of_refusal(id, refusal)),
            }
        })
        .await
        .map_err(|error| error.wrap("Failed to terminate a run"))
}

/// `POST /apis/v2beta1/runs/{id}:retry`.
pub(in crate::kfp) async fn retry(call: Call) -> Result<String, ApiError> {
    let run = existing(
        &call,
        "retry",
        "Failed to retry run {id} due to error fetching the run",
    )
    .await?;
    call.cluster
        .workloads()
        .write(move |desk| {
            check_experiment(desk.transaction, &run)?;
            desk.retry(&run.id)
                .map_err(|refusal| of_refusal(&run.id, refusal))?;
            Ok("{}".to_owned())
        })
        .await
        .map_err(|error: ApiError| error.wrap("Failed to retry a run"))
}

/// The server finds a run's namespace through its experiment, and fails where that is gone.
fn check_experiment(transaction: &rusqlite::Transaction<'_>, run: &Run) -> Result<(), ApiError> {
    experiments::find(transaction, &run.experiment_id).map(|_| ())
}

fn of_refusal(id: &str, refusal: RunRefusal) -> ApiError {
    match refusal {
        RunRefusal::Unknown | RunRefusal::Unreported => ApiError::bad_request(
            &format!("Failed to retry run {id} due to error fetching workflow manifest"),
            "Invalid input error: Workflow manifest cannot be empty",
        ),
        RunRefusal::NotFailed => ApiError::bad_request(
            "Workflow must be Failed/Error to retry",
            "workflow cannot be retried",
        )
        .wrap(format!("Failed to retry run {id}")),
        RunRefusal::Store(error) => error.into(),
    }
}
