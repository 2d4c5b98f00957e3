//! Reading an artifact: of no use for pipelines of KFP 2, whose outputs are none of Argo's, and in multi-user mode
//! refused to everyone, since the handler never sees who calls.

use axum::response::Response;
use http::StatusCode;
use rusqlite::OptionalExtension;

use super::refusal;
use crate::kfp::call::Call;
use crate::kfp::error::ApiError;
use crate::kfp::identity::NOBODY;
use crate::storage::run_blocking;

pub(super) async fn answer(call: &Call, run: &str) -> Response {
    let Ok(namespace) = namespace_of(call, run).await else {
        return refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "the sandbox's store failed",
        );
    };
    match namespace {
        None if call.multi_user() => {
            let text = format!(
                "Failed to authorize the request: Failed to authorize with the run ID {run}: Failed to fetch run {run}: \
                 ResourceNotFoundError: Run {run} not found"
            );
            refusal(StatusCode::FORBIDDEN, &text)
        }
        Some(namespace) if call.multi_user() => {
            let text = format!(
                "Failed to authorize the request: Failed to access run {run}. Check if you have access to namespace \
                 {namespace}: Unauthenticated: Failed to check authorization. User identity is empty in the request \
                 header: {NOBODY}"
            );
            refusal(StatusCode::FORBIDDEN, &text)
        }
        Some(_) if !is_reported(call, run).await => refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Invalid input error: read artifact from run with v2 IR spec is not supported",
        ),
        _ => refusal(StatusCode::NOT_FOUND, "artifact not found: <nil>"),
    }
}

/// The namespace of a run, if there is such a run.
pub(super) async fn namespace_of(call: &Call, run: &str) -> Result<Option<String>, ApiError> {
    let run = run.to_owned();
    call.cluster
        .database()
        .read(move |connection| {
            let found = connection
                .prepare_cached("SELECT namespace FROM runs WHERE uuid = ?1")?
                .query_row([run], |row| row.get(0))
                .optional()?;
            Ok(found)
        })
        .await
}

/// Whether the server has the text of the run's workflow.
pub(super) async fn is_reported(call: &Call, run: &str) -> bool {
    let (workloads, run) = (call.cluster.workloads().clone(), run.to_owned());
    run_blocking(move || workloads.is_reported(&run))
        .await
        .unwrap_or_default()
}
