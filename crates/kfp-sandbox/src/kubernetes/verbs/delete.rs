//! Deletion.

use std::sync::Arc;

use axum::response::Response;
use http::StatusCode;
use serde_json::{Map, Value, json};

use super::{not_found, respond};
use crate::directory::{Collection, Key, Object};
use crate::kubernetes::options::{ListOptions, is_dry_run};
use crate::kubernetes::render::{self, ListMetadata, Rendition};
use crate::kubernetes::router::Call;
use crate::kubernetes::status::{Status, object};
use crate::kubernetes::{body, strategy};
use crate::storage::run_blocking;

pub(super) async fn delete(call: Call, collection: Collection) -> Result<Response, Status> {
    let options = delete_options(&call)?;
    let is_dry = is_dry(&call, &options)?;
    let key = call.key(collection, &call.request.name);
    if collection == Collection::PODS {
        return delete_pod(&call, key, &options["preconditions"], is_dry).await;
    }
    let missing = not_found(&call, &key);
    let now = call.cluster.clock().now();
    let store = call.cluster.directory().objects().clone();
    let deleted = store
        .write(move |batch| {
            let Some(old) = batch.get(&key) else {
                return Err(missing);
            };
            check_preconditions(&options["preconditions"], &old)?;
            let left = strategy::remove(batch, &old, now);
            if is_dry {
                batch.discard();
            }
            Ok(left)
        })
        .await?;
    // These kinds are answered with the object that was, the others with a success.
    let returns_object = [
        Collection::NAMESPACES,
        Collection::PODS,
        Collection::SERVICE_ACCOUNTS,
    ]
    .contains(&collection);
    let is_going = !deleted.metadata()["deletionTimestamp"].is_null();
    if returns_object || is_going {
        return respond(&call, StatusCode::OK, &deleted);
    }
    Ok(object(StatusCode::OK, &success(&call, &deleted)))
}

/// A pod is the engine's, which goes on without it. It is gone at once, however long it was to be waited for.
async fn delete_pod(
    call: &Call,
    key: Key,
    preconditions: &Value,
    is_dry: bool,
) -> Result<Response, Status> {
    let found = call.cluster.directory().objects().get(&key);
    let pod = found.ok_or_else(|| not_found(call, &key))?;
    check_preconditions(preconditions, &pod)?;
    if !is_dry {
        let workloads = call.cluster.workloads().clone();
        let is_gone = run_blocking(move || workloads.delete_pod(&key.namespace, &key.name)).await?;
        if !is_gone {
            return Err(not_found(call, &pod.key));
        }
    }
    respond(call, StatusCode::OK, &pod)
}

/// Deletes what a list would hold.
pub(super) async fn delete_all(call: Call, collection: Collection) -> Result<Response, Status> {
    let options = ListOptions::read(&call.query, collection)?;
    let is_dry = is_dry(&call, &delete_options(&call)?)?;
    let namespace = call.request.namespace.clone();
    let now = call.cluster.clock().now();
    let store = call.cluster.directory().objects().clone();
    let deleted: Vec<Arc<Object>> = store
        .write(move |batch| {
            let mut objects = batch.list(collection, &namespace);
            objects.retain(|object| options.selector.selects(object));
            for object in &objects {
                strategy::remove(batch, object, now);
            }
            if is_dry {
                batch.discard();
            }
            Ok::<_, Status>(objects)
        })
        .await?;
    let metadata = ListMetadata {
        revision: call.cluster.directory().objects().revision(),
        ..ListMetadata::default()
    };
    let deleted: Vec<&Object> = deleted.iter().map(Arc::as_ref).collect();
    let rendition = Rendition::negotiate(&call.headers, &call.query)?;
    Ok(object(
        StatusCode::OK,
        &render::list(call.resource, &deleted, &metadata, rendition, now),
    ))
}

/// The body of a deletion, which may be empty.
fn delete_options(call: &Call) -> Result<Value, Status> {
    if call.body.is_empty() {
        return Ok(json!({}));
    }
    let mut options =
        body::read_kind(&call.headers, &call.body, "DeleteOptions", "v1").or_else(|refusal| {
            // Options may also be sent in the version of their resource's group.
            body::read_kind(
                &call.headers,
                &call.body,
                "DeleteOptions",
                &call.resource.api_version(),
            )
            .map_err(|_| refusal)
        })?;
    Ok(options.take())
}

fn is_dry(call: &Call, options: &Value) -> Result<bool, Status> {
    let in_body = options["dryRun"]
        .as_array()
        .is_some_and(|wanted| wanted.iter().any(|stage| stage == "All"));
    Ok(in_body || is_dry_run(&call.query)?)
}

fn check_preconditions(preconditions: &Value, old: &Object) -> Result<(), Status> {
    let differs = |name: &str, wanted: &Value, actual: &str| match wanted.as_str() {
        Some(wanted) if wanted != actual => Err(Status::conflict(
            &old.key,
            &format!(
                "Precondition failed: {name} in precondition: {wanted}, {name} in object meta: {actual}"
            ),
        )),
        _ => Ok(()),
    };
    differs("UID", &preconditions["uid"], old.uid())?;
    differs(
        "ResourceVersion",
        &preconditions["resourceVersion"],
        &old.revision.to_string(),
    )
}

fn success(call: &Call, deleted: &Object) -> Value {
    let mut details = Map::new();
    for (key, value) in [
        ("name", deleted.key.name.as_str()),
        ("group", call.resource.group),
        ("kind", call.resource.plural),
        ("uid", deleted.uid()),
    ] {
        if !value.is_empty() {
            details.insert(key.to_owned(), value.into());
        }
    }
    json!({"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "details": details})
}
