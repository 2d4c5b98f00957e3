//! Reports of a persistence agent.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::store;
use crate::kfp::authorization::{Wish, authorize};
use crate::kfp::call::Call;
use crate::kfp::error::{ApiError, Code};
use crate::wire::{JsonError, parse_body};

/// The label by which a workflow names its run.
const RUN_ID: &str = "pipeline/runid";

/// Seconds for which a workflow may be without its run before it is deleted.
const GRACE: i64 = 120;

/// `POST /apis/v2beta1/workflows`: the body is a JSON text that holds the Workflow as JSON.
pub(in crate::kfp) async fn report(call: Call) -> Result<String, ApiError> {
    let text = body_text(&call)?;
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

fn body_text(call: &Call) -> Result<String, ApiError> {
    let refuse = |text: String| ApiError::gateway(Code::InvalidArgument, text);
    let value = match parse_body(&call.body) {
        Ok(Some(value)) => value,
        Ok(None) => return Ok(String::new()),
        Err(error) => return Err(refuse(words(error))),
    };
    serde_json::from_slice(value)
        .map_err(|_| refuse("json: cannot unmarshal value into Go value of type string".to_owned()))
}

fn words(error: JsonError) -> String {
    match error {
        JsonError::Syntax(text) => text,
        _ => "unexpected EOF".to_owned(),
    }
}

fn read(text: &str) -> Result<Value, ApiError> {
    let refuse = |why: String| {
        ApiError::invalid(format!(
            "Could not unmarshal workflow: InvalidInputError: Failed to unmarshal the inputs: {why}: {text}"
        ))
    };
    let value = match parse_body(text.as_bytes()) {
        Ok(Some(value)) => value,
        Ok(None) => return Err(refuse("unexpected end of JSON input".to_owned())),
        Err(error) => return Err(refuse(words(error))),
    };
    let workflow: Value = serde_json::from_slice(value)
        .map_err(|_| refuse("unexpected end of JSON input".to_owned()))?;
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
