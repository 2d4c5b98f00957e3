//! Server-side apply: an object after a configuration, and whom that would take fields from.

use serde_json::{Map, Value};

use super::field_set::{FieldPath, FieldSet, shown};
use super::fields::{compare, named};
use super::last_applied;
use super::manager::{Manager, Managers, Operation, Writer};
use super::structure::{Structure, item_step, structure};
use crate::kubernetes::resources::Resource;

/// Who set the fields of an object that nobody was told to manage.
const BEFORE_FIRST_APPLY: &str = "before-first-apply";

/// A field that somebody else set otherwise.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::kubernetes) struct Conflict {
    /// The manager, as the real server names it: `"kubectl-edit" using v1`.
    pub(in crate::kubernetes) manager: String,
    pub(in crate::kubernetes) field: String,
}

/// An object after a configuration was applied, and who manages it then.
#[derive(Debug)]
pub(in crate::kubernetes) struct Applied {
    pub(in crate::kubernetes) object: Value,
    pub(in crate::kubernetes) managers: Managers,
}

/// Applies `configuration` to `live` (`None`: there is no such object).
///
/// # Errors
/// What others set to another value, unless `force` takes it from them.
pub(in crate::kubernetes) fn apply(
    resource: &Resource,
    live: Option<&Value>,
    configuration: &Value,
    writer: &Writer,
    force: bool,
) -> Result<Applied, Vec<Conflict>> {
    let mut managers = live.map_or_else(Managers::default, |live| known(resource, live, writer));
    let wanted = named(resource, configuration);
    let before = managers.of(writer).cloned();
    let mut object = live.cloned().unwrap_or_else(|| Value::Object(Map::new()));
    merge(resource, &mut Vec::new(), &mut object, configuration);
    if let Some(before) = &before {
        let mut dropped = before.fields.clone();
        dropped.take_away(&wanted);
        let is_held = |path: &[String]| {
            let mut others = managers.others(writer);
            wanted.reaches(path) || others.any(|other| other.fields.reaches(path))
        };
        prune(&mut object, &dropped, is_held);
    }
    let difference = compare(resource, live, &object);
    if !force {
        let mut contested = difference.changed.clone();
        if let Some(live) = live.filter(|_| writer.manager == last_applied::KUBECTL) {
            contested.take_away(&last_applied::still_applied(resource, live));
        }
        let conflicts = conflicts(&managers, writer, &contested);
        if !conflicts.is_empty() {
            return Err(conflicts);
        }
    }
    for manager in &mut managers.0 {
        manager.fields.take_away(&difference.removed);
        manager.fields.take_away(&difference.changed);
    }
    let is_same = before.is_some_and(|before| {
        before.fields == wanted && difference.changed.is_empty() && difference.removed.is_empty()
    });
    if !is_same {
        managers.put(writer, Manager::new(writer, wanted));
    }
    managers.0.retain(|manager| !manager.fields.is_empty());
    if writer.manager == last_applied::KUBECTL {
        last_applied::renew(&mut object, configuration);
    }
    Ok(Applied { object, managers })
}

fn known(resource: &Resource, live: &Value, writer: &Writer) -> Managers {
    let known = Managers::read(&live["metadata"]["managedFields"]).unwrap_or_default();
    if !known.is_empty() {
        return known;
    }
    let writer = Writer {
        manager: BEFORE_FIRST_APPLY.to_owned(),
        operation: Operation::Update,
        ..writer.clone()
    };
    let mut managers = Managers::default();
    managers.update(&writer, compare(resource, None, live));
    managers
}

fn conflicts(managers: &Managers, writer: &Writer, changed: &FieldSet) -> Vec<Conflict> {
    let mut others: Vec<&Manager> = managers.others(writer).collect();
    others.sort_by(|a, b| a.name.cmp(&b.name));
    let of = |manager: &Manager| {
        let name = match manager.operation {
            Operation::Apply => format!("{:?}", manager.name),
            Operation::Update => format!("{:?} using {}", manager.name, manager.api_version),
        };
        let fields = manager.fields.shared_with(changed);
        fields
            .map(|path| Conflict {
                manager: name.clone(),
                field: shown(path),
            })
            .collect::<Vec<_>>()
    };
    others.into_iter().flat_map(of).collect()
}

/// Puts what `configuration` says into `target`.
fn merge(resource: &Resource, path: &mut FieldPath, target: &mut Value, configuration: &Value) {
    match (structure(resource, path, configuration), configuration) {
        (Structure::Members, Value::Object(wanted)) => {
            if !target.is_object() {
                *target = Value::Object(Map::new());
            }
            let Value::Object(members) = target else {
                return;
            };
            for (name, value) in wanted {
                if value.is_null() {
                    members.shift_remove(name);
                    continue;
                }
                path.push(format!("f:{name}"));
                merge(
                    resource,
                    path,
                    members.entry(name.as_str()).or_insert(Value::Null),
                    value,
                );
                path.pop();
            }
        }
        (structure @ (Structure::Keyed(_) | Structure::Set), Value::Array(wanted)) => {
            if !target.is_array() {
                *target = Value::Array(Vec::new());
            }
            let Value::Array(items) = target else {
                return;
            };
            for item in wanted {
                let step = item_step(structure, item);
                let same = items
                    .iter_mut()
                    .find(|kept| step.is_some() && item_step(structure, kept) == step);
                match same {
                    Some(same) => *same = item.clone(),
                    None => items.push(item.clone()),
                }
            }
        }
        (_, value) => *target = value.clone(),
    }
}

/// Takes out of `object` what its manager no longer wants and nobody else holds, with the objects and lists that are
/// empty then.
fn prune(object: &mut Value, dropped: &FieldSet, is_held: impl Fn(&[String]) -> bool) {
    // What is below comes before what it is in.
    for path in dropped.paths().rev() {
        let mut path = &path[..];
        while !path.is_empty() && !is_held(path) {
            remove(object, path);
            path = &path[..path.len() - 1];
            let is_left = at(object, path).is_some_and(|left| match left {
                Value::Object(members) => !members.is_empty(),
                Value::Array(items) => !items.is_empty(),
                _ => true,
            });
            if is_left || path[..] == ["f:metadata"] {
                break;
            }
        }
    }
}

fn index_of(items: &[Value], step: &str) -> Option<usize> {
    items.iter().position(|item| match step.split_once(':') {
        Some(("k", key)) => serde_json::from_str::<Map<String, Value>>(key).is_ok_and(|key| {
            key.iter()
                .all(|(name, value)| item.get(name) == Some(value))
        }),
        Some(("v", value)) => {
            serde_json::from_str::<Value>(value).is_ok_and(|value| value == *item)
        }
        _ => false,
    })
}

fn at<'a>(value: &'a mut Value, path: &[String]) -> Option<&'a mut Value> {
    let mut found = value;
    for step in path {
        found = match found {
            Value::Object(members) => members.get_mut(step.strip_prefix("f:")?)?,
            Value::Array(items) => {
                let index = index_of(items, step)?;
                &mut items[index]
            }
            _ => return None,
        };
    }
    Some(found)
}

fn remove(object: &mut Value, path: &[String]) {
    let Some((last, parent)) = path.split_last() else {
        return;
    };
    match at(object, parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(last.strip_prefix("f:").unwrap_or_default());
        }
        Some(Value::Array(items)) => {
            if let Some(index) = index_of(items, last) {
                items.remove(index);
            }
        }
        _ => {}
    }
}
