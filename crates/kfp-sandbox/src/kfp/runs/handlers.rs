//! Operations on runs that exist.

use super::store::{self, COLUMNS, Run};
use crate::kfp::authorization::{Wish, authorize};
use crate::kfp::call::Call;
use crate::kfp::error::ApiError;
use crate::kfp::experiments;
use crate::kfp::list::{ListOptions, ListRequest, RUNS, Scope, select};
use crate::wire::ObjectWriter;

const NO_NAMESPACE: &str = "A run cannot have an empty namespace in multi-user mode";

/// `GET /apis/v2beta1/runs`.
pub(in crate::kfp) async fn list(call: Call) -> Result<String, ApiError> {
    let mut namespace = call.query.text("namespace")?.to_owned();
    let experiment = call.query.text("experiment_id")?.to_owned();
    let request = ListRequest::read(&call.query)?;
    let options = ListOptions::check(&RUNS, &request)
        .map_err(|error| error.wrap("Failed to create list options"))?;
    let failed = |error: ApiError| error.wrap("Failed to list runs");
    if !experiment.is_empty() {
        // The experiment's own namespace silently wins over the one asked for.
        namespace = experiments::namespace_of(&call, &experiment).await.map_err(|error| {
            failed(error.wrap(format!(
                "Failed to list runs due to error fetching namespace for experiment {experiment}. Try filtering based \
                 on namespace"
            )))
        })?;
    }
    permit_list(&call, &namespace).await.map_err(failed)?;

    let scope = match (experiment.as_str(), call.multi_user()) {
        ("", true) => Scope::Is("namespace", namespace),
        ("", false) => Scope::All,
        (id, _) => Scope::Is("experiment_uuid", id.to_owned()),
    };
    let page = call
        .cluster
        .database()
        .read(move |connection| {
            select(connection, &options, &scope, &[], COLUMNS, |row| {
                let run = Run::read(row)?;
                let tasks = store::tasks(connection, &run.id)?;
                Ok(run.to_json(&tasks))
            })
        })
        .await
        .map_err(|error| failed(error.wrap("Failed to list runs")))?;
    Ok(ObjectWriter::new()
        .list("runs", &page.rows)
        .number("total_size", page.total)
        .text("next_page_token", &page.next_page_token)
        .finish())
}

async fn permit_list(call: &Call, namespace: &str) -> Result<(), ApiError> {
    let refused = |error: ApiError| {
        error.wrap(format!(
            "Failed to list runs due to authorization error. Check if you have permission to access namespace \
             {namespace}"
        ))
    };
    if call.multi_user() && namespace.is_empty() {
        return Err(refused(ApiError::invalid(NO_NAMESPACE)));
    }
    permit(call, namespace, "list", "", "")
        .await
        .map_err(refused)
}

/// Whether the caller may do `verb` to a run; `id` and `workflow` are empty where no run is named.
pub(super) async fn permit(
    call: &Call,
    namespace: &str,
    verb: &str,
    id: &str,
    workflow: &str,
) -> Result<(), ApiError> {
    let wish = Wish {
        namespace,
        verb,
        resource: "runs",
        name: workflow,
    };
    authorize(call, wish).await.map_err(|error| {
        error.wrap(format!(
            "Failed to access run {id}. Check if you have access to namespace {namespace}"
        ))
    })
}

/// `GET /apis/v2beta1/runs/{id}`.
pub(in crate::kfp) async fn get(call: Call) -> Result<String, ApiError> {
    let run = permitted(&call, "get")
        .await
        .map_err(|error| error.wrap("Failed to get a run"))?;
    call.cluster.workloads().open_sample(&run.id).await?;
    call.cluster
        .database()
        .read(move |connection| {
            let run = store::find(connection, &run.id)?;
            Ok(run.to_json(&store::tasks(connection, &run.id)?))
        })
        .await
}

/// `DELETE /apis/v2beta1/runs/{id}`.
pub(in crate::kfp) async fn delete(call: Call) -> Result<String, ApiError> {
    let run = existing(
        &call,
        "delete",
        "Failed to delete run {id} as it does not exist",
    )
    .await?;
    call.cluster
        .workloads()
        .write(move |desk| {
            store::delete(desk.transaction, &run.id)?;
            desk.remove(&run.id);
            Ok::<_, ApiError>("{}".to_owned())
        })
        .await
}

/// `POST /apis/v2beta1/runs/{id}:archive`.
pub(in crate::kfp) async fn archive(call: Call) -> Result<String, ApiError> {
    let run = existing(
        &call,
        "archive",
        "Failed to archive run {id} as it failed to be retrieved",
    )
    .await?;
    change(&call, move |transaction| {
        store::set_storage_state(transaction, &run.id, "ARCHIVED").map_err(ApiError::from)
    })
    .await
}

/// `POST /apis/v2beta1/runs/{id}:unarchive`.
pub(in crate::kfp) async fn unarchive(call: Call) -> Result<String, ApiError> {
    let run = existing(
        &call,
        "unarchive",
        "Failed to unarchive run {id} as it does not exist",
    )
    .await?;
    change(&call, move |transaction| {
        let Run { id, experiment_id, .. } = &run;
        let experiment = experiments::find(transaction, experiment_id)
            .map_err(|error| error.wrap(format!("Failed to unarchive run {id} as experiment {experiment_id}")))?;
        if experiment.storage_state == "ARCHIVED" {
            return Err(ApiError::failed_precondition(
                &format!("Failed to unarchive run {id} as experiment {experiment_id} must be un-archived first"),
                "Unarchive the experiment first to allow the run to be restored",
            ));
        }
        store::set_storage_state(transaction, id, "AVAILABLE").map_err(ApiError::from)
    })
    .await
    .map_err(|error| error.wrap("Failed to unarchive a run"))
}

/// The run of the path for a change; a single-user server says `unknown` of one that does not exist.
pub(super) async fn existing(call: &Call, verb: &str, unknown: &str) -> Result<Run, ApiError> {
    permitted(call, verb).await.map_err(|error| {
        let error = if call.multi_user() {
            error
        } else {
            error.wrap(unknown.replace("{id}", call.variable(0)))
        };
        error.wrap(format!("Failed to {verb} a run"))
    })
}

/// The id of the call's run, if there is one: asked before who calls.
///
/// # Errors
/// 404.
pub(in crate::kfp) async fn known_id(call: &Call) -> Result<String, ApiError> {
    let id = call.variable(0).to_owned();
    let run = call
        .cluster
        .database()
        .read(move |connection| {
            store::find(connection, &id).map_err(|_| ApiError::not_found("Run", &id))
        })
        .await?;
    Ok(run.id)
}

/// Whether the caller may report metrics of the call's run.
///
/// # Errors
/// 401, 403.
pub(in crate::kfp) async fn permit_reporting(call: &Call) -> Result<(), ApiError> {
    permitted(call, "reportMetrics").await.map(|_| ())
}

async fn change<F>(call: &Call, work: F) -> Result<String, ApiError>
where
    F: FnOnce(&rusqlite::Transaction<'_>) -> Result<(), ApiError> + Send + 'static,
{
    call.cluster.database().write(work).await?;
    Ok("{}".to_owned())
}

/// The run of the call's path, if the caller may do `verb` to it: existence first, then the right.
async fn permitted(call: &Call, verb: &str) -> Result<Run, ApiError> {
    let id = call.variable(0).to_owned();
    let unauthorized = |error: ApiError| {
        if call.multi_user() {
            error.wrap("Failed to authorize the request")
        } else {
            error
        }
    };
    if call.multi_user() && id.is_empty() {
        return Err(unauthorized(ApiError::invalid(NO_NAMESPACE)));
    }
    let wanted = id.clone();
    let found = call
        .cluster
        .database()
        .read(move |connection| store::find(connection, &wanted))
        .await;
    let run = found.map_err(|error| {
        unauthorized(if call.multi_user() {
            error.wrap(format!("Failed to authorize with the run ID {id}"))
        } else {
            error
        })
    })?;
    permit(call, &run.namespace, verb, &run.id, &run.workflow_name)
        .await
        .map_err(unauthorized)?;
    Ok(run)
}
