//! Recurring runs, as far as a sandbox without any can answer: lists are empty and no id exists.

use super::authorization::{Wish, authorize};
use super::call::Call;
use super::error::ApiError;
use super::experiments::namespace_of;
use super::list::{ListOptions, ListRequest, RECURRING_RUNS};

/// `GET /apis/v2beta1/recurringruns`.
pub(super) async fn list(call: Call) -> Result<String, ApiError> {
    let experiment = call.query.text("experiment_id")?.to_owned();
    let mut namespace = call.query.text("namespace")?.to_owned();
    let request = ListRequest::read(&call.query)?;
    ListOptions::check(&RECURRING_RUNS, &request).map_err(|error| {
        error.wrap("Failed to list recurring runs due to error parsing the listing options")
    })?;
    let failed = |error: ApiError| error.wrap("Failed to list jobs");
    if !experiment.is_empty() {
        namespace = namespace_of(&call, &experiment).await.map_err(|error| {
            failed(error.wrap(format!(
                "Failed to list recurring runs due to error fetching namespace for experiment {experiment}. Try \
                 filtering based on namespace"
            )))
        })?;
    }
    let refused = |error: ApiError| {
        failed(error.wrap(format!(
            "Failed to list recurring runs due to authorization error. Check if you have permission to access \
             namespace {namespace}"
        )))
    };
    if call.multi_user() && namespace.is_empty() {
        return Err(refused(ApiError::invalid(
            "a recurring run cannot have an empty namespace in multi-user mode",
        )));
    }
    let wish = Wish {
        namespace: &namespace,
        verb: "list",
        resource: "jobs",
        name: "",
    };
    authorize(&call, wish)
        .await
        .map_err(|error| refused(error.wrap("failed to authorize with API")))?;
    Ok("{}".to_owned())
}

/// `GET /apis/v2beta1/recurringruns/{id}`.
pub(super) fn get(call: &Call) -> Result<String, ApiError> {
    let id = call.variable(0);
    let error = ApiError::not_found("Job", id);
    let error = if call.multi_user() {
        error
            .wrap("failed to authorize with the recurring run ID")
            .wrap("Failed to authorize the request")
    } else {
        error
    };
    Err(error.wrap("Failed to fetch a recurring run"))
}
