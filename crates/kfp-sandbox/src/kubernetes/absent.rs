//! Resources that exist but of which the sandbox keeps none: their lists are empty.

use axum::response::Response;
use http::StatusCode;
use serde_json::json;

use super::object;
use super::request::ResourceRequest;
use super::router::Call;
use super::status::{Status, object as answer_object};

/// Group, version, resource, kind.
const RESOURCES: [(&str, &str, &str, &str); 4] = [
    ("", "v1", "configmaps", "ConfigMap"),
    ("", "v1", "events", "Event"),
    ("", "v1", "pods", "Pod"),
    ("argoproj.io", "v1alpha1", "workflows", "Workflow"),
];

/// The kind of a resource of which there is none.
pub(super) fn kind(request: &ResourceRequest) -> Option<&'static str> {
    RESOURCES
        .iter()
        .find(|(group, version, resource, _)| {
            *group == request.group && *version == request.version && *resource == request.resource
        })
        .map(|(.., kind)| *kind)
}

/// `get` and `list`.
pub(super) fn answer(call: &Call, kind: &str) -> Result<Response, Status> {
    let ResourceRequest {
        group,
        version,
        resource,
        name,
        ..
    } = &call.request;
    match call.request.verb.as_str() {
        "get" => Err(Status::not_found(group, resource, name)),
        "list" if group.is_empty() => Ok(answer_object(
            StatusCode::OK,
            &object::list(kind, version, &[]),
        )),
        "list" => Ok(answer_object(
            StatusCode::OK,
            &json!({
                "apiVersion": format!("{group}/{version}"),
                "items": [],
                "kind": format!("{kind}List"),
                "metadata": {"continue": "", "resourceVersion": "1"},
            }),
        )),
        _ => Err(Status::method_not_allowed()),
    }
}
