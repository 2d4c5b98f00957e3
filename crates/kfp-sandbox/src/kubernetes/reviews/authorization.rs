//! Who may do what.

use axum::response::Response;
use serde_json::{Value, json};

use crate::directory::{Attributes, Subject};
use crate::kubernetes::body;
use crate::kubernetes::router::{Call, created};
use crate::kubernetes::status::{InvalidField, Status};

const GROUP: &str = "authorization.k8s.io";

/// `subjectaccessreviews`, `localsubjectaccessreviews` and `selfsubjectaccessreviews`.
pub(super) fn answer(call: &Call) -> Result<Response, Status> {
    let kind = call.resource.kind;
    let review = body::read(&call.headers, &call.body, call.resource)?;
    let spec = &review["spec"];
    let resource = &spec["resourceAttributes"];
    let path = &spec["nonResourceAttributes"];
    if resource.is_object() == path.is_object() {
        let why = "exactly one of nonResourceAttributes or resourceAttributes must be specified";
        let field = InvalidField::invalid("spec.resourceAttributes", "null", why);
        return Err(Status::invalid(GROUP, "", "", &[field]));
    }
    let subject = if kind == "SelfSubjectAccessReview" {
        call.caller.subject.clone()
    } else {
        read_subject(spec)?
    };
    if kind == "LocalSubjectAccessReview"
        && resource["namespace"] != call.request.namespace.as_str()
    {
        return Err(Status::bad_request(format!(
            "spec.resourceAttributes.namespace must match namespace: {}",
            call.request.namespace
        )));
    }
    let directory = call.cluster.directory();
    let decision = if resource.is_object() {
        directory.review(&subject, &read_attributes(resource))
    } else {
        let text = |key: &str| path[key].as_str().unwrap_or_default();
        directory.review_path(&subject, text("verb"), text("path"))
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
    let groups = body::texts(&spec["groups"]);
    if user.is_empty() && groups.is_empty() {
        let why = "at least one of user or group must be specified";
        let field = InvalidField::invalid("spec.user", "\"\"", why);
        return Err(Status::invalid(GROUP, "", "", &[field]));
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
