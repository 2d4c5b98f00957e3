//! The managers of an object's fields: the entries of `managedFields`.

use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::field_set::FieldSet;
use super::fields::Difference;
use crate::wire::format_seconds;

const FIELDS_TYPE: &str = "FieldsV1";

/// How a manager sets fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::kubernetes) enum Operation {
    /// Server-side apply.
    Apply,
    /// Everything else.
    Update,
}

impl Operation {
    fn name(self) -> &'static str {
        match self {
            Self::Apply => "Apply",
            Self::Update => "Update",
        }
    }
}

/// Who writes, how and when.
#[derive(Clone, Debug)]
pub(in crate::kubernetes) struct Writer {
    pub(in crate::kubernetes) manager: String,
    pub(in crate::kubernetes) operation: Operation,
    pub(in crate::kubernetes) api_version: String,
    pub(in crate::kubernetes) now: OffsetDateTime,
}

/// One entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Manager {
    pub(super) name: String,
    pub(super) operation: Operation,
    pub(super) api_version: String,
    subresource: String,
    /// RFC 3339; empty: unknown.
    time: String,
    pub(super) fields: FieldSet,
}

impl Manager {
    pub(super) fn new(writer: &Writer, fields: FieldSet) -> Self {
        Self {
            name: writer.manager.clone(),
            operation: writer.operation,
            api_version: writer.api_version.clone(),
            subresource: String::new(),
            time: format_seconds(writer.now.unix_timestamp()),
            fields,
        }
    }

    /// Whether it is the writer. Who applies is the same whatever the version of the object.
    pub(super) fn is(&self, writer: &Writer) -> bool {
        self.name == writer.manager
            && self.operation == writer.operation
            && self.subresource.is_empty()
            && (self.operation == Operation::Apply || self.api_version == writer.api_version)
    }

    fn read(entry: &Value) -> Option<Self> {
        let text = |key: &str| match &entry[key] {
            Value::Null => Some(String::new()),
            Value::String(text) => Some(text.clone()),
            _ => None,
        };
        let operation = match entry["operation"].as_str()? {
            "Apply" => Operation::Apply,
            "Update" => Operation::Update,
            _ => return None,
        };
        let time = text("time")?;
        if !time.is_empty() {
            OffsetDateTime::parse(&time, &Rfc3339).ok()?;
        }
        (entry["fieldsType"] == FIELDS_TYPE).then_some(())?;
        Some(Self {
            name: text("manager")?,
            operation,
            api_version: text("apiVersion")?,
            subresource: text("subresource")?,
            time,
            fields: FieldSet::read(&entry["fieldsV1"])?,
        })
    }

    fn to_json(&self) -> Value {
        let mut entry = Map::new();
        for (key, text) in [
            ("manager", self.name.as_str()),
            ("operation", self.operation.name()),
            ("apiVersion", &self.api_version),
            ("time", &self.time),
            ("fieldsType", FIELDS_TYPE),
        ] {
            if !text.is_empty() {
                entry.insert(key.to_owned(), text.into());
            }
        }
        entry.insert("fieldsV1".to_owned(), self.fields.to_json());
        if !self.subresource.is_empty() {
            entry.insert("subresource".to_owned(), self.subresource.as_str().into());
        }
        Value::Object(entry)
    }
}

/// All entries of an object.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::kubernetes) struct Managers(pub(super) Vec<Manager>);

impl Managers {
    /// Reads a `managedFields`; `None` for what is none.
    pub(super) fn read(entries: &Value) -> Option<Self> {
        let entries = entries.as_array()?.iter();
        entries.map(Manager::read).collect::<Option<_>>().map(Self)
    }

    /// Whether a sent `managedFields` is the one by which a client takes every entry away.
    pub(super) fn is_reset(sent: &Value) -> bool {
        *sent == serde_json::json!([{}])
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Those that are not the writer.
    pub(super) fn others<'a>(&'a self, writer: &'a Writer) -> impl Iterator<Item = &'a Manager> {
        self.0.iter().filter(|manager| !manager.is(writer))
    }

    /// The entry of the writer.
    pub(super) fn of(&self, writer: &Writer) -> Option<&Manager> {
        self.0.iter().find(|manager| manager.is(writer))
    }

    /// Takes from everybody what changed or is gone, and gives what changed to the writer.
    pub(super) fn update(&mut self, writer: &Writer, difference: Difference) {
        for manager in &mut self.0 {
            manager.fields.take_away(&difference.removed);
            if !manager.is(writer) {
                manager.fields.take_away(&difference.changed);
            }
        }
        if !difference.changed.is_empty() {
            let mut own = Manager::new(writer, difference.changed);
            if let Some(before) = self.of(writer) {
                own.fields.add(&before.fields);
            }
            self.put(writer, own);
        }
        self.0.retain(|manager| !manager.fields.is_empty());
    }

    /// Puts an entry in the place of the writer's.
    pub(super) fn put(&mut self, writer: &Writer, own: Manager) {
        self.0.retain(|manager| !manager.is(writer));
        self.0.push(own);
    }

    /// Writes the entries into the metadata of an object, those of server-side apply first.
    pub(in crate::kubernetes) fn write_to(mut self, document: &mut Value) {
        let Some(metadata) = document.get_mut("metadata").and_then(Value::as_object_mut) else {
            return;
        };
        metadata.shift_remove("managedFields");
        if self.0.is_empty() {
            return;
        }
        self.0.sort_by(|a, b| {
            (a.operation, &a.time, &a.name, &a.api_version).cmp(&(
                b.operation,
                &b.time,
                &b.name,
                &b.api_version,
            ))
        });
        let entries = self.0.iter().map(Manager::to_json).collect();
        metadata.insert("managedFields".to_owned(), entries);
    }
}
