//! Inputs that are values.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::open_enum;

/// An input or output that is a value.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ParameterSpec {
    /// What kind of value.
    #[serde(skip_serializing_if = "ParameterType::is_unspecified")]
    pub parameter_type: ParameterType,
    /// The value when none is given.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub default_value: Option<Value>,
    /// Whether none need be given.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_optional: bool,
    /// Free text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The only values there are; empty means any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub literals: Vec<Value>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// A default that is null is a default.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

open_enum! {
    /// What kind of value an input takes.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/api/v2alpha1/pipeline_spec.proto>
    ParameterType, "PARAMETER_TYPE_ENUM_UNSPECIFIED" {
        /// A number, whole or not.
        NumberDouble = "NUMBER_DOUBLE",
        /// A whole number.
        NumberInteger = "NUMBER_INTEGER",
        /// A text.
        String = "STRING",
        /// True or false.
        Boolean = "BOOLEAN",
        /// An array.
        List = "LIST",
        /// An object.
        Struct = "STRUCT",
        /// How a task ended; KFP fills it.
        TaskFinalStatus = "TASK_FINAL_STATUS",
        /// How a task is set up; KFP fills it.
        TaskConfig = "TASK_CONFIG",
    }
}

impl ParameterType {
    /// The kind in words, with an article.
    pub fn in_words(&self) -> &str {
        match self {
            Self::NumberDouble => "a number",
            Self::NumberInteger => "a whole number",
            Self::String => "a text",
            Self::Boolean => "true or false",
            Self::List => "a list",
            Self::Struct => "an object",
            Self::TaskFinalStatus | Self::TaskConfig => "what KFP fills in itself",
            Self::Unspecified => "any value",
            Self::Other(word) => word,
        }
    }

    /// Reads what somebody typed as a value of this kind: a text as it is, all else as JSON.
    ///
    /// # Errors
    /// [`NotAValue`] when it is not of this kind. Does not repeat the text.
    pub fn read(&self, text: &str) -> Result<Value, NotAValue> {
        let fail = || NotAValue {
            wanted: self.clone(),
        };
        let value = match self {
            Self::String => return Ok(Value::from(text)),
            Self::Boolean => match text.trim().to_ascii_lowercase().as_str() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => return Err(fail()),
            },
            // Of a kind that is not known it may be anything.
            Self::Unspecified | Self::Other(_) => {
                return Ok(serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)));
            }
            _ => serde_json::from_str(text).map_err(|_| fail())?,
        };
        if self.takes(&value) {
            Ok(value)
        } else {
            Err(fail())
        }
    }

    /// Whether a value is of this kind. A kind that is not known takes any.
    pub fn takes(&self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::NumberDouble => value.is_number(),
            Self::NumberInteger => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            Self::Boolean => value.is_boolean(),
            Self::List => value.is_array(),
            Self::Struct => value.is_object(),
            Self::TaskFinalStatus | Self::TaskConfig => false,
            Self::Unspecified | Self::Other(_) => true,
        }
    }
}

impl ParameterSpec {
    /// Whether a run without a value for it is refused.
    pub fn is_required(&self) -> bool {
        self.default_value.is_none() && !self.is_optional && !self.is_filled_by_kfp()
    }

    /// Whether KFP fills it itself and refuses a value from outside.
    pub fn is_filled_by_kfp(&self) -> bool {
        matches!(
            self.parameter_type,
            ParameterType::TaskFinalStatus | ParameterType::TaskConfig
        )
    }

    /// The kind of value; also where a spec of an old compiler says it in another field.
    pub fn kind(&self) -> ParameterType {
        if !self.parameter_type.is_unspecified() {
            return self.parameter_type.clone();
        }
        match self.unknown.get("type").and_then(Value::as_str) {
            Some("INT") => ParameterType::NumberInteger,
            Some("DOUBLE") => ParameterType::NumberDouble,
            Some("STRING") => ParameterType::String,
            _ => ParameterType::Unspecified,
        }
    }
}

/// A text that is no value of a kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct NotAValue {
    /// The kind.
    pub wanted: ParameterType,
}

impl fmt::Display for NotAValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "it is not {}", self.wanted.in_words())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_typed_is_read_by_its_kind() {
        for (kind, text, value) in [
            (ParameterType::String, "3", json!("3")),
            (ParameterType::String, "", json!("")),
            (
                ParameterType::NumberInteger,
                "9007199254740993",
                json!(9_007_199_254_740_993_i64),
            ),
            (ParameterType::NumberInteger, " -1 ", json!(-1)),
            (ParameterType::NumberDouble, "1e-9", json!(1e-9)),
            (ParameterType::Boolean, "True", json!(true)),
            (ParameterType::List, "[1, \"a\"]", json!([1, "a"])),
            (ParameterType::Struct, "{\"a\": null}", json!({"a": null})),
            (ParameterType::Unspecified, "3", json!(3)),
            (ParameterType::Unspecified, "three", json!("three")),
        ] {
            assert_eq!(kind.read(text), Ok(value), "{kind} {text}");
        }
    }

    #[test]
    fn what_is_of_another_kind_is_refused() {
        for (kind, text) in [
            (ParameterType::NumberInteger, "1.5"),
            (ParameterType::NumberInteger, "three"),
            (ParameterType::NumberInteger, "1e400"),
            (ParameterType::NumberDouble, "NaN"),
            (ParameterType::NumberDouble, "\"1\""),
            (ParameterType::Boolean, "yes"),
            (ParameterType::Boolean, "1"),
            (ParameterType::List, "{}"),
            (ParameterType::Struct, "[]"),
            (ParameterType::TaskFinalStatus, "{}"),
        ] {
            assert!(kind.read(text).is_err(), "{kind} {text}");
        }
        let error = ParameterType::NumberInteger.read("secret").unwrap_err();
        assert_eq!(error.to_string(), "it is not a whole number");
    }

    #[test]
    fn a_default_that_is_null_is_one() {
        let parameter: ParameterSpec =
            serde_json::from_value(json!({"defaultValue": null})).unwrap();
        assert!(!parameter.is_required());
        assert_eq!(
            serde_json::to_value(&parameter).unwrap(),
            json!({"defaultValue": null})
        );
    }

    proptest! {
        #[test]
        fn whole_numbers_of_any_size_stay_whole(number in any::<i64>()) {
            let value = ParameterType::NumberInteger.read(&number.to_string()).unwrap();
            prop_assert_eq!(value, json!(number));
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            for kind in ParameterType::KNOWN {
                if let Ok(value) = kind.read(&text) {
                    prop_assert!(kind.takes(&value));
                }
            }
        }
    }
}
