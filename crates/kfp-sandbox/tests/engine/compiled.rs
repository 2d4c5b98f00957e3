//! The templates must be those that the server's compiler submitted.

use kfp_sandbox::engine::document::workflow_spec;
use kfp_sandbox::engine::{Directives, Shape};
use serde_json::{Value, json};

use crate::harness::{START, engine, run_of, submission};
use crate::recording::recording;

/// The recordings that hold the spec of their pipeline.
const WITH_SPEC: [&str; 12] = [
    "conditional-fail",
    "diamond-ok",
    "exit-handler-ok",
    "hello-ok",
    "importer-ok",
    "kubernetes-config-ok",
    "literal-params-ok",
    "metrics-ok",
    "nested-ok",
    "parallel-for-ok",
    "retry-caching-ok",
    "typed-params-ok",
];

/// Texts in JSON compare by what they hold: the order of members is not the client's to see twice.
fn unfolded(value: &Value) -> Value {
    match value {
        Value::Null => Value::Null,
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(inner @ (Value::Object(_) | Value::Array(_))) => json!({"json": inner}),
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(unfolded).collect(),
        Value::Object(members) => {
            let members = members.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                members
                    .map(|(key, value)| (key.clone(), unfolded(value)))
                    .collect(),
            )
        }
        other => other.clone(),
    }
}

#[test]
fn arguments_and_templates_are_those_that_were_submitted() {
    for name in WITH_SPEC {
        let recorded = recording(name);
        let pipeline = recorded["pipeline"].as_str().unwrap();
        let given = recorded["parameters"]
            .as_object()
            .cloned()
            .unwrap_or_default();
        let mut engine = engine(Shape::Plain);
        engine
            .submit(submission(pipeline, &given, Directives::none()), START)
            .unwrap();
        let spec = workflow_spec(&run_of(&engine));
        // The address of a package index was replaced in this file, and with it the hash of what runs.
        let hashes_differ = pipeline == "retry_caching";
        let names = |spec: &Value| -> Vec<String> {
            spec["arguments"]["parameters"]
                .as_array()
                .unwrap()
                .iter()
                .map(|a| a["name"].as_str().unwrap().to_owned())
                .collect()
        };
        let recorded_names: Vec<String> = recorded["spec"]["arguments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|a| a.as_str().unwrap().to_owned())
            .collect();
        if !hashes_differ {
            assert_eq!(names(&spec), recorded_names, "{name}");
        }
        let ours = spec["templates"].as_array().unwrap();
        let theirs = recorded["spec"]["templates"].as_array().unwrap();
        assert_eq!(ours.len(), theirs.len(), "{name}");
        for (ours, theirs) in ours.iter().zip(theirs) {
            let place = format!("{name} {}", theirs["name"]);
            for key in [
                "name",
                "inputs",
                "outputs",
                "dag",
                "parallelism",
                "retryStrategy",
            ] {
                if key == "dag" && (hashes_differ || theirs.to_string().contains("<cut")) {
                    continue;
                }
                assert_eq!(
                    unfolded(&ours[key]),
                    unfolded(&theirs[key]),
                    "{place} {key}"
                );
            }
        }
    }
}
