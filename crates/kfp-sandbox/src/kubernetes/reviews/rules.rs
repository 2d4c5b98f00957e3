//! Everything that the caller may do in a namespace.

use axum::response::Response;
use serde_json::{Value, json};

use crate::directory::PolicyRule;
use crate::kubernetes::body;
use crate::kubernetes::router::{Call, created};
use crate::kubernetes::status::Status;

/// `selfsubjectrulesreviews`. Members of `system:masters` may do more than their rules say, and the answer says so.
pub(super) fn answer(call: &Call) -> Result<Response, Status> {
    let review = body::read(&call.headers, &call.body, call.resource)?;
    let namespace = review["spec"]["namespace"].as_str().unwrap_or_default();
    if namespace.is_empty() {
        return Err(Status::bad_request("no namespace on request"));
    }
    let rules = call
        .cluster
        .directory()
        .rules_of(&call.caller.subject, namespace);
    let (paths, resources): (Vec<PolicyRule>, Vec<PolicyRule>) = rules
        .into_iter()
        .partition(|rule| !rule.non_resource_urls.is_empty());
    let resources: Vec<Value> = resources.iter().map(|rule| json!(rule)).collect();
    let paths: Vec<Value> = paths.iter().map(|rule| json!(rule)).collect();
    Ok(created(&json!({
        "kind": "SelfSubjectRulesReview",
        "apiVersion": "authorization.k8s.io/v1",
        "metadata": {},
        "spec": {},
        "status": {"resourceRules": resources, "nonResourceRules": paths, "incomplete": false},
    })))
}
