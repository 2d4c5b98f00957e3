//! What pods say.

use axum::response::Response;

use super::router::Call;
use super::status::Status;
use crate::directory::Collection;

/// `pods/log`.
pub(super) fn answer(call: &Call) -> Result<Response, Status> {
    if call.request.verb != "get" {
        return Err(Status::method_not_allowed());
    }
    let key = call.key(Collection::PODS, &call.request.name);
    match call.cluster.directory().objects().get(&key) {
        // No pod exists yet, so none has a log.
        Some(_) | None => Err(Status::not_found("", "pods", &key.name)),
    }
}
