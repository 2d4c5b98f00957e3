//! Replacement and patches.

use std::sync::Arc;

use axum::response::Response;
use http::StatusCode;
use serde_json::Value;

use super::create::{OTHER_NAMESPACE, create_in};
use super::{not_found, respond};
use crate::directory::{Batch, Collection, Key, Object};
use crate::kubernetes::options::is_dry_run;
use crate::kubernetes::patch::Patch;
use crate::kubernetes::resources::Resource;
use crate::kubernetes::router::Call;
use crate::kubernetes::status::Status;
use crate::kubernetes::{body, render, strategy};

/// `PUT`.
pub(super) async fn update(call: Call, collection: Collection) -> Result<Response, Status> {
    if call.request.name.is_empty() {
        return Err(Status::method_not_allowed());
    }
    let sent = body::read(&call.headers, &call.body, call.resource)?;
    let is_dry = is_dry_run(&call.query)?;
    let key = call.key(collection, &call.request.name);
    let resource = call.resource;
    let missing = not_found(&call, &key);
    let store = call.cluster.directory().objects().clone();
    let updated = store
        .write(move |batch| {
            let Some(old) = batch.get(&key) else {
                return Err(missing);
            };
            replace(batch, resource, &old, &sent).map(|updated| dry(batch, is_dry, updated))
        })
        .await?;
    respond(&call, StatusCode::OK, &updated)
}

/// `PATCH`, of every kind; server-side apply makes what does not exist.
pub(super) async fn patch(call: Call, collection: Collection) -> Result<Response, Status> {
    if call.request.name.is_empty() {
        return Err(Status::method_not_allowed());
    }
    let patch = Patch::read(&call.headers, &call.body, call.resource)?;
    let is_dry = is_dry_run(&call.query)?;
    let key = call.key(collection, &call.request.name);
    let (resource, now) = (call.resource, call.cluster.clock().now());
    let missing = not_found(&call, &key);
    let store = call.cluster.directory().objects().clone();
    let (code, patched) = store
        .write(move |batch| {
            if let Some(old) = batch.get(&key) {
                let whole = render::typed(resource, &old.document);
                let wanted = body::check_kind(
                    patch.apply(whole, resource)?,
                    resource.kind,
                    &resource.api_version(),
                )?;
                let updated = replace(batch, resource, &old, &wanted)?;
                return Ok((StatusCode::OK, dry(batch, is_dry, updated)));
            }
            let Patch::Apply(wanted) = patch else {
                return Err(missing);
            };
            check_name(&wanted, &key)?;
            let created = create_in(batch, resource, (collection, &key.namespace), &wanted, now)?;
            Ok((StatusCode::CREATED, dry(batch, is_dry, created)))
        })
        .await?;
    respond(&call, code, &patched)
}

fn dry(batch: &mut Batch<'_>, is_dry: bool, object: Arc<Object>) -> Arc<Object> {
    if is_dry {
        batch.discard();
    }
    object
}

fn check_name(document: &Value, key: &Key) -> Result<(), Status> {
    let name = document["metadata"]["name"].as_str().unwrap_or_default();
    if name == key.name {
        return Ok(());
    }
    Err(Status::bad_request(format!(
        "the name of the object ({name}) does not match the name on the URL ({})",
        key.name
    )))
}

/// Puts `wanted` in the place of `old`; nothing changes if they are alike.
fn replace(
    batch: &mut Batch<'_>,
    resource: &Resource,
    old: &Arc<Object>,
    wanted: &Value,
) -> Result<Arc<Object>, Status> {
    let metadata = &wanted["metadata"];
    let sent = |key: &str| metadata[key].as_str().unwrap_or_default();
    if !sent("name").is_empty() {
        check_name(wanted, &old.key)?;
    }
    if !sent("namespace").is_empty() && sent("namespace") != old.key.namespace {
        return Err(Status::bad_request(OTHER_NAMESPACE));
    }
    if !sent("uid").is_empty() && sent("uid") != old.uid() {
        return Err(Status::conflict(
            &old.key,
            &format!(
                "Precondition failed: UID in precondition: {}, UID in object meta: {}",
                sent("uid"),
                old.uid()
            ),
        ));
    }
    let version = sent("resourceVersion");
    if !version.is_empty() && version != old.revision.to_string() {
        return Err(Status::modified(&old.key));
    }
    let document = strategy::prepare_update(resource, old, wanted)?;
    if document == old.document {
        return Ok(Arc::clone(old));
    }
    let updated = batch.put(old.key.clone(), document);
    strategy::after_update(batch, &updated);
    Ok(updated)
}
