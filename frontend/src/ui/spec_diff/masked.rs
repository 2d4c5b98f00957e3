//! A spec without what should not stand on a screen.

use serde_json::Value;

use crate::secret::is_secret;

/// In the place of a value that is hidden.
pub(crate) const HIDDEN: &str = "••••••";
/// Members of a spec that hold values: those of now, and those of the compilers before, whose constants and defaults say
/// their kind.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/api/v2alpha1/pipeline_spec.proto>, `ValueOrRuntimeParameter`,
/// `Value`, `ParameterSpec`, `RuntimeConfig`
const VALUES: [&str; 8] = [
    "defaultValue",
    "constant",
    "constantValue",
    "value",
    "literals",
    "intValue",
    "doubleValue",
    "stringValue",
];
/// Members with a secret name that say where a value comes from, and are none.
const PLACES: [&str; 8] = [
    "outputParameterKey",
    "outputArtifactKey",
    "secretKey",
    "configMapKey",
    "cacheKey",
    "key",
    "secretName",
    "topologyKey",
];

/// A spec without the values of what has a secret name: parameters, arguments, variables of the environment.
pub(super) fn masked(value: Value) -> Value {
    mask(value, false)
}

fn mask(value: Value, is_of_secret: bool) -> Value {
    match value {
        Value::Object(fields) => {
            let named = fields.get("name").and_then(Value::as_str);
            let is_of_secret = is_of_secret || named.is_some_and(names_secret);
            let masked = fields.into_iter().map(|(name, value)| {
                let value = match holds(&name, &value) {
                    Holds::Value if is_of_secret || is_secret("", &value) => Value::from(HIDDEN),
                    Holds::Named if names_secret(&name) => Value::from(HIDDEN),
                    _ => {
                        let is_of_secret = is_of_secret || names_secret(&name);
                        mask(value, is_of_secret)
                    }
                };
                (name, value)
            });
            Value::Object(masked.collect())
        }
        Value::Array(items) => {
            let items = items.into_iter().map(|item| mask(item, is_of_secret));
            Value::Array(items.collect())
        }
        other => other,
    }
}

/// What a member of a spec holds.
enum Holds {
    /// The value of what is around it.
    Value,
    /// A value of its own name, as labels have.
    Named,
    /// Something else.
    Other,
}

/// What a member holds. Both cases of protobuf's JSON are known: KFP keeps a spec in that of whoever wrote it.
fn holds(name: &str, value: &Value) -> Holds {
    let is = |known: &&'static str| {
        let letters = |name: &str| name.replace('_', "").to_ascii_lowercase();
        letters(known) == letters(name)
    };
    match value {
        Value::Null => Holds::Other,
        _ if VALUES.iter().any(is) => Holds::Value,
        Value::Object(_) | Value::Array(_) => Holds::Other,
        _ if PLACES.iter().any(is) => Holds::Other,
        _ => Holds::Named,
    }
}

/// Whether what bears a name is secret, whatever it is.
fn names_secret(name: &str) -> bool {
    is_secret(name, &Value::Null)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_spec_is_shown_without_the_values_of_secret_names() {
        let spec = json!({
            "inputDefinitions": {"parameters": {
                "db_password": {"parameterType": "STRING", "defaultValue": "hunter2"},
                "rate": {"parameterType": "NUMBER_DOUBLE", "defaultValue": 0.1},
                "login": {"defaultValue": {"token": "abc"}},
            }},
            "inputs": {"parameters": {"api_key": {"runtimeValue": {"constant": "abc"}}}},
            "env": [{"name": "HF_TOKEN", "value": "abc"}, {"name": "LEVEL", "value": "info"}],
        });
        let shown = masked(spec);
        let parameters = &shown["inputDefinitions"]["parameters"];
        assert_eq!(
            parameters["db_password"],
            json!({"parameterType": "STRING", "defaultValue": HIDDEN})
        );
        assert_eq!(parameters["rate"]["defaultValue"], 0.1);
        assert_eq!(parameters["login"]["defaultValue"], HIDDEN);
        let constant = &shown["inputs"]["parameters"]["api_key"]["runtimeValue"]["constant"];
        assert_eq!(constant, HIDDEN);
        assert_eq!(shown["env"][0]["value"], HIDDEN);
        assert_eq!(shown["env"][1]["value"], "info");
        assert!(!shown.to_string().contains("abc") && !shown.to_string().contains("hunter2"));
    }

    #[test]
    fn constants_and_defaults_of_older_specs_are_hidden_too() {
        let constant = |value: Value| json!({"runtimeValue": {"constantValue": value}});
        let shown = masked(json!({
            "root": {"dag": {"tasks": {"load": {"inputs": {"parameters": {
                "api_key": constant(json!({"stringValue": "hunter2"})),
                "pin_token": constant(json!({"intValue": "4711"})),
                "rate": constant(json!({"doubleValue": 0.5})),
                "login": constant(json!({"stringValue": "{\"password\": \"hunter2\"}"})),
                "hf_token": {"runtime_value": {"constant_value": {"string_value": "hunter2"}}},
                "from_key": {"taskOutputParameter": {"producerTask": "a", "outputParameterKey": "Output"}},
            }}}}}},
            "input_definitions": {"parameters": {
                "db_password": {"default_value": "hunter2", "literals": ["hunter2", "hunter3"]},
            }},
            "runtimeConfig": {
                "parameters": {"db_password": {"stringValue": "hunter2"}},
                "parameterValues": {"db_password": "hunter2", "rate": 0.5},
            },
            "podMetadata": {"labels": {"api-key": "hunter2", "team": "vision"}},
        }));
        let text = shown.to_string();
        assert!(!text.contains("hunter") && !text.contains("4711"), "{text}");
        let tasks = &shown["root"]["dag"]["tasks"]["load"]["inputs"]["parameters"];
        assert_eq!(
            tasks["rate"],
            json!({"runtimeValue": {"constantValue": {"doubleValue": 0.5}}})
        );
        assert_eq!(
            tasks["from_key"]["taskOutputParameter"]["outputParameterKey"],
            "Output"
        );
        assert_eq!(shown["runtimeConfig"]["parameterValues"]["rate"], 0.5);
        assert_eq!(shown["podMetadata"]["labels"]["team"], "vision");
    }
}
