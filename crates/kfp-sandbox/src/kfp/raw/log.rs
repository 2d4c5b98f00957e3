//! The log of a pod's user code: from the pod, else from the archive. The head is written before anything is read, so
//! that refusals too come with 200.

use axum::response::Response;
use http::StatusCode;
use rusqlite::OptionalExtension;

use super::artifact::{is_reported, namespace_of};
use super::{plain, refusal};
use crate::kfp::call::Call;
use crate::storage::run_blocking;
use crate::workloads;

pub(super) async fn answer(call: &Call, run: &str, pod: &str) -> Response {
    let failed = |why: &str| {
        refusal(
            StatusCode::OK,
            &format!("BadRequestError: Failed to read logs for run {run}{why}"),
        )
    };
    let Ok(Some(namespace)) = namespace_of(call, run).await else {
        return failed(&format!(
            " due to run fetching error: Failed to fetch run {run}: ResourceNotFoundError: Run {run} not found"
        ));
    };
    if let Some(log) = log_of(call, run, namespace, pod).await {
        return plain(StatusCode::OK, log);
    }
    let archive = format!(": InternalServerError: Failed to read logs from archive {pod} due to");
    if !is_reported(call, run).await {
        return failed(&format!(
            "{archive} empty runtime workflow manifest: Invalid input error: Runtime workflow manifest cannot empty"
        ));
    }
    let workflow = workflow_name(call, run).await;
    let key = format!("/artifacts/{workflow}/{pod}/main.log");
    failed(&format!(
        "{archive} error fetching the log file: InternalServerError: Failed to get file reader for {key}: blob (key \
         \"{key}\") (code=NotFound): operation error S3: GetObject, https response error StatusCode: 404, RequestID: \
         (simulated), HostID: (simulated), NoSuchKey: The specified key does not exist."
    ))
}

/// The text of the log, if the pod is in the cluster or its log in the archive.
async fn log_of(call: &Call, run: &str, namespace: String, pod: &str) -> Option<String> {
    let runs = call.cluster.workloads().clone();
    let (run, pod) = (run.to_owned(), pod.to_owned());
    let namespace = workloads::namespace(&namespace);
    let log = run_blocking(move || match runs.pod_log(&namespace, &pod) {
        Ok(None) => runs.node_log(&run, &pod),
        found => found,
    })
    .await;
    Some(log.ok().flatten()?.text_of_user_code())
}

async fn workflow_name(call: &Call, run: &str) -> String {
    let run = run.to_owned();
    let found = call
        .cluster
        .database()
        .read(move |connection| {
            connection
                .prepare_cached("SELECT workflow_name FROM runs WHERE uuid = ?1")?
                .query_row([run], |row| row.get::<_, String>(0))
                .optional()
        })
        .await;
    found.ok().flatten().unwrap_or_default()
}
