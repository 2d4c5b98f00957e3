//! Reports of a persistence agent.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::store;
use crate::kfp::authorization::{Wish, authorize};
use crate::kfp::call::Call;
use crate::kfp::error::ApiError;
use crate::kfp::report_body;

/// The label by which a workflow names its run.
const RUN_ID: &str = "pipeline/runid";

/// Seconds for which a workflow may be without its run before it is deleted.
const GRACE: i64 = 120;

/// `POST /apis/v2beta1/workflows`: the body is a JSON text that holds the Workflow as JSON.
pub(in crate::kfp) async fn report(call: Call) -> Result<String, ApiError> {
    let text = report_body::text(&call)?;
    let workflow = read(&text).map_err(|error| error.wrap("Report workflow failed"))?;
    let name = workflow["metadata"]["name"].as_str().unwrap_or_default();
    let wish = Wish {
        namespace: "",
        verb: "report",
        resource: "workflows",
        name: "",
    };
    authorize(&call, wish).await.map_err(|error| {
        error.wrap(format!(
            "Failed to report workflows `{name}` due to authorization error."
        ))
    })?;
    let run_id = workflow["metadata"]["labels"][RUN_ID]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    call.cluster
        .workloads()
        .write(move |desk| {
            match store::find(desk.transaction, &run_id) {
                Ok(run) => desk.report(&run.id, workflow)?,
                Err(_) => check_grace(&workflow, desk.now())?,
            }
            Ok("{}".to_owned())
        })
        .await
        .map_err(|error: ApiError| error.wrap("Failed to report workflow"))
}

fn read(text: &str) -> Result<Value, ApiError> {
    let workflow = report_body::object(text).map_err(|why| {
        ApiError::invalid(format!(
            "Could not unmarshal workflow: InvalidInputError: Failed to unmarshal the inputs: {why}: {text}"
        ))
    })?;
    let metadata = &workflow["metadata"];
    let is_missing = |value: &Value| value.as_str().unwrap_or_default().is_empty();
    if is_missing(&metadata["name"]) {
        return Err(ApiError::invalid("The workflow must have a name"));
    }
    if is_missing(&metadata["labels"][RUN_ID]) {
        return Err(ApiError::invalid(format!(
            "Workflow[{}] missing the Run ID label",
            metadata["name"].as_str().unwrap_or_default()
        )));
    }
    Ok(workflow)
}

/// A workflow without its run is deleted, unless it is so young that its run may still come.
fn check_grace(workflow: &Value, now: OffsetDateTime) -> Result<(), ApiError> {
    let name = workflow["metadata"]["name"].as_str().unwrap_or_default();
    let created = workflow["metadata"]["creationTimestamp"]
        .as_str()
        .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok());
    let age = created.map_or(0, |created| (now - created).whole_seconds());
    if age > GRACE {
        return Ok(());
    }
    Err(ApiError::unavailable(&format!(
        "Skipping GC for workflow {name} - will retry: workflow {name} is within GC grace period ({age}s old, \
         threshold 2m0s)"
    )))
}
