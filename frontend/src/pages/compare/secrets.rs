//! A spec without what should not stand on a screen.

use serde_json::Value;

use crate::secret::is_secret;

/// In the place of a value that is hidden.
pub(super) const HIDDEN: &str = "••••••";
/// Members of a spec that hold values.
const VALUES: [&str; 3] = ["defaultValue", "constant", "value"];

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
                let is_value = VALUES.contains(&name.as_str()) && !value.is_null();
                let value = if is_value && (is_of_secret || is_secret("", &value)) {
                    Value::from(HIDDEN)
                } else {
                    let is_of_secret = is_of_secret || names_secret(&name);
                    mask(value, is_of_secret)
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
}
