//! Replacement and patches.

use std::sync::Arc;

use axum::response::Response;
use http::StatusCode;
use serde_json::Value;

use super::write::{Write, check_name};
use super::{not_found, respond};
use crate::directory::{Batch, Collection, Key, Object};
use crate::kubernetes::authentication::authorize;
use crate::kubernetes::managed_fields::{self, Operation};
use crate::kubernetes::options::{check_apply, is_true, last};
use crate::kubernetes::patch::{Change, Patch};
use crate::kubernetes::request::ResourceRequest;
use crate::kubernetes::router::Call;
use crate::kubernetes::status::Status;
use crate::kubernetes::{body, render};

/// `PUT`.
pub(super) async fn update(call: Call, collection: Collection) -> Result<Response, Status> {
    if call.request.name.is_empty() {
        return Err(Status::method_not_allowed());
    }
    let sent = body::read(&call.headers, &call.body, call.resource)?;
    let write = Write::of(&call, collection, Operation::Update)?;
    let key = call.key(collection, &call.request.name);
    let missing = not_found(&call, &key);
    let store = call.cluster.directory().objects().clone();
    let updated = store
        .write(move |batch| {
            let old = batch.get(&key).ok_or(missing)?;
            write.replace(batch, &old, &sent, None)
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
    let operation = match &patch {
        Patch::Apply(_) => Operation::Apply,
        Patch::Change(_) => Operation::Update,
    };
    check_apply(&call.query, operation)?;
    let write = Write::of(&call, collection, operation)?;
    let key = call.key(collection, &call.request.name);
    let missing = not_found(&call, &key);
    let may_create = match operation {
        Operation::Apply => may_create(&call),
        Operation::Update => Ok(()),
    };
    let force = is_true(&last(&call.query, "force"));
    let store = call.cluster.directory().objects().clone();
    let (code, patched) = store
        .write(move |batch| match (patch, batch.get(&key)) {
            (Patch::Change(change), Some(old)) => {
                let updated = change_object(batch, &write, &old, change)?;
                Ok((StatusCode::OK, updated))
            }
            (Patch::Change(_), None) => Err(missing),
            (Patch::Apply(configuration), old) => {
                if old.is_none() {
                    may_create?;
                }
                apply(batch, &write, &key, old.as_ref(), &configuration, force)
            }
        })
        .await?;
    respond(&call, code, &patched)
}

fn change_object(
    batch: &mut Batch<'_>,
    write: &Write,
    old: &Arc<Object>,
    change: Change,
) -> Result<Arc<Object>, Status> {
    let resource = write.resource;
    let whole = change.apply(render::typed(resource, &old.document), resource)?;
    let wanted = body::check_kind(whole, resource.kind, &resource.api_version())?;
    write.replace(batch, old, &wanted, None)
}

/// Applies a configuration to an object, or makes one of it.
fn apply(
    batch: &mut Batch<'_>,
    write: &Write,
    key: &Key,
    old: Option<&Arc<Object>>,
    configuration: &Value,
    force: bool,
) -> Result<(StatusCode, Arc<Object>), Status> {
    check_name(configuration, key)?;
    let live = old.map(|old| &old.document);
    let applied = managed_fields::apply(write.resource, live, configuration, &write.writer, force)
        .map_err(|conflicts| Status::apply_conflict(&conflicts))?;
    let managers = Some(applied.managers);
    Ok(match old {
        Some(old) => (
            StatusCode::OK,
            write.replace(batch, old, &applied.object, managers)?,
        ),
        None => (
            StatusCode::CREATED,
            write.create(batch, &applied.object, managers)?,
        ),
    })
}

/// Who may patch may not yet make what does not exist.
fn may_create(call: &Call) -> Result<(), Status> {
    let request = ResourceRequest {
        verb: "create".to_owned(),
        ..call.request.clone()
    };
    authorize(&call.cluster, &call.caller.subject, &request)
}
