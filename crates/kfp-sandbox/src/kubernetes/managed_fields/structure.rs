//! Which lists and objects are set as a whole, and which field by field.

use serde_json::{Map, Value};

use crate::kubernetes::resources::Resource;

/// How a list or an object is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Structure {
    /// As a whole.
    Atomic,
    /// Member by member.
    Members,
    /// Item by item, which this member tells apart.
    Keyed(&'static str),
    /// Item by item, each of which is there once.
    Set,
}

/// Lists that are set item by item: kind (empty: any), steps, structure. All others are set as a whole.
const LISTS: [(&str, &[&str], Structure); 3] = [
    (
        "",
        &["f:metadata", "f:ownerReferences"],
        Structure::Keyed("uid"),
    ),
    ("", &["f:metadata", "f:finalizers"], Structure::Set),
    ("ServiceAccount", &["f:secrets"], Structure::Keyed("name")),
];

/// Objects that are set as a whole.
const WHOLE: [(&str, &str); 4] = [
    ("ClusterRoleBinding", "f:roleRef"),
    ("Event", "f:involvedObject"),
    ("Event", "f:related"),
    ("RoleBinding", "f:roleRef"),
];

/// Metadata that the server sets, which is nobody's.
const NOBODYS: [&str; 8] = [
    "f:creationTimestamp",
    "f:generation",
    "f:managedFields",
    "f:name",
    "f:namespace",
    "f:resourceVersion",
    "f:selfLink",
    "f:uid",
];

/// The structure of what stands at `path` in an object of `resource`.
pub(super) fn structure(resource: &Resource, path: &[String], value: &Value) -> Structure {
    match value {
        Value::Object(_) => {
            let is_whole = match path {
                [member] => WHOLE.contains(&(resource.kind, member)),
                // The items of every list here that has keys.
                [.., last] => last.starts_with("k:"),
                [] => false,
            };
            if is_whole {
                Structure::Atomic
            } else {
                Structure::Members
            }
        }
        Value::Array(_) => LISTS
            .iter()
            .find(|(kind, steps, _)| (kind.is_empty() || *kind == resource.kind) && path == *steps)
            .map_or(Structure::Atomic, |(.., structure)| *structure),
        _ => Structure::Atomic,
    }
}

/// Whether nobody is told to have set the field at `path`.
pub(super) fn is_nobodys(resource: &Resource, path: &[String]) -> bool {
    match path {
        [member] if resource.kind == "Namespace" => member == "f:spec" || member == "f:status",
        [member] => member == "f:kind" || member == "f:apiVersion",
        [metadata, member] => metadata == "f:metadata" && NOBODYS.contains(&member.as_str()),
        _ => false,
    }
}

/// The step to an item of a list; `None` where the item has no key.
pub(super) fn item_step(structure: Structure, item: &Value) -> Option<String> {
    match structure {
        Structure::Keyed(key) => {
            let value = item.get(key)?;
            let key = Map::from_iter([(key.to_owned(), value.clone())]);
            Some(format!("k:{}", Value::Object(key)))
        }
        Structure::Set => Some(format!("v:{item}")),
        _ => None,
    }
}
