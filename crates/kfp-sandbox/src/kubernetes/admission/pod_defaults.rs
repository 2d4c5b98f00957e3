//! The pod defaults of a profile namespace: those that a pod's labels select are put into it, unless they disagree.

use std::sync::Arc;

use serde_json::Value;

use super::merges::{MergedList, MergedMap};
use crate::directory::Object;

/// A pod with this annotation is left as it is.
const EXCLUDE: &str = "poddefault.admission.kubeflow.org/exclude";

/// Why the webhook refuses `pod`: defaults that disagree with it or with each other.
pub(super) fn conflict(pod: &Value, defaults: &[Arc<Object>]) -> Option<String> {
    let metadata = &pod["metadata"];
    if metadata["annotations"][EXCLUDE] == "true" {
        return None;
    }
    let selected: Vec<&Object> = defaults
        .iter()
        .map(AsRef::as_ref)
        .filter(|default| selects(&default.document["spec"]["selector"], &metadata["labels"]))
        .collect();
    let why = disagreements(pod, &selected);
    let why = match &why[..] {
        [] => return None,
        [one] => one.clone(),
        several => format!("[{}]", several.join(", ")),
    };
    let names: Vec<&str> = selected
        .iter()
        .map(|default| default.key.name.as_str())
        .collect();
    Some(format!(
        "conflict occurred while applying poddefaults: {} on pod: {} err: {why}",
        names.join(","),
        metadata["name"].as_str().unwrap_or_default()
    ))
}

fn disagreements(pod: &Value, defaults: &[&Object]) -> Vec<String> {
    let spec = &pod["spec"];
    let list = |of: &Value, key: &'static str, by: &'static str, called: &'static str| {
        MergedList { key, by, called }.disagreements(of, defaults)
    };
    let mut found = list(spec, "volumes", "name", "volumes");
    found.extend(list(spec, "tolerations", "key", "tolerations"));
    found.extend(list(spec, "imagePullSecrets", "name", "imagePullSecret"));
    for container in spec["containers"].as_array().into_iter().flatten() {
        found.extend(list(container, "env", "name", "env"));
        found.extend(list(container, "volumeMounts", "name", "volume mounts"));
    }
    for key in ["annotations", "labels"] {
        found.extend(MergedMap { key }.disagreements(&pod["metadata"], defaults));
    }
    found
}

/// Whether a label selector selects these labels; an empty one selects all.
fn selects(selector: &Value, labels: &Value) -> bool {
    let wanted = selector["matchLabels"].as_object().into_iter().flatten();
    let mut expressions = selector["matchExpressions"]
        .as_array()
        .into_iter()
        .flatten();
    wanted.into_iter().all(|(key, value)| labels[key] == *value)
        && expressions.all(|expression| {
            let label = &labels[expression["key"].as_str().unwrap_or_default()];
            let is_in = expression["values"]
                .as_array()
                .is_some_and(|values| values.contains(label));
            match expression["operator"].as_str() {
                Some("In") => is_in,
                Some("NotIn") => !is_in,
                Some("Exists") => !label.is_null(),
                Some("DoesNotExist") => label.is_null(),
                _ => false,
            }
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::directory::{Collection, Key};

    fn default(name: &str, spec: &Value) -> Arc<Object> {
        let key = Key::new(Collection::POD_DEFAULTS, "a", name);
        Arc::new(Object::new(
            key,
            1,
            json!({"metadata": {"name": name}, "spec": spec}),
        ))
    }

    #[test]
    fn defaults_that_disagree_are_named_with_what_they_disagree_about() {
        let one = default(
            "one",
            &json!({"selector": {"matchLabels": {"x": "1"}}, "env": [{"name": "E", "value": "1"}]}),
        );
        let two = default(
            "two",
            &json!({"selector": {}, "env": [{"name": "E", "value": "2"}], "labels": {"x": "2"}}),
        );
        let pod = json!({
            "metadata": {"name": "p", "labels": {"x": "1"}},
            "spec": {"containers": [{"name": "c"}]},
        });
        let both = [Arc::clone(&one), two];
        assert_eq!(
            conflict(&pod, &both).unwrap(),
            "conflict occurred while applying poddefaults: one,two on pod: p err: [merging env for two has a conflict on E: \n\
             {\"name\":\"E\",\"value\":\"2\"}\ndoes not match\n{\"name\":\"E\",\"value\":\"1\"}\n in container, merging has conflict \
             on x: \n\"2\"\ndoes not match\n\"1\"\n in pod]"
        );
        assert_eq!(conflict(&pod, &[one]), None);
        let mut left = pod.clone();
        left["metadata"]["labels"] = json!({"y": "1"});
        assert_eq!(conflict(&left, &both), None);
        let mut excluded = pod;
        excluded["metadata"]["annotations"] = json!({EXCLUDE: "true"});
        assert_eq!(conflict(&excluded, &both), None);
    }

    #[test]
    fn a_selector_selects_by_labels_and_expressions() {
        let labels = json!({"a": "1"});
        for (expression, is_selected) in [
            (
                json!({"key": "a", "operator": "In", "values": ["1", "2"]}),
                true,
            ),
            (
                json!({"key": "a", "operator": "NotIn", "values": ["1"]}),
                false,
            ),
            (json!({"key": "a", "operator": "Exists"}), true),
            (json!({"key": "b", "operator": "DoesNotExist"}), true),
            (json!({"key": "b", "operator": "Like"}), false),
        ] {
            let selector = json!({"matchExpressions": [expression]});
            assert_eq!(selects(&selector, &labels), is_selected, "{selector}");
        }
    }
}
