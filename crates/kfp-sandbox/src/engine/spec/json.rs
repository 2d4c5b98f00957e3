//! JSON as the pipeline server writes it into workflows.

use serde_json::{Map, Number, Value};

/// The value with sorted keys and with numbers without fraction as integers, as Go's encoder writes them.
pub fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut keys: Vec<&String> = members.keys().collect();
            keys.sort_unstable();
            let sorted: Map<String, Value> = keys
                .into_iter()
                .filter_map(|key| Some((key.clone(), canonical(members.get(key)?))))
                .collect();
            Value::Object(sorted)
        }
        Value::Array(items) => Value::Array(items.iter().map(canonical).collect()),
        Value::Number(number) => Value::Number(whole(number)),
        other => other.clone(),
    }
}

/// The text of [`canonical`], with the escapes that Go's encoder makes.
pub fn canonical_text(value: &Value) -> String {
    escape(&canonical(value).to_string())
}

/// Escapes what could end a script element, as Go's encoder does.
pub(crate) fn escape(json: &str) -> String {
    json.replace('&', "\\u0026")
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
}

/// Go writes larger ones without exponent too, but they are no 64-bit integers any more.
const LARGEST: f64 = 9.2e18;

#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked just before"
)]
fn whole(number: &Number) -> Number {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < LARGEST => {
            Number::from(float as i64)
        }
        _ => number.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_are_sorted_and_whole_numbers_lose_their_fraction() {
        assert_eq!(
            canonical_text(&json!({"b": 4.0, "a": [1.5, {"d": 1, "c": 2}]})),
            r#"{"a":[1.5,{"c":2,"d":1}],"b":4}"#
        );
    }
}
