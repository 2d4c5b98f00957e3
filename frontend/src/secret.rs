//! What should not stand on a screen, in an address or in the browser's storage, told by its name.

use serde_json::Value;

/// Parts of such names.
const PARTS: [&str; 5] = ["token", "password", "passwd", "secret", "key"];

/// Whether a name says that its value is nobody's business.
fn looks_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    PARTS.iter().any(|part| name.contains(part))
}

/// Whether a value, or something in it at whatever depth, is nobody's business. Of a text that may be JSON a mention is
/// enough: links ask this in the first load of the page, which has no other use for what reads any JSON.
pub(crate) fn is_secret(name: &str, value: &Value) -> bool {
    looks_secret(name)
        || match value {
            Value::Object(fields) => fields.iter().any(|(name, value)| is_secret(name, value)),
            Value::Array(items) => items.iter().any(|item| is_secret("", item)),
            Value::String(text) => mentions_secret(text),
            _ => false,
        }
}

/// The same of a value as it stands in a field, where JSON is read.
pub(crate) fn is_secret_text(name: &str, text: &str) -> bool {
    looks_secret(name) || holds_secret(text)
}

/// Whether JSON, be it broken, names something secret.
fn holds_secret(text: &str) -> bool {
    // What is no JSON is long at times, and not worth a try.
    if !text.trim_start().starts_with(['{', '[', '"']) {
        return false;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) => is_secret("", &value),
        Err(_) => mentions_secret(text),
    }
}

/// Whether a text that looks like JSON says such a name anywhere.
fn mentions_secret(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && looks_secret(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_are_told_by_their_names() {
        assert!(looks_secret("API_KEY") && looks_secret("hf_token") && looks_secret("DbPassword"));
        assert!(!looks_secret("learning_rate"));
    }

    #[test]
    fn a_secret_is_found_at_whatever_depth() {
        for value in [
            json!({"db": [{"password": "abc"}]}),
            json!([[{"key": null}]]),
            json!(r#"{"db": {"password": "abc"}}"#),
            json!({"config": "{\"list\": [\"{\\\"token\\\": 1}\"]}"}),
        ] {
            assert!(is_secret("config", &value), "{value}");
            assert!(is_secret_text("config", &value.to_string()), "{value}");
        }
        assert!(is_secret("api_key", &json!(1)) && is_secret_text("api_key", "1"));
        assert!(!is_secret(
            "config",
            &json!({"rate": [0.5, null, "the key to it"]})
        ));
        assert!(is_secret_text("broken", r#" {"password": "abc""#));
        assert!(!is_secret_text("words", "the key to it"));
        assert!(!is_secret_text("words", r#""key" is a word"#));
    }
}
