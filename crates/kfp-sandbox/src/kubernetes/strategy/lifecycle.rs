//! Making, changing and removing.

use std::sync::Arc;

use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::{access, config_maps, metadata, profiles};
use crate::directory::{Batch, Collection, Key, Object};
use crate::kubernetes::resources::Resource;
use crate::kubernetes::status::{InvalidField, Status};
use crate::wire::format_seconds;

/// The document of a new object.
///
/// # Errors
/// 422 with every wrong field.
pub(in crate::kubernetes) fn prepare_create(
    resource: &Resource,
    collection: Collection,
    namespace: &str,
    sent: &Value,
    now: OffsetDateTime,
) -> Result<Value, Status> {
    let metadata = metadata::of_new(resource, namespace, &sent["metadata"], now);
    let mut document = assemble(metadata, sent);
    default(collection, &mut document, None);
    let mut wrong = metadata::check(collection, &document["metadata"]);
    wrong.extend(check(collection, &document, None));
    refuse(resource, &document, &wrong)?;
    Ok(document)
}

/// The document that is to take the place of `old`.
pub(in crate::kubernetes) fn assemble_update(old: &Object, wanted: &Value) -> Value {
    let metadata = metadata::of_changed(old, &wanted["metadata"]);
    let mut document = assemble(metadata, wanted);
    default(old.key.collection, &mut document, Some(&old.document));
    document
}

/// Refuses a document that may not take the place of `old`, and counts the changes of a custom one.
///
/// # Errors
/// 422 with every wrong field.
pub(in crate::kubernetes) fn check_update(
    resource: &Resource,
    old: &Object,
    document: &mut Value,
) -> Result<(), Status> {
    let mut wrong = metadata::check(old.key.collection, &document["metadata"]);
    wrong.extend(check(old.key.collection, document, Some(&old.document)));
    refuse(resource, document, &wrong)?;
    if resource.is_custom {
        metadata::count_generation(document, &old.document);
    }
    Ok(())
}

fn assemble(metadata: Value, sent: &Value) -> Value {
    let mut document = Map::new();
    document.insert("metadata".to_owned(), metadata);
    for (key, value) in sent.as_object().into_iter().flatten() {
        if !["kind", "apiVersion", "metadata"].contains(&key.as_str()) {
            document.insert(key.clone(), value.clone());
        }
    }
    Value::Object(document)
}

/// Most bytes of an object, as etcd limits them.
const MAX_OBJECT_BYTES: usize = 1536 * 1024;

/// Deepest nesting of an object: what is kept is read again down to 127 only.
pub(in crate::kubernetes) const MAX_DEPTH: usize = 100;

/// How deep lists and objects are nested.
pub(in crate::kubernetes) fn depth(value: &Value) -> usize {
    let deepest = match value {
        Value::Array(items) => items.iter().map(depth).max(),
        Value::Object(members) => members.values().map(depth).max(),
        _ => return 0,
    };
    1 + deepest.unwrap_or_default()
}

/// Refuses what is too large to be kept.
///
/// # Errors
/// 413.
pub(in crate::kubernetes) fn check_size(document: &Value) -> Result<(), Status> {
    if document.to_string().len() > MAX_OBJECT_BYTES {
        return Err(Status::too_large(MAX_OBJECT_BYTES));
    }
    Ok(())
}

fn refuse(resource: &Resource, document: &Value, wrong: &[InvalidField]) -> Result<(), Status> {
    if depth(document) > MAX_DEPTH {
        return Err(Status::bad_request(format!(
            "the object is nested deeper than {MAX_DEPTH} levels, which the sandbox does not keep"
        )));
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let name = document["metadata"]["name"].as_str().unwrap_or_default();
    Err(Status::invalid(resource.group, resource.kind, name, wrong))
}

/// Puts in what the real server puts in, and back what a caller does not change.
fn default(collection: Collection, document: &mut Value, old: Option<&Value>) {
    match collection {
        Collection::NAMESPACES => {
            let name = document["metadata"]["name"].clone();
            document["metadata"]["labels"]["kubernetes.io/metadata.name"] = name;
            document["spec"] = json!({"finalizers": ["kubernetes"]});
            document["status"] = match old {
                Some(old) => old["status"].clone(),
                None => json!({"phase": "Active"}),
            };
        }
        Collection::ROLE_BINDINGS | Collection::CLUSTER_ROLE_BINDINGS => {
            access::default_binding(document);
        }
        Collection::ROLES | Collection::CLUSTER_ROLES => access::default_role(document),
        _ => {}
    }
}

fn check(collection: Collection, document: &Value, old: Option<&Value>) -> Vec<InvalidField> {
    match collection {
        Collection::CONFIG_MAPS => config_maps::check(document, old),
        Collection::ROLES | Collection::CLUSTER_ROLES => access::check_role(document),
        Collection::ROLE_BINDINGS | Collection::CLUSTER_ROLE_BINDINGS => {
            access::check_binding(collection, document, old)
        }
        Collection::PROFILES => profiles::check(document),
        _ => Vec::new(),
    }
}

/// What the cluster's controllers do about a new object.
pub(in crate::kubernetes) fn after_create(
    batch: &mut Batch<'_>,
    created: &Object,
    now: OffsetDateTime,
) {
    match created.key.collection {
        Collection::NAMESPACES => add_default_account(batch, &created.key.name, now),
        Collection::PROFILES => profiles::settle(batch, created, now),
        _ => {}
    }
}

/// Each namespace has an account for pods that name none.
pub(super) fn add_default_account(batch: &mut Batch<'_>, namespace: &str, now: OffsetDateTime) {
    let key = Key::new(Collection::SERVICE_ACCOUNTS, namespace, "default");
    if batch.get(&key).is_none() {
        let metadata = metadata::made_here(&key, now);
        batch.put(key, json!({"metadata": metadata}));
    }
}

/// An object that was to be removed goes when its last finalizer does.
pub(in crate::kubernetes) fn after_update(batch: &mut Batch<'_>, updated: &Arc<Object>) {
    if !updated.metadata()["deletionTimestamp"].is_null() && !has_finalizers(updated) {
        remove_now(batch, updated);
    }
}

fn has_finalizers(object: &Object) -> bool {
    object.metadata()["finalizers"]
        .as_array()
        .is_some_and(|finalizers| !finalizers.is_empty())
}

/// Removes an object, or marks it if something has to be done first; the object as it is told of.
pub(in crate::kubernetes) fn remove(
    batch: &mut Batch<'_>,
    old: &Arc<Object>,
    now: OffsetDateTime,
) -> Arc<Object> {
    let is_namespace = old.key.collection == Collection::NAMESPACES;
    if !has_finalizers(old) && !is_namespace {
        remove_now(batch, old);
        return Arc::clone(old);
    }
    if !old.metadata()["deletionTimestamp"].is_null() && !is_namespace {
        return Arc::clone(old);
    }
    let mut document = old.document.clone();
    document["metadata"]["deletionTimestamp"] = format_seconds(now.unix_timestamp()).into();
    if is_namespace {
        document["status"]["phase"] = "Terminating".into();
    }
    let marked = batch.put(old.key.clone(), document);
    if !has_finalizers(old) {
        remove_now(batch, &marked);
    }
    marked
}

/// Removes an object and what goes with it.
fn remove_now(batch: &mut Batch<'_>, object: &Object) {
    match object.key.collection {
        Collection::NAMESPACES => empty_namespace(batch, &object.key.name),
        Collection::PROFILES => {
            let namespace = Key::new(Collection::NAMESPACES, "", &*object.key.name);
            if let Some(namespace) = batch.get(&namespace) {
                remove_now(batch, &namespace);
            }
        }
        _ => {}
    }
    batch.remove(&object.key);
}

fn empty_namespace(batch: &mut Batch<'_>, namespace: &str) {
    for collection in Collection::IN_NAMESPACES {
        for object in batch.list(collection, namespace) {
            batch.remove(&object.key);
        }
    }
}
