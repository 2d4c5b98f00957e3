//! Who set which field: what `metadata.managedFields` says, and what server-side apply goes by.

mod apply;
mod field_set;
mod fields;
mod last_applied;
mod manager;
mod structure;

pub(super) use apply::{Conflict, apply};
pub(super) use manager::{Managers, Operation, Writer};

use serde_json::Value;

use super::resources::Resource;
use fields::compare;

/// Notes in the metadata of `document`, which takes the place of `old` or is new, that `writer` wrote what differs.
/// `sent` are the entries that came with the document, which count if they can be read.
pub(super) fn note_update(
    resource: &Resource,
    old: Option<&Value>,
    document: &mut Value,
    sent: &Value,
    writer: &Writer,
) {
    let known = old.map_or(&Value::Null, |old| &old["metadata"]["managedFields"]);
    let mut managers = if Managers::is_reset(sent) {
        Managers::default()
    } else {
        Managers::read(sent)
            .filter(|managers| !managers.is_empty())
            .or_else(|| Managers::read(known))
            .unwrap_or_default()
    };
    let difference = compare(resource, old, document);
    managers.update(writer, difference);
    managers.write_to(document);
}
