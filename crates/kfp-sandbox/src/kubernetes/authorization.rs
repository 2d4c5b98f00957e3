//! Reviews of access.

use axum::response::Response;
use serde_json::{Value, json};

use super::object;
use super::router::{Call, created};
use super::status::{InvalidField, Status};
use crate::directory::{Attributes, Subject};

const GROUP: &str = "authorization.k8s.io";

/// `subjectaccessreviews`, in a namespace or not, and `selfsubjectaccessreviews`.
pub(super) async fn answer(call: Call) -> Result<Response, Status> {
    if call.request.verb != "create" || !call.request.name.is_empty() {
        return Err(Status::method_not_allowed());
    }
    let kind = match call.request.resource.as_str() {
        "selfsubjectaccessreviews" => "SelfSubjectAccessReview",
        "localsubjectaccessreviews" => "LocalSubjectAccessReview",
        _ => "SubjectAccessReview",
    };
    let review = object::read(&call.body, kind)?;
    let spec = &review["spec"];
    let has_resource = spec["resourceAttributes"].is_object();
    if has_resource == spec["nonResourceAttributes"].is_object() {
        let message = "Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified";
        let field = InvalidField {
            field: "spec.resourceAttributes",
            message: message.to_owned(),
        };
        return Err(Status::invalid(GROUP, "", "", &field));
    }
    let subject = if kind == "SelfSubjectAccessReview" {
        call.caller.subject.clone()
    } else {
        read_subject(spec)?
    };
    let decision = if has_resource {
        call.cluster
            .directory()
            .review(subject, read_attributes(&spec["resourceAttributes"]))
            .await?
    } else {
        // The sandbox has no rules for paths.
        crate::directory::Decision::default()
    };
    let mut status = json!({"allowed": decision.allowed});
    if !decision.reason.is_empty() {
        status["reason"] = decision.reason.into();
    }
    Ok(created(&json!({
        "kind": kind,
        "apiVersion": "authorization.k8s.io/v1",
        "metadata": {},
        "spec": spec,
        "status": status,
    })))
}

fn read_subject(spec: &Value) -> Result<Subject, Status> {
    let user = spec["user"].as_str().unwrap_or_default().to_owned();
    let groups: Vec<String> = spec["groups"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    if user.is_empty() && groups.is_empty() {
        let message =
            "Invalid value: \"\": at least one of user or group must be specified".to_owned();
        return Err(Status::invalid(
            GROUP,
            "",
            "",
            &InvalidField {
                field: "spec.user",
                message,
            },
        ));
    }
    Ok(Subject { user, groups })
}

fn read_attributes(attributes: &Value) -> Attributes {
    let text = |key: &str| attributes[key].as_str().unwrap_or_default().to_owned();
    Attributes {
        namespace: text("namespace"),
        verb: text("verb"),
        group: text("group"),
        resource: text("resource"),
        subresource: text("subresource"),
        name: text("name"),
    }
}
