//! Tables: what `kubectl get` prints.

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::columns::{Column, columns};
use super::object::{partial, typed};
use super::rendition::Included;
use crate::directory::Object;
use crate::kubernetes::resources::Resource;

/// Whether a table names its columns: in a watch only the first does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::kubernetes) enum Headings {
    Named,
    Left,
}

pub(super) fn table(
    resource: &Resource,
    objects: &[&Object],
    metadata: &Value,
    included: Included,
    now: OffsetDateTime,
) -> Value {
    let columns = columns(resource);
    let rows: Vec<Value> = objects
        .iter()
        .map(|object| row(resource, columns, object, included, now))
        .collect();
    json!({
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": metadata,
        "columnDefinitions": columns.iter().map(definition).collect::<Vec<_>>(),
        "rows": rows,
    })
}

/// The table of one object in a watch.
pub(in crate::kubernetes) fn table_event(
    resource: &Resource,
    object: &Object,
    included: Included,
    headings: Headings,
    now: OffsetDateTime,
) -> Value {
    let metadata = json!({"resourceVersion": object.revision.to_string()});
    let mut table = table(resource, &[object], &metadata, included, now);
    if headings == Headings::Left {
        table["columnDefinitions"] = Value::Null;
    }
    table
}

fn definition(column: &Column) -> Value {
    json!({
        "name": column.name,
        "type": column.of,
        "format": if column.name == "Name" { "name" } else { "" },
        "description": "",
        "priority": column.priority,
    })
}

fn row(
    resource: &Resource,
    columns: &[Column],
    object: &Object,
    included: Included,
    now: OffsetDateTime,
) -> Value {
    let cells: Vec<Value> = columns
        .iter()
        .map(|column| (column.cell)(&object.document, now))
        .collect();
    let mut row = json!({"cells": cells});
    match included {
        Included::Nothing => {}
        Included::Metadata => row["object"] = partial(&object.document),
        Included::Object => row["object"] = typed(resource, &object.document),
    }
    row
}
