//! The annotation of kubectl's client-side apply, which its server-side apply takes over from.

use serde_json::Value;

use super::field_set::FieldSet;
use super::fields::{compare, named};
use crate::engine::spec::canonical_text;
use crate::kubernetes::resources::Resource;

/// The manager whose server-side apply minds the annotation.
pub(super) const KUBECTL: &str = "kubectl";

const ANNOTATION: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// What client-side apply set in `live` and is still so: kubectl may take it over from whoever manages it.
pub(super) fn still_applied(resource: &Resource, live: &Value) -> FieldSet {
    let text = live["metadata"]["annotations"][ANNOTATION].as_str();
    let applied = text.and_then(|text| serde_json::from_str::<Value>(text).ok());
    let Some(applied) = applied.filter(|applied| applied["apiVersion"] == resource.api_version())
    else {
        return FieldSet::default();
    };
    let mut still = named(resource, &applied);
    let difference = compare(resource, Some(&applied), live);
    still.take_away(&difference.changed);
    still.take_away(&difference.removed);
    still
}

/// Writes the applied configuration into the annotation of an object that has one.
pub(super) fn renew(object: &mut Value, configuration: &Value) {
    let annotation = object
        .get_mut("metadata")
        .and_then(|metadata| metadata.get_mut("annotations")?.get_mut(ANNOTATION));
    let Some(annotation) = annotation else {
        return;
    };
    let mut configuration = configuration.clone();
    let annotations = configuration
        .get_mut("metadata")
        .and_then(|metadata| metadata.get_mut("annotations")?.as_object_mut());
    if let Some(annotations) = annotations {
        annotations.shift_remove(ANNOTATION);
    }
    // As Go writes it, and on a line of its own.
    *annotation = format!("{}\n", canonical_text(&configuration)).into();
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn live(annotation: &str) -> Value {
        json!({
            "metadata": {"annotations": {ANNOTATION: annotation}},
            "data": {"a": "1", "b": "2"},
        })
    }

    #[test]
    fn what_is_as_it_was_applied_may_be_taken_over() {
        let maps = Resource::find("", "v1", "configmaps").unwrap();
        let applied = r#"{"apiVersion":"v1","kind":"ConfigMap","data":{"a":"1","b":"1","c":"1"}}"#;
        assert_eq!(
            still_applied(maps, &live(applied)).to_json(),
            json!({"f:data": {"f:a": {}}})
        );
        for none in ["x", r#"{"apiVersion":"v2","data":{"a":"1"}}"#] {
            assert!(still_applied(maps, &live(none)).is_empty(), "{none}");
        }
    }

    #[test]
    fn the_annotation_says_what_was_applied_last() {
        let configuration = json!({"kind": "ConfigMap", "data": {"b": "<", "a": "&", "c": 4.0}, "apiVersion": "v1"});
        let mut object = live("x");
        renew(&mut object, &configuration);
        assert_eq!(
            object["metadata"]["annotations"][ANNOTATION],
            "{\"apiVersion\":\"v1\",\"data\":{\"a\":\"\\u0026\",\"b\":\"\\u003c\",\"c\":4},\"kind\":\"ConfigMap\"}\n"
        );
        let mut without = json!({"metadata": {}});
        renew(&mut without, &configuration);
        assert_eq!(without, json!({"metadata": {}}));
    }
}
