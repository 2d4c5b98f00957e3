//! The fields of an object, and those in which two differ.

use std::collections::BTreeMap;

use serde_json::Value;

use super::field_set::{FieldPath, FieldSet};
use super::structure::{Structure, is_nobodys, item_step, structure};
use crate::kubernetes::resources::Resource;

/// What one version of an object has that the other has not.
#[derive(Debug, Default)]
pub(super) struct Difference {
    /// Fields that are new or have another value.
    pub(super) changed: FieldSet,
    /// Fields that are gone.
    pub(super) removed: FieldSet,
}

/// What differs between an object (`None`: there was none) and what takes its place.
pub(super) fn compare(resource: &Resource, old: Option<&Value>, new: &Value) -> Difference {
    let before = old.map(|old| fields(resource, old, Of::Kept));
    let before = before.unwrap_or_default();
    let after = fields(resource, new, Of::Kept);
    let changed = after
        .iter()
        .filter(|(path, value)| before.get(*path) != Some(value));
    let removed = before.keys().filter(|path| !after.contains_key(*path));
    Difference {
        changed: changed.map(|(path, _)| path.clone()).collect(),
        removed: removed.cloned().collect(),
    }
}

/// The fields that a configuration for server-side apply names.
pub(super) fn named(resource: &Resource, configuration: &Value) -> FieldSet {
    fields(resource, configuration, Of::Configuration)
        .into_keys()
        .collect()
}

/// What is walked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Of {
    /// A kept object: objects and lists with something in them are fields too, what is empty is not there.
    Kept,
    /// A configuration: what is empty or null is named, what has something in it is named by that.
    Configuration,
}

/// Every field with its value, without one for what others are in.
type Fields<'a> = BTreeMap<FieldPath, Option<&'a Value>>;

fn fields<'a>(resource: &Resource, object: &'a Value, of: Of) -> Fields<'a> {
    let mut walk = Walk {
        resource,
        of,
        fields: Fields::new(),
    };
    for (name, value) in object.as_object().into_iter().flatten() {
        walk.visit(&mut vec![format!("f:{name}")], value);
    }
    walk.fields
}

struct Walk<'a, 'r> {
    resource: &'r Resource,
    of: Of,
    fields: Fields<'a>,
}

impl<'a> Walk<'a, '_> {
    fn visit(&mut self, path: &mut FieldPath, value: &'a Value) {
        if is_nobodys(self.resource, path) {
            return;
        }
        if is_empty(value) {
            // Kinds of Kubernetes' own are written without what is empty; custom ones are kept as they were sent.
            let is_there = self.of == Of::Configuration || self.resource.is_custom;
            if is_there && (self.of == Of::Configuration || !value.is_null()) {
                self.fields.insert(path.clone(), Some(value));
            }
            return;
        }
        match (structure(self.resource, path, value), value) {
            (Structure::Members, Value::Object(members)) => {
                self.note_container(path);
                for (name, member) in members {
                    path.push(format!("f:{name}"));
                    self.visit(path, member);
                    path.pop();
                }
            }
            (structure @ (Structure::Keyed(_) | Structure::Set), Value::Array(items)) => {
                self.note_container(path);
                for item in items {
                    let Some(step) = item_step(structure, item) else {
                        continue;
                    };
                    path.push(step);
                    self.fields.insert(path.clone(), Some(item));
                    path.pop();
                }
            }
            _ => {
                self.fields.insert(path.clone(), Some(value));
            }
        }
    }

    fn note_container(&mut self, path: &FieldPath) {
        // Metadata are in every object.
        if self.of == Of::Kept && path[..] != ["f:metadata"] {
            self.fields.insert(path.clone(), None);
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn resource(group: &str, plural: &str) -> &'static Resource {
        Resource::find(group, "v1", plural).unwrap()
    }

    #[test]
    fn a_new_object_is_told_with_its_containers() {
        let map = json!({
            "metadata": {"name": "m", "labels": {"a": "1"}, "finalizers": ["x/y"], "uid": "u"},
            "data": {"k": "v"},
            "binaryData": {},
        });
        let new = compare(resource("", "configmaps"), None, &map);
        assert_eq!(
            new.changed.to_json(),
            json!({
                "f:data": {".": {}, "f:k": {}},
                "f:metadata": {"f:finalizers": {".": {}, "v:\"x/y\"": {}}, "f:labels": {".": {}, "f:a": {}}},
            })
        );
        assert!(new.removed.is_empty());
        let named = named(resource("", "configmaps"), &map);
        assert_eq!(
            named.to_json(),
            json!({
                "f:binaryData": {},
                "f:data": {"f:k": {}},
                "f:metadata": {"f:finalizers": {"v:\"x/y\"": {}}, "f:labels": {"f:a": {}}},
            })
        );
    }

    #[test]
    fn a_binding_is_set_in_whole_parts() {
        let bindings = resource("rbac.authorization.k8s.io", "rolebindings");
        let old = json!({"subjects": [{"name": "a"}], "roleRef": {"kind": "Role", "name": "x"}});
        let new = compare(bindings, None, &old);
        assert_eq!(
            new.changed.to_json(),
            json!({"f:roleRef": {}, "f:subjects": {}})
        );
        let fewer = json!({"subjects": [], "roleRef": old["roleRef"]});
        let changed = compare(bindings, Some(&old), &fewer);
        assert!(changed.changed.is_empty());
        assert_eq!(changed.removed.to_json(), json!({"f:subjects": {}}));
    }

    #[test]
    fn a_custom_object_keeps_what_is_empty() {
        let profiles = resource("kubeflow.org", "profiles");
        let profile = json!({"spec": {"owner": {"name": "a"}, "plugins": []}});
        let new = compare(profiles, None, &profile);
        assert_eq!(
            new.changed.to_json(),
            json!({"f:spec": {".": {}, "f:owner": {".": {}, "f:name": {}}, "f:plugins": {}}})
        );
    }
}
