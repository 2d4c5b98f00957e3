//! Strategic merge: lists of objects merge by a key instead of being replaced, and `$patch` says what else to do.

use serde_json::{Map, Value};

/// Lists that merge: kind (empty: any), member, and the key of their items.
const KEYED: [(&str, &str, &str); 5] = [
    ("", "ownerReferences", "uid"),
    ("", "containers", "name"),
    ("", "initContainers", "name"),
    ("ServiceAccount", "secrets", "name"),
    ("ServiceAccount", "imagePullSecrets", "name"),
];

/// Changes an object of `kind` as `patch` says.
pub(super) fn merge(target: &mut Value, patch: Value, kind: &str) {
    match patch {
        Value::Object(changes) => merge_object(target, changes, kind),
        other => *target = other,
    }
}

fn merge_object(target: &mut Value, mut changes: Map<String, Value>, kind: &str) {
    let directive = changes.shift_remove("$patch");
    if directive.as_ref().is_some_and(|word| word == "replace") {
        *target = Value::Object(changes);
        return;
    }
    if directive.as_ref().is_some_and(|word| word == "delete") {
        *target = Value::Object(Map::new());
        return;
    }
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(members) = target else {
        return;
    };
    if let Some(Value::Array(kept)) = changes.shift_remove("$retainKeys") {
        members.retain(|key, _| kept.iter().any(|kept| kept == key.as_str()));
    }
    for (key, value) in changes {
        if let Some(list) = key.strip_prefix("$deleteFromPrimitiveList/") {
            delete_from_list(members.get_mut(list), &value);
        } else if key.starts_with("$setElementOrder/") {
            // The order of a merged list means nothing to the kinds that are kept here.
        } else if value.is_null() {
            members.shift_remove(&key);
        } else {
            let merge_key = merge_key(kind, &key);
            merge_member(
                members.entry(key).or_insert(Value::Null),
                value,
                kind,
                merge_key,
            );
        }
    }
}

fn merge_key(kind: &str, member: &str) -> Option<&'static str> {
    KEYED
        .iter()
        .find(|(of, list, _)| (of.is_empty() || *of == kind) && *list == member)
        .map(|(.., key)| *key)
}

fn merge_member(target: &mut Value, value: Value, kind: &str, merge_key: Option<&str>) {
    match (value, merge_key) {
        (Value::Array(items), Some(merge_key)) => merge_list(target, items, kind, merge_key),
        // Finalizers are a set.
        (value, _) => merge(target, value, kind),
    }
}

fn merge_list(target: &mut Value, items: Vec<Value>, kind: &str, merge_key: &str) {
    if !target.is_array() {
        *target = Value::Array(Vec::new());
    }
    let Value::Array(list) = target else {
        return;
    };
    if items.iter().any(|item| item["$patch"] == "replace") {
        list.clear();
    }
    for item in items {
        let directive = item["$patch"].as_str();
        if directive == Some("replace") {
            continue;
        }
        let same = list
            .iter()
            .position(|found| !item[merge_key].is_null() && found[merge_key] == item[merge_key]);
        match (same, directive) {
            (Some(index), Some("delete")) => {
                list.remove(index);
            }
            (None, Some("delete")) => {}
            (Some(index), _) => merge(&mut list[index], item, kind),
            (None, _) => {
                let mut new = Value::Null;
                merge(&mut new, item, kind);
                list.push(new);
            }
        }
    }
}

fn delete_from_list(list: Option<&mut Value>, values: &Value) {
    if let (Some(Value::Array(list)), Value::Array(values)) = (list, values) {
        list.retain(|item| !values.contains(item));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn lists_with_a_key_merge_and_others_are_replaced() {
        let mut account = json!({
            "metadata": {"labels": {"a": "1", "b": "2"}, "finalizers": ["x", "y"]},
            "secrets": [{"name": "one"}, {"name": "two"}],
        });
        let patch = json!({
            "metadata": {"labels": {"a": null, "c": "3"}, "$deleteFromPrimitiveList/finalizers": ["x"]},
            "$setElementOrder/secrets": [{"name": "three"}],
            "secrets": [{"name": "one", "$patch": "delete"}, {"name": "three"}],
        });
        merge(&mut account, patch, "ServiceAccount");
        assert_eq!(
            account,
            json!({
                "metadata": {"labels": {"b": "2", "c": "3"}, "finalizers": ["y"]},
                "secrets": [{"name": "two"}, {"name": "three"}],
            })
        );

        let mut binding =
            json!({"subjects": [{"name": "a"}], "roleRef": {"kind": "Role", "name": "x"}});
        let patch =
            json!({"subjects": [{"name": "b"}], "roleRef": {"$patch": "replace", "name": "y"}});
        merge(&mut binding, patch, "RoleBinding");
        assert_eq!(
            binding,
            json!({"subjects": [{"name": "b"}], "roleRef": {"name": "y"}})
        );
    }
}
