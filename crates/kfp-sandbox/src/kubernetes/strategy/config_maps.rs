//! Config maps.

use serde_json::Value;

use crate::kubernetes::status::InvalidField;

const KEY: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or \
                   'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/// Most bytes of all values.
const MAX_BYTES: usize = 1024 * 1024;

pub(super) fn check(map: &Value, old: Option<&Value>) -> Vec<InvalidField> {
    let mut wrong = Vec::new();
    let mut bytes = 0;
    for part in ["data", "binaryData"] {
        for (key, value) in map[part].as_object().into_iter().flatten() {
            bytes += value.as_str().map_or(0, str::len);
            let is_key = !key.is_empty()
                && key.len() <= 253
                && key
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
            if !is_key {
                wrong.push(InvalidField::invalid(
                    format!("{part}[{key}]"),
                    &format!("{key:?}"),
                    KEY,
                ));
            }
        }
    }
    if bytes > MAX_BYTES {
        wrong.push(InvalidField {
            reason: "FieldValueTooLong",
            field: String::new(),
            message: format!("Too long: may not be more than {MAX_BYTES} bytes"),
        });
    }
    if let Some(old) = old.filter(|old| old["immutable"] == true) {
        for part in ["immutable", "data", "binaryData"] {
            if map[part] != old[part] {
                wrong.push(InvalidField {
                    reason: "FieldValueForbidden",
                    field: part.to_owned(),
                    message: "Forbidden: field is immutable when `immutable` is set".to_owned(),
                });
            }
        }
    }
    wrong
}
