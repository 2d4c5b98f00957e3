//! Whether the values of a run fit its spec, as KFP would judge, and more strictly where KFP lets a mistake pass.

use std::fmt;

use serde_json::{Map, Value};

use super::component::PipelineSpec;
use super::parameter::{ParameterSpec, ParameterType};

/// A value that does not fit, or that is missing. Does not repeat the value.
#[derive(Clone, Debug, PartialEq)]
pub struct ParameterProblem {
    /// The name of the input.
    pub parameter: String,
    /// What is wrong.
    pub fault: ParameterFault,
}

/// What is wrong with a value.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ParameterFault {
    /// The pipeline has no such input.
    Unknown,
    /// None was given, and there is no default.
    Missing {
        /// The kind that is wanted.
        wanted: ParameterType,
    },
    /// It is of another kind.
    Kind {
        /// The kind that is wanted.
        wanted: ParameterType,
        /// What was given, in words.
        given: &'static str,
    },
    /// It is none of the values that the pipeline takes.
    NotAmong {
        /// These.
        literals: Vec<Value>,
    },
    /// It holds a whole number that KFP would change: it keeps numbers as fractions of 53 bits.
    NotExact,
    /// KFP fills it itself.
    FilledByKfp,
}

impl fmt::Display for ParameterProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.parameter;
        match &self.fault {
            ParameterFault::Unknown => write!(f, "`{name}` is not an input of this pipeline"),
            ParameterFault::Missing { wanted } => {
                write!(
                    f,
                    "`{name}` has no default and was not given; it wants {}",
                    wanted.in_words()
                )
            }
            ParameterFault::Kind { wanted, given } => {
                write!(
                    f,
                    "`{name}` wants {} and was given {given}",
                    wanted.in_words()
                )
            }
            ParameterFault::NotAmong { literals } => {
                let literals: Vec<String> = literals.iter().map(Value::to_string).collect();
                write!(f, "`{name}` takes only {}", literals.join(", "))
            }
            ParameterFault::NotExact => write!(
                f,
                "`{name}` holds a whole number that KFP cannot keep exactly; numbers beyond 2^53 have to be texts"
            ),
            ParameterFault::FilledByKfp => write!(f, "`{name}` is filled in by KFP itself"),
        }
    }
}

impl PipelineSpec {
    /// What KFP would refuse about these values, all of it; empty when they fit. A fraction for a whole number is told
    /// too, which KFP lets pass, and a whole number that it would change.
    pub fn check_parameters(&self, given: &Map<String, Value>) -> Vec<ParameterProblem> {
        let none = super::component::Definitions::default();
        let inputs = &self
            .root
            .input_definitions
            .as_ref()
            .unwrap_or(&none)
            .parameters;
        let of_given = given.iter().filter_map(|(name, value)| {
            let fault = match inputs.get(name) {
                None => Some(ParameterFault::Unknown),
                Some(input) => fault_of(input, value),
            };
            Some((name, fault?))
        });
        let missing = inputs.iter().filter_map(|(name, input)| {
            let is_missing = input.is_required() && !given.contains_key(name);
            let wanted = input.kind();
            is_missing.then_some((name, ParameterFault::Missing { wanted }))
        });
        let problems = of_given.chain(missing);
        problems
            .map(|(name, fault)| ParameterProblem {
                parameter: name.clone(),
                fault,
            })
            .collect()
    }
}

fn fault_of(input: &ParameterSpec, value: &Value) -> Option<ParameterFault> {
    if input.is_filled_by_kfp() {
        return Some(ParameterFault::FilledByKfp);
    }
    let wanted = input.kind();
    if !wanted.takes(value) {
        let given = in_words(value);
        return Some(ParameterFault::Kind { wanted, given });
    }
    if !is_exact(value) {
        return Some(ParameterFault::NotExact);
    }
    let is_among =
        input.literals.is_empty() || input.literals.iter().any(|literal| same(literal, value));
    let literals = || ParameterFault::NotAmong {
        literals: input.literals.clone(),
    };
    (!is_among).then(literals)
}

/// Whether KFP gives back what it was given, wherever a number stands.
fn is_exact(value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            let size = number
                .as_u64()
                .or_else(|| number.as_i64().map(i64::unsigned_abs));
            size.is_none_or(|size| {
                let significant = size.checked_shr(size.trailing_zeros()).unwrap_or(0);
                significant < 1 << 53
            })
        }
        Value::Array(items) => items.iter().all(is_exact),
        Value::Object(fields) => fields.values().all(is_exact),
        _ => true,
    }
}

/// `3` and `3.0` are one number: the compiler writes whole numbers as fractions.
fn same(literal: &Value, value: &Value) -> bool {
    literal == value || literal.is_number() && literal.as_f64() == value.as_f64()
}

fn in_words(value: &Value) -> &'static str {
    match value {
        Value::Null => "null; leave it out for the default",
        Value::Bool(_) => "true or false",
        Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() != 0.0) => {
            "a fraction"
        }
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn spec() -> PipelineSpec {
        serde_json::from_value(json!({
            "pipelineInfo": {"name": "p"},
            "root": {"inputDefinitions": {"parameters": {
                "count": {"parameterType": "NUMBER_INTEGER", "defaultValue": 3.0, "isOptional": true},
                "text": {"parameterType": "STRING"},
                "flag": {"parameterType": "BOOLEAN", "isOptional": true},
                "size": {"parameterType": "STRING", "literals": ["s", "m"], "defaultValue": "s"},
                "level": {"parameterType": "NUMBER_INTEGER", "literals": [1.0, 2.0], "defaultValue": 1.0},
                "status": {"parameterType": "TASK_FINAL_STATUS"},
                "old": {"type": "INT", "isOptional": true},
                "newer": {"parameterType": "MATRIX", "isOptional": true},
            }}},
        }))
        .unwrap()
    }

    fn problems(given: &Value) -> Vec<String> {
        let problems = spec().check_parameters(given.as_object().unwrap());
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_fits_is_no_problem() {
        for given in [
            json!({"text": ""}),
            json!({"text": "a", "count": 3, "flag": false, "size": "m", "level": 2, "old": 7, "newer": [[1]]}),
            json!({"text": "a", "count": 3.0}),
        ] {
            assert_eq!(problems(&given), Vec::<String>::new(), "{given}");
        }
    }

    #[test]
    fn a_number_that_kfp_would_change_is_told() {
        for (number, is_kept) in [
            ("9007199254740992", true),
            ("9007199254740993", false),
            ("-9007199254740993", false),
            ("9007199254740994", true),
            ("18446744073709551615", false),
            ("1472953", true),
        ] {
            let given = format!(
                "{{\"text\": \"\", \"count\": {number}, \"newer\": [{{\"a\": {number}}}]}}"
            );
            let found = problems(&serde_json::from_str(&given).unwrap());
            assert_eq!(
                found.len(),
                if is_kept { 0 } else { 2 },
                "{number}: {found:?}"
            );
            assert!(found.iter().all(|it| it.contains("2^53")), "{found:?}");
        }
    }

    #[test]
    fn every_problem_is_told_at_once_and_without_the_value() {
        let given = json!({
            "count": 1.5, "flag": "secret", "size": "secret", "level": 3, "status": {}, "old": "secret", "lr": "secret",
        });
        assert_eq!(
            problems(&given),
            [
                "`count` wants a whole number and was given a fraction",
                "`flag` wants true or false and was given a text",
                "`size` takes only \"s\", \"m\"",
                "`level` takes only 1.0, 2.0",
                "`status` is filled in by KFP itself",
                "`old` wants a whole number and was given a text",
                "`lr` is not an input of this pipeline",
                "`text` has no default and was not given; it wants a text",
            ]
        );
        let null = problems(&json!({"text": null}));
        assert_eq!(
            null,
            ["`text` wants a text and was given null; leave it out for the default"]
        );
    }
}
