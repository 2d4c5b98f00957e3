//! What can be done with kept objects.

mod create;
mod delete;
mod list;
mod update;
mod watch;
mod write;

use axum::response::Response;
use http::StatusCode;

use super::admission::refuse_pod;
use super::mirror::Mirror;
use super::render::{self, Rendition};
use super::router::Call;
use super::status::{Status, object};
use crate::directory::{Collection, Key, Object};

/// Answers a call on kept objects.
pub(super) async fn answer(call: Call, collection: Collection) -> Result<Response, Status> {
    if collection == Collection::PODS
        && call.request.verb == "create"
        && call.request.name.is_empty()
        && !call.request.namespace.is_empty()
    {
        return Err(refuse_pod(&call));
    }
    let is_offered = call.resource.verbs.contains(&call.request.verb.as_str());
    if !is_offered || !call.request.subresource.is_empty() {
        return Err(Status::method_not_allowed());
    }
    if Mirror::holds(collection) {
        call.mirror.refresh().await?;
    }
    let is_all = call.resource.is_namespaced && call.request.namespace.is_empty();
    match call.request.verb.as_str() {
        "list" => list::list(&call, collection).await,
        "watch" => watch::watch(&call, collection),
        // Without a namespace there is no path to one object.
        _ if is_all => Err(Status::method_not_allowed()),
        "get" => get(&call, collection).await,
        "create" => create::create(call, collection).await,
        "update" => update::update(call, collection).await,
        "patch" => update::patch(call, collection).await,
        "delete" => delete::delete(call, collection).await,
        "deletecollection" => delete::delete_all(call, collection).await,
        _ => Err(Status::method_not_allowed()),
    }
}

async fn get(call: &Call, collection: Collection) -> Result<Response, Status> {
    let key = call.key(collection, &call.request.name);
    let mut found = call.cluster.directory().objects().get(&key);
    if found.is_none() && collection == Collection::PODS {
        found = call.mirror.pod(key.clone()).await?;
    }
    let found = found.ok_or_else(|| not_found(call, &key))?;
    respond(call, StatusCode::OK, &found)
}

fn not_found(call: &Call, key: &Key) -> Status {
    Status::not_found(call.resource.group, call.resource.plural, &key.name)
}

/// An answer with one object, in the form that the caller accepts.
fn respond(call: &Call, code: StatusCode, found: &Object) -> Result<Response, Status> {
    let rendition = Rendition::negotiate(&call.headers, &call.query)?;
    let now = call.cluster.clock().now();
    Ok(object(
        code,
        &render::object(call.resource, found, rendition, now),
    ))
}
