//! What every call that writes does.

use std::sync::Arc;

use serde_json::Value;

use crate::directory::{Batch, Collection, Directory, Key, Object, Subject};
use crate::kubernetes::body;
use crate::kubernetes::managed_fields::{self, Managers, Operation, Writer};
use crate::kubernetes::options::{field_manager, is_dry_run};
use crate::kubernetes::resources::Resource;
use crate::kubernetes::router::Call;
use crate::kubernetes::status::Status;
use crate::kubernetes::strategy::{self, Giver};

/// One write on its way.
pub(super) struct Write {
    pub(super) resource: &'static Resource,
    collection: Collection,
    /// Empty at the cluster scope.
    namespace: String,
    pub(super) writer: Writer,
    is_dry: bool,
    /// The name in the path; empty where something is made.
    name: String,
    directory: Directory,
    caller: Subject,
}

impl Write {
    /// Reads what the call says of how it writes.
    ///
    /// # Errors
    /// 400 and 422 for options that are none.
    pub(super) fn of(
        call: &Call,
        collection: Collection,
        operation: Operation,
    ) -> Result<Self, Status> {
        Ok(Self {
            resource: call.resource,
            collection,
            namespace: call.key(collection, "").namespace,
            writer: Writer {
                manager: field_manager(call)?,
                operation,
                api_version: call.resource.api_version(),
                now: call.cluster.clock().now(),
            },
            is_dry: is_dry_run(&call.query)?,
            name: call.request.name.clone(),
            directory: call.cluster.directory().clone(),
            caller: call.caller.subject.clone(),
        })
    }

    /// Puts a new object in. `managers` are those that server-side apply found.
    pub(super) fn create(
        &self,
        batch: &mut Batch<'_>,
        sent: &Value,
        managers: Option<Managers>,
    ) -> Result<Arc<Object>, Status> {
        self.check_namespace(batch, sent)?;
        self.giver()
            .check(self.resource, self.collection, sent, None)?;
        let (resource, now) = (self.resource, self.writer.now);
        let mut document =
            strategy::prepare_create(resource, self.collection, &self.namespace, sent, now)?;
        let name = document["metadata"]["name"].as_str().unwrap_or_default();
        let key = Key::new(self.collection, self.namespace.as_str(), name);
        if batch.get(&key).is_some() {
            return Err(Status::already_exists(
                resource.group,
                resource.plural,
                &key.name,
            ));
        }
        self.note(None, &mut document, sent, managers);
        strategy::check_size(&document)?;
        let created = batch.put(key, document);
        strategy::after_create(batch, &created, now);
        Ok(self.settle(batch, created))
    }

    /// Puts `wanted` in the place of `old`; nothing changes if they are alike.
    pub(super) fn replace(
        &self,
        batch: &mut Batch<'_>,
        old: &Arc<Object>,
        wanted: &Value,
        managers: Option<Managers>,
    ) -> Result<Arc<Object>, Status> {
        check_metadata(old, wanted)?;
        let mut document = strategy::assemble_update(old, wanted);
        self.giver().check(
            self.resource,
            self.collection,
            &document,
            Some(&old.document),
        )?;
        strategy::check_update(self.resource, old, &mut document)?;
        self.note(Some(&old.document), &mut document, wanted, managers);
        strategy::check_size(&document)?;
        if document == old.document {
            return Ok(Arc::clone(old));
        }
        let updated = batch.put(old.key.clone(), document);
        strategy::after_update(batch, &updated);
        Ok(self.settle(batch, updated))
    }

    /// Refuses a namespace that does not exist, and an object that names another.
    fn check_namespace(&self, batch: &Batch<'_>, sent: &Value) -> Result<(), Status> {
        body::check_namespace(sent, &self.namespace)?;
        if self.namespace.is_empty() {
            return Ok(());
        }
        let key = Key::new(Collection::NAMESPACES, "", self.namespace.as_str());
        match batch.get(&key) {
            Some(_) => Ok(()),
            None => Err(Status::not_found("", "namespaces", &self.namespace)),
        }
    }

    fn giver(&self) -> Giver<'_> {
        Giver {
            directory: &self.directory,
            subject: &self.caller,
            namespace: &self.namespace,
            name: &self.name,
        }
    }

    /// Notes who manages the fields now.
    fn note(
        &self,
        old: Option<&Value>,
        document: &mut Value,
        sent: &Value,
        managers: Option<Managers>,
    ) {
        if let Some(managers) = managers {
            managers.write_to(document);
        } else {
            let sent = &sent["metadata"]["managedFields"];
            managed_fields::note_update(self.resource, old, document, sent, &self.writer);
        }
    }

    fn settle(&self, batch: &mut Batch<'_>, written: Arc<Object>) -> Arc<Object> {
        if self.is_dry {
            batch.discard();
        }
        written
    }
}

/// Refuses an object that goes by another name than the one in the path.
pub(super) fn check_name(document: &Value, key: &Key) -> Result<(), Status> {
    let name = document["metadata"]["name"].as_str().unwrap_or_default();
    if name == key.name {
        return Ok(());
    }
    Err(Status::bad_request(format!(
        "the name of the object ({name}) does not match the name on the URL ({})",
        key.name
    )))
}

/// Refuses what is said of another object, or of another version of this one.
fn check_metadata(old: &Object, wanted: &Value) -> Result<(), Status> {
    let metadata = &wanted["metadata"];
    let sent = |key: &str| metadata[key].as_str().unwrap_or_default();
    if !sent("name").is_empty() {
        check_name(wanted, &old.key)?;
    }
    body::check_namespace(wanted, &old.key.namespace)?;
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
    Ok(())
}
