//! Visualizations, which a service in each namespace would make. The sandbox's cluster has none.

use serde_json::Value;

use crate::kfp::authorization::{Wish, authorize};
use crate::kfp::call::{Call, text};
use crate::kfp::error::ApiError;
use crate::kfp::messages::VISUALIZATION;

/// `POST /apis/v1beta1/visualizations/{namespace}`.
pub(in crate::kfp) async fn visualize(call: Call) -> Result<String, ApiError> {
    let wanted = call.message(&VISUALIZATION)?;
    if text(&wanted, "type") != "CUSTOM" && text(&wanted, "source").is_empty() {
        return Err(ApiError::invalid(
            "A visualization requires a Source to be provided. Received ",
        ));
    }
    let arguments = text(&wanted, "arguments");
    if !arguments.is_empty() && serde_json::from_str::<Value>(arguments).is_err() {
        return Err(ApiError::invalid(format!(
            "A visualization requires valid JSON to be provided as Arguments. Received {arguments}"
        )));
    }
    let namespace = call.variable(0);
    if !namespace.is_empty() {
        let wish = Wish {
            namespace,
            verb: "create",
            resource: "visualizations",
            name: "",
        };
        authorize(&call, wish)
            .await
            .map_err(|error| error.wrap("Failed to authorize on namespace"))?;
    }
    let host = if call.multi_user() && !namespace.is_empty() {
        format!("ml-pipeline-visualizationserver.{namespace}")
    } else {
        "ml-pipeline-visualizationserver".to_owned()
    };
    let url = format!("http://{host}:8888");
    Err(ApiError::plain(
        &format!("Internal error: Get \"{url}\": dial tcp: lookup {host}: no such host"),
        &[
            &format!(
                "Unable to verify visualization service aliveness by sending request to {url}"
            ),
            "Cannot generate visualization",
        ],
    ))
}
