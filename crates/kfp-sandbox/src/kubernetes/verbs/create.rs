//! Creation.

use std::sync::Arc;

use axum::response::Response;
use http::StatusCode;
use serde_json::Value;
use time::OffsetDateTime;

use super::respond;
use crate::directory::{Batch, Collection, Key, Object};
use crate::kubernetes::options::is_dry_run;
use crate::kubernetes::resources::Resource;
use crate::kubernetes::router::Call;
use crate::kubernetes::status::Status;
use crate::kubernetes::{body, strategy};

/// An object is sent to a namespace which is not its own.
pub(super) const OTHER_NAMESPACE: &str =
    "the namespace of the provided object does not match the namespace sent on the request";

pub(super) async fn create(call: Call, collection: Collection) -> Result<Response, Status> {
    if !call.request.name.is_empty() {
        return Err(Status::method_not_allowed());
    }
    let sent = body::read(&call.headers, &call.body, call.resource)?;
    let is_dry = is_dry_run(&call.query)?;
    let (resource, namespace) = (call.resource, call.request.namespace.clone());
    let now = call.cluster.clock().now();
    let store = call.cluster.directory().objects().clone();
    let created = store
        .write(move |batch| {
            let created = create_in(batch, resource, (collection, &namespace), &sent, now)?;
            if is_dry {
                batch.discard();
            }
            Ok::<_, Status>(created)
        })
        .await?;
    respond(&call, StatusCode::CREATED, &created)
}

/// Puts a new object into a collection of a namespace (empty at the cluster scope).
pub(super) fn create_in(
    batch: &mut Batch<'_>,
    resource: &Resource,
    (collection, namespace): (Collection, &str),
    sent: &Value,
    now: OffsetDateTime,
) -> Result<Arc<Object>, Status> {
    check_namespace(batch, namespace, sent)?;
    let document = strategy::prepare_create(resource, collection, namespace, sent, now)?;
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
    Ok(created)
}

/// Refuses a namespace that does not exist, and an object that names another.
fn check_namespace(batch: &Batch<'_>, namespace: &str, sent: &Value) -> Result<(), Status> {
    let named = sent["metadata"]["namespace"].as_str().unwrap_or_default();
    if !named.is_empty() && named != namespace {
        return Err(Status::bad_request(OTHER_NAMESPACE));
    }
    if namespace.is_empty() {
        return Ok(());
    }
    let key = Key::new(Collection::NAMESPACES, "", namespace);
    match batch.get(&key) {
        Some(_) => Ok(()),
        None => Err(Status::not_found("", "namespaces", namespace)),
    }
}
