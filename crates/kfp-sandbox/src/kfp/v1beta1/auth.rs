//! The one question that only v1beta1 answers.

use crate::kfp::authorization::{Wish, authorize_group};
use crate::kfp::call::Call;
use crate::kfp::error::ApiError;

/// `GET /apis/v1beta1/auth`: may the caller use viewers in a namespace?
pub(in crate::kfp) async fn authorize(call: Call) -> Result<String, ApiError> {
    let namespace = call.query.text("namespace")?.to_owned();
    let resources = call
        .query
        .enumeration("resources", &["UNASSIGNED_RESOURCES", "VIEWERS"])?;
    let verb = call
        .query
        .enumeration("verb", &["UNASSIGNED_VERB", "CREATE", "GET", "DELETE"])?;
    let invalid = |text: &str| Err(ApiError::invalid(text).wrap("Authorize request is not valid"));
    if namespace.is_empty() {
        return invalid("Namespace is empty. Please specify a valid namespace");
    }
    if resources == "UNASSIGNED_RESOURCES" {
        return invalid("Resources not specified. Please specify a valid resources");
    }
    if verb == "UNASSIGNED_VERB" {
        return invalid("Verb not specified. Please specify a valid verb");
    }
    let wish = Wish {
        namespace: &namespace,
        verb: &verb.to_lowercase(),
        resource: "viewers",
        name: "",
    };
    authorize_group(&call, "kubeflow.org", wish)
        .await
        .map_err(|error| error.wrap("Failed to authorize the request"))?;
    Ok("{}".to_owned())
}
