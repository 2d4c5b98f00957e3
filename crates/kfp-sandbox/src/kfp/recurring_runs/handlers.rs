//! Operations on recurring runs that exist.

use super::store::{self, COLUMNS, RecurringRun};
use crate::kfp::authorization::{Wish, authorize};
use crate::kfp::call::Call;
use crate::kfp::error::ApiError;
use crate::kfp::experiments::namespace_of;
use crate::kfp::list::{ListOptions, ListRequest, RECURRING_RUNS, Scope, select};
use crate::wire::ObjectWriter;

/// What becomes of the workflows that a deleted recurring run owns.
const PROPAGATION_POLICIES: [&str; 4] = [
    "DELETE_PROPAGATION_POLICY_UNSPECIFIED",
    "FOREGROUND",
    "BACKGROUND",
    "ORPHAN",
];

/// `GET /apis/v2beta1/recurringruns`.
pub(in crate::kfp) async fn list(call: Call) -> Result<String, ApiError> {
    let experiment = call.query.text("experiment_id")?.to_owned();
    let namespace = call.query.text("namespace")?.to_owned();
    let request = ListRequest::read(&call.query)?;
    let options = ListOptions::check(&RECURRING_RUNS, &request).map_err(|error| {
        error.wrap("Failed to list recurring runs due to error parsing the listing options")
    })?;
    let scope = scope(&call, experiment, namespace)
        .await
        .map_err(|error| error.wrap("Failed to list jobs"))?;
    let page = call
        .cluster
        .database()
        .read(move |connection| {
            select(connection, &options, &scope, &[], COLUMNS, |row| {
                Ok(RecurringRun::read(row)?.to_json())
            })
        })
        .await
        .map_err(|error| {
            error
                .wrap("Failed to list recurring runs")
                .wrap("Failed to list jobs")
        })?;
    Ok(ObjectWriter::new()
        .list("recurringRuns", &page.rows)
        .number("total_size", page.total)
        .text("next_page_token", &page.next_page_token)
        .finish())
}

/// Which recurring runs a list may show: an experiment's, or a namespace's.
async fn scope(call: &Call, experiment: String, namespace: String) -> Result<Scope, ApiError> {
    // The experiment's own namespace silently wins over the one asked for.
    let namespace = if experiment.is_empty() {
        namespace
    } else {
        namespace_of(call, &experiment).await.map_err(|error| {
            error.wrap(format!(
                "Failed to list recurring runs due to error fetching namespace for experiment {experiment}. Try \
                 filtering based on namespace"
            ))
        })?
    };
    permit(call, &namespace, "list", "").await.map_err(|error| {
        error.wrap(format!(
            "Failed to list recurring runs due to authorization error. Check if you have permission to access \
             namespace {namespace}"
        ))
    })?;
    Ok(match (experiment.as_str(), call.multi_user()) {
        ("", true) => Scope::Is("namespace", namespace),
        ("", false) => Scope::All,
        (id, _) => Scope::Is("experiment_uuid", id.to_owned()),
    })
}

/// Whether the caller may do `verb` to recurring runs of the namespace.
pub(super) async fn permit(
    call: &Call,
    namespace: &str,
    verb: &str,
    name: &str,
) -> Result<(), ApiError> {
    if call.multi_user() && namespace.is_empty() {
        return Err(ApiError::invalid(
            "a recurring run cannot have an empty namespace in multi-user mode",
        ));
    }
    let wish = Wish {
        namespace,
        verb,
        resource: "jobs",
        name,
    };
    authorize(call, wish)
        .await
        .map_err(|error| error.wrap("failed to authorize with API"))
}

/// `GET /apis/v2beta1/recurringruns/{id}`.
pub(in crate::kfp) async fn get(call: Call) -> Result<String, ApiError> {
    let found = permitted(&call, "get", "").await;
    Ok(found
        .map_err(|error| error.wrap("Failed to fetch a recurring run"))?
        .to_json())
}

/// `DELETE /apis/v2beta1/recurringruns/{id}`.
pub(in crate::kfp) async fn delete(call: Call) -> Result<String, ApiError> {
    let policy = call
        .query
        .enumeration("propagation_policy", &PROPAGATION_POLICIES)?;
    let is_orphaning = policy == "ORPHAN";
    let unknown = format!(
        "Failed to delete recurring run {}. Check if exists",
        call.variable(0)
    );
    let recurring_run = permitted(&call, "delete", &unknown)
        .await
        .map_err(|error| error.wrap("Failed to delete a recurring run"))?;
    call.cluster
        .workloads()
        .write(move |desk| {
            let id = &recurring_run.id;
            store::delete(desk.transaction, id)?;
            if !is_orphaning {
                // Kubernetes collects the workflows it owned; their rows stay as they were.
                for run in store::active_runs(desk.transaction, id)? {
                    desk.remove(&run);
                }
            }
            Ok::<_, ApiError>("{}".to_owned())
        })
        .await
}

/// `POST /apis/v2beta1/recurringruns/{id}:enable`.
pub(in crate::kfp) async fn enable(call: Call) -> Result<String, ApiError> {
    switch(call, true).await
}

/// `POST /apis/v2beta1/recurringruns/{id}:disable`.
pub(in crate::kfp) async fn disable(call: Call) -> Result<String, ApiError> {
    switch(call, false).await
}

async fn switch(call: Call, enabled: bool) -> Result<String, ApiError> {
    let verb = if enabled { "enable" } else { "disable" };
    let unknown = format!(
        "Failed to change recurring run's mode to enable:{enabled}. Check if recurring run {} exists",
        call.variable(0)
    );
    let recurring_run = permitted(&call, verb, &unknown)
        .await
        .map_err(|error| error.wrap(format!("Failed to {verb} a recurring run")))?;
    let now = call.now();
    call.cluster
        .database()
        .write(move |transaction| {
            store::set_enabled(transaction, &recurring_run.id, enabled, now).map_err(ApiError::from)
        })
        .await?;
    call.cluster.workloads().wake();
    Ok("{}".to_owned())
}

/// The recurring run of the call's path, if the caller may do `verb` to it: existence first, then the right. A
/// single-user server says `unknown` of one that does not exist.
async fn permitted(call: &Call, verb: &str, unknown: &str) -> Result<RecurringRun, ApiError> {
    let id = call.variable(0).to_owned();
    if !call.multi_user() {
        let found = find(call, id).await;
        return found.map_err(|error| {
            if unknown.is_empty() {
                error
            } else {
                error.wrap(unknown)
            }
        });
    }
    let unauthorized = |error: ApiError| error.wrap("Failed to authorize the request");
    if id.is_empty() {
        permit(call, "", verb, "").await.map_err(unauthorized)?;
    }
    let recurring_run = find(call, id).await.map_err(|error| {
        unauthorized(error.wrap("failed to authorize with the recurring run ID"))
    })?;
    permit(
        call,
        &recurring_run.namespace,
        verb,
        &recurring_run.display_name,
    )
    .await
    .map_err(unauthorized)?;
    Ok(recurring_run)
}

async fn find(call: &Call, id: String) -> Result<RecurringRun, ApiError> {
    call.cluster
        .database()
        .read(move |connection| store::find(connection, &id))
        .await
}
