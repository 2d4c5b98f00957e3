//! Jobs: what v2beta1 calls recurring runs.

use serde_json::{Map, Value};

use super::calls::{Listed, moved, owner, read};
use super::newer;
use super::references::{put, references};
use super::runs::{Shapes, owned_list_call};
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::messages::JOB;
use crate::kfp::recurring_runs;

/// `POST /apis/v1beta1/jobs`: of a pipeline it runs the version that is the latest now.
pub(in crate::kfp) async fn create_job(call: Call) -> Result<String, ApiError> {
    let wanted = call.message(&JOB)?;
    if newer::name(&wanted).is_empty() {
        return Err(ApiError::invalid("Job name cannot be empty")
            .into_internal(
                "Failed to convert a v1beta1 API recurring run to its internal representation",
            )
            .wrap("Failed to create a recurring run due to conversion error"));
    }
    let answer = recurring_runs::create_pinned(&call, newer::recurring_run(&wanted)).await?;
    let job = read(&answer);
    let shapes = Shapes::of(&call, std::slice::from_ref(&job)).await?;
    Ok(Value::Object(older(&shapes, job)).to_string())
}

/// `GET /apis/v1beta1/jobs`.
pub(in crate::kfp) async fn list_jobs(call: Call) -> Result<String, ApiError> {
    let owner = owner(&call, "resource_reference_key")
        .map_err(|error| error.wrap("Failed to list v1beta1 runs: validating filter failed"))?;
    let answer = recurring_runs::list(owned_list_call(call.clone(), owner.as_ref())?)
        .await
        .map_err(|error| {
            error.reworded(
                "Failed to list recurring runs due to error parsing",
                "Failed to list jobs due to error parsing",
            )
        })?;
    let page = Listed::read(&answer, "recurringRuns");
    let shapes = Shapes::of(&call, &page.items).await?;
    Ok(page.answer("jobs", |job| older(&shapes, job)))
}

/// `GET /apis/v1beta1/jobs/{id}`.
pub(in crate::kfp) async fn get_job(call: Call) -> Result<String, ApiError> {
    let answer = recurring_runs::get(call.clone()).await.map_err(|error| {
        error.reworded(
            "Failed to fetch a recurring run",
            "Failed to fetch a v1beta1 recurring run",
        )
    })?;
    let job = read(&answer);
    let shapes = Shapes::of(&call, std::slice::from_ref(&job)).await?;
    Ok(Value::Object(older(&shapes, job)).to_string())
}

/// `DELETE /apis/v1beta1/jobs/{id}`.
pub(in crate::kfp) async fn delete_job(call: Call) -> Result<String, ApiError> {
    recurring_runs::delete(call).await.map_err(|error| {
        // The real server says so of a deletion.
        error.reworded(
            "Failed to delete a recurring run",
            "Failed to disable a recurring run",
        )
    })
}

/// `POST /apis/v1beta1/jobs/{id}/enable`.
pub(in crate::kfp) async fn enable_job(call: Call) -> Result<String, ApiError> {
    recurring_runs::enable(call).await.map_err(|error| {
        error.reworded(
            "Failed to enable a recurring run",
            "Failed to enable a v1beta1 recurring run",
        )
    })
}

/// `POST /apis/v1beta1/jobs/{id}/disable`.
pub(in crate::kfp) async fn disable_job(call: Call) -> Result<String, ApiError> {
    recurring_runs::disable(call).await.map_err(|error| {
        error.reworded(
            "Failed to disable a recurring run",
            "Failed to disable a v1beta1 recurring run",
        )
    })
}

fn older(shapes: &Shapes, mut newer: Map<String, Value>) -> Map<String, Value> {
    let spec = shapes.pipeline_spec(&newer);
    let reference = newer
        .remove("pipeline_version_reference")
        .and_then(|reference| reference.as_object().cloned())
        .unwrap_or_default();
    let owners = references(&[
        ("NAMESPACE", text(&newer, "namespace"), "OWNER"),
        ("EXPERIMENT", text(&newer, "experiment_id"), "OWNER"),
        ("PIPELINE", text(&reference, "pipeline_id"), "CREATOR"),
        (
            "PIPELINE_VERSION",
            text(&reference, "pipeline_version_id"),
            "CREATOR",
        ),
    ]);
    let has_trigger = newer
        .get("trigger")
        .and_then(Value::as_object)
        .is_some_and(|trigger| !trigger.is_empty());
    let mut job = moved(
        &mut newer,
        &[
            ("recurring_run_id", "id"),
            ("display_name", "name"),
            ("description", "description"),
        ],
    );
    job.insert("pipeline_spec".to_owned(), spec);
    put(&mut job, "resource_references", owners);
    job.extend(moved(
        &mut newer,
        &[
            ("service_account", "service_account"),
            ("max_concurrency", "max_concurrency"),
        ],
    ));
    if has_trigger {
        job.extend(moved(&mut newer, &[("trigger", "trigger")]));
    }
    let enabled = text(&newer, "status") == "ENABLED";
    job.extend(moved(
        &mut newer,
        &[
            ("created_at", "created_at"),
            ("updated_at", "updated_at"),
            ("status", "status"),
        ],
    ));
    put(&mut job, "enabled", enabled.then_some(Value::Bool(true)));
    job.extend(moved(&mut newer, &[("no_catchup", "no_catchup")]));
    job
}
