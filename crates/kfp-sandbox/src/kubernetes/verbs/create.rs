//! Creation.

use axum::response::Response;
use http::StatusCode;

use super::respond;
use crate::directory::{Batch, Collection, Key};
use crate::kubernetes::options::is_dry_run;
use crate::kubernetes::router::Call;
use crate::kubernetes::status::Status;
use crate::kubernetes::{body, strategy};

pub(super) async fn create(call: Call, collection: Collection) -> Result<Response, Status> {
    if !call.request.name.is_empty() {
        return Err(Status::method_not_allowed());
    }
    let sent = body::read(&call.headers, &call.body, call.resource)?;
    let is_dry = is_dry_run(&call.query)?;
    let sent_namespace = sent["metadata"]["namespace"].as_str().unwrap_or_default();
    if !sent_namespace.is_empty() && sent_namespace != call.request.namespace {
        return Err(Status::bad_request(
            "the namespace of the provided object does not match the namespace sent on the request",
        ));
    }
    let (resource, namespace) = (call.resource, call.request.namespace.clone());
    let now = call.cluster.clock().now();
    let store = call.cluster.directory().objects().clone();
    let created = store
        .write(move |batch| {
            check_namespace(batch, &namespace)?;
            let document = strategy::prepare_create(resource, collection, &namespace, &sent, now)?;
            let name = document["metadata"]["name"].as_str().unwrap_or_default();
            let key = Key::new(collection, namespace, name);
            if batch.get(&key).is_some() {
                return Err(Status::already_exists(
                    resource.group,
                    resource.plural,
                    &key.name,
                ));
            }
            let created = batch.put(key, document);
            strategy::after_create(batch, &created, now);
            if is_dry {
                batch.discard();
            }
            Ok(created)
        })
        .await?;
    respond(&call, StatusCode::CREATED, &created)
}

/// Refuses a namespace that does not exist.
pub(super) fn check_namespace(batch: &Batch<'_>, namespace: &str) -> Result<(), Status> {
    if namespace.is_empty() {
        return Ok(());
    }
    let key = Key::new(Collection::NAMESPACES, "", namespace);
    match batch.get(&key) {
        Some(_) => Ok(()),
        None => Err(Status::not_found("", "namespaces", namespace)),
    }
}
