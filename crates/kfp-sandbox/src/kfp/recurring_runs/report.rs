//! Reports of the controller of scheduled workflows.
//!
//! The sandbox's own controller has seen everything already: a report is checked as the real server checks it, and says
//! nothing new.

use super::store;
use crate::kfp::authorization::{Wish, authorize};
use crate::kfp::call::Call;
use crate::kfp::error::ApiError;
use crate::kfp::report_body;

/// `POST /apis/v2beta1/scheduledworkflows`: the body is a JSON text that holds the `ScheduledWorkflow` as JSON.
pub(in crate::kfp) async fn report(call: Call) -> Result<String, ApiError> {
    let manifest = report_body::text(&call)?;
    let uid = uid_of(&manifest).map_err(|error| error.wrap("Report scheduled workflow failed"))?;
    let wish = Wish {
        namespace: "",
        verb: "report",
        resource: "scheduledworkflows",
        name: "",
    };
    authorize(&call, wish).await.map_err(|error| {
        error.wrap(format!(
            "Failed to report scheduledworkflows `{uid}` due to authorization error."
        ))
    })?;
    call.cluster
        .database()
        .read(move |connection| {
            if store::exists(connection, &uid)? {
                return Ok("{}".to_owned());
            }
            Err(ApiError::not_found("Job", &uid).wrap(format!(
                "Failed to report scheduled workflow due to error retrieving recurring run {uid}"
            )))
        })
        .await
}

/// The id of the reported object, which must have a name and a namespace too.
fn uid_of(manifest: &str) -> Result<String, ApiError> {
    let object = report_body::object(manifest).map_err(|why| {
        ApiError::invalid(format!(
            "Could not unmarshal scheduled workflow: {why}: {manifest}"
        ))
    })?;
    let text = |key: &str, word: &str| {
        let text = object["metadata"][key].as_str().unwrap_or_default();
        if text.is_empty() {
            return Err(ApiError::invalid(format!(
                "The resource must have a {word}: {object}"
            )));
        }
        Ok(text.to_owned())
    };
    text("name", "name")?;
    text("namespace", "namespace")?;
    text("uid", "UID")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_names_its_object() {
        let whole = r#"{"metadata": {"name": "a", "namespace": "b", "uid": "c"}}"#;
        assert_eq!(uid_of(whole).unwrap(), "c");
        let refused = |manifest: &str| uid_of(manifest).unwrap_err().message().to_owned();
        assert!(refused(r#"{"metadata": {"name": "a"}}"#).contains("must have a namespace"));
        assert!(refused("x").contains("invalid character 'x' looking for beginning of value: x"));
        assert!(refused("").contains("unexpected end of JSON input"));
    }
}
