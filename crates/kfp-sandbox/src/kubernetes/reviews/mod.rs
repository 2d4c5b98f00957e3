//! Questions that are answered and not kept: whom a token stands for, who may do what.

mod authentication;
mod authorization;
mod rules;

use axum::response::Response;

use super::router::Call;
use super::status::Status;

/// Answers a review.
pub(super) fn answer(call: &Call) -> Result<Response, Status> {
    if call.request.verb != "create"
        || !call.request.name.is_empty()
        || call.resource.is_namespaced == call.request.namespace.is_empty()
    {
        return Err(Status::method_not_allowed());
    }
    match call.resource.kind {
        "TokenReview" => authentication::token(call),
        "SelfSubjectReview" => authentication::own(call),
        "SelfSubjectRulesReview" => rules::answer(call),
        _ => authorization::answer(call),
    }
}
