//! What was typed, read as the values that a run is started with. Pure.

use std::collections::BTreeMap;

use kfp_core::{
    schedule::InvalidCron,
    spec::{ParameterFault, ParameterSpec, ParameterType, PipelineSpec},
};
use serde_json::{Map, Value};

/// What stands in the fields, by the names of the inputs; an input that nobody has touched is not in it.
pub(super) type Typed = BTreeMap<String, String>;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Fault {
    /// It has to be filled in.
    Missing,
    /// It is of another kind. With what it would be with a point in the place of a comma.
    Kind(ParameterType, Option<String>),
    /// It is no JSON from this line and column on.
    Json(usize, usize),
    /// It is JSON, but not one object of names and values.
    NotAnObject,
    /// It is none of the values that there are.
    NotAmong(Vec<String>),
    /// It holds a whole number that KFP would change.
    NotExact,
    /// The pipeline has no such input.
    Unknown,
    /// It is longer than so many characters.
    TooLong(usize),
    /// It is no cron line.
    Cron(InvalidCron),
    /// It is a cron line of five fields, which people and KFP read in two ways.
    FiveFields,
    /// It is no interval.
    NoInterval,
    /// It is no moment.
    NoMoment,
    /// Its day is on no calendar.
    NoSuchDay,
    /// The end is not after the start.
    EndsFirst,
    /// Nothing would ever start.
    NeverStarts,
}

/// What a run would be started with, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    /// The values that were read; those that are the pipeline's own anyway are left out.
    pub(super) values: Map<String, Value>,
    /// What is wrong, by the names of the inputs.
    pub(super) faults: BTreeMap<String, Fault>,
}

/// Reads the fields of a form.
pub(super) fn read_fields(spec: &PipelineSpec, typed: &Typed) -> Reading {
    let mut reading = Reading::default();
    for (name, input) in spec.inputs() {
        let Some(text) = typed.get(name) else {
            continue;
        };
        match read_field(input, text) {
            Ok(Some(value)) => {
                reading.values.insert(name.to_owned(), value);
            }
            Ok(None) => {}
            Err(fault) => {
                reading.faults.insert(name.to_owned(), fault);
            }
        }
    }
    check(spec, &mut reading);
    reading
}

/// What was typed, as JSON as far as it is: nobody knows the kinds.
pub(super) fn guessed(typed: &Typed) -> Map<String, Value> {
    let typed = typed.iter();
    typed
        .map(|(name, text)| {
            let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text.as_str()));
            (name.clone(), value)
        })
        .collect()
}

/// Reads all values at once; a spec that cannot be read says nothing about them.
pub(super) fn read_json(spec: Option<&PipelineSpec>, text: &str) -> Result<Reading, Fault> {
    let values = if text.trim().is_empty() {
        Map::new()
    } else {
        match serde_json::from_str(text) {
            Ok(Value::Object(values)) => values,
            Ok(_) => return Err(Fault::NotAnObject),
            Err(error) => return Err(Fault::Json(error.line(), error.column())),
        }
    };
    if loses_digits(text) {
        return Err(Fault::NotExact);
    }
    let mut reading = Reading {
        values,
        faults: BTreeMap::new(),
    };
    if let Some(spec) = spec {
        check(spec, &mut reading);
    }
    Ok(reading)
}

/// One field; `None` leaves the value to the pipeline.
fn read_field(input: &ParameterSpec, text: &str) -> Result<Option<Value>, Fault> {
    let kind = input.kind();
    let is_text = kind == ParameterType::String;
    if text.is_empty() && !(is_text && input.default_value.is_some()) {
        return Ok(None);
    }
    let value = kind.read(text).map_err(|_| fault_of(&kind, text))?;
    if !is_text && loses_digits(text) {
        return Err(Fault::NotExact);
    }
    let is_default = input.default_value.as_ref();
    Ok((!is_default.is_some_and(|default| same(default, &value))).then_some(value))
}

fn fault_of(kind: &ParameterType, text: &str) -> Fault {
    let is_json = matches!(kind, ParameterType::List | ParameterType::Struct);
    match serde_json::from_str::<Value>(text) {
        Err(error) if is_json => Fault::Json(error.line(), error.column()),
        _ => {
            let pointed = text.trim().replace(',', ".");
            let is_better = !is_json && text.contains(',') && kind.read(&pointed).is_ok();
            Fault::Kind(kind.clone(), is_better.then_some(pointed))
        }
    }
}

/// What KFP would refuse.
fn check(spec: &PipelineSpec, reading: &mut Reading) {
    for problem in spec.check_parameters(&reading.values) {
        let fault = match problem.fault {
            ParameterFault::Missing { .. } => Fault::Missing,
            ParameterFault::Kind { wanted, .. } => Fault::Kind(wanted, None),
            ParameterFault::NotAmong { literals } => {
                Fault::NotAmong(literals.iter().map(written).collect())
            }
            ParameterFault::NotExact => Fault::NotExact,
            _ => Fault::Unknown,
        };
        // What was typed wrong is not missing.
        reading.faults.entry(problem.parameter).or_insert(fault);
    }
}

/// `3` and `3.0` are one number: the compiler writes whole numbers as fractions.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    let number = one.as_f64().filter(|number| number.abs() < MOST_EXACT);
    one == other || number.is_some() && number == other.as_f64()
}

/// A value as a field shows it: a text as it is, a whole number as one, a list or an object with its parts on lines.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if number.is_f64() => {
            let whole = number.as_f64().filter(|number| number.fract() == 0.0);
            match whole.filter(|number| number.abs() < MOST_EXACT) {
                Some(whole) => format!("{whole:.0}"),
                None => number.to_string(),
            }
        }
        Value::Array(_) | Value::Object(_) => {
            serde_json::to_string_pretty(value).unwrap_or_default()
        }
        other => other.to_string(),
    }
}

/// 2^53: whole numbers below it are kept by whoever keeps them as fractions.
const MOST_EXACT: f64 = 9_007_199_254_740_992.0;

/// Whether a whole number in JSON is too large to be kept as one even here.
fn loses_digits(json: &str) -> bool {
    let mut rest = json;
    while let Some(at) = rest.find(|c: char| c == '"' || c == '-' || c.is_ascii_digit()) {
        rest = &rest[at..];
        if let Some(text) = rest.strip_prefix('"') {
            rest = after_text(text);
            continue;
        }
        let end = rest
            .find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E'))
            .unwrap_or(rest.len());
        let number = &rest[..end];
        let is_whole = !number.contains(['.', 'e', 'E']);
        if is_whole && number.parse::<i64>().is_err() && number.parse::<u64>().is_err() {
            return true;
        }
        rest = &rest[end..];
    }
    false
}

/// What follows a text whose first quotation mark is behind.
fn after_text(text: &str) -> &str {
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return &text[at + 1..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    pub(in crate::pages::new_run) fn spec() -> PipelineSpec {
        serde_json::from_value(json!({
            "pipelineInfo": {"name": "train"},
            "root": {"inputDefinitions": {"parameters": {
                "epochs": {"parameterType": "NUMBER_INTEGER", "defaultValue": 3.0},
                "rate": {"parameterType": "NUMBER_DOUBLE", "defaultValue": 0.1},
                "data": {"parameterType": "STRING"},
                "note": {"parameterType": "STRING", "isOptional": true},
                "title": {"parameterType": "STRING", "defaultValue": "none"},
                "flag": {"parameterType": "BOOLEAN", "defaultValue": true},
                "layers": {"parameterType": "LIST", "defaultValue": [1, 2]},
                "gates": {"parameterType": "STRUCT", "isOptional": true},
                "size": {"parameterType": "STRING", "literals": ["s", "m"], "defaultValue": "s"},
            }}}
        }))
        .expect("a spec")
    }

    fn read(fields: &[(&str, &str)]) -> Reading {
        let fields = fields.iter();
        let typed = fields.map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
        read_fields(&spec(), &typed.collect())
    }

    #[test]
    fn what_the_pipeline_says_itself_is_left_out() {
        let reading = read(&[
            ("data", "s3://a"),
            ("epochs", "3"),
            ("rate", "0.10"),
            ("note", ""),
            ("flag", "true"),
            ("layers", "[1, 2]"),
            ("gates", ""),
            ("size", "s"),
        ]);
        assert_eq!(reading.faults, BTreeMap::new());
        assert_eq!(Value::Object(reading.values), json!({"data": "s3://a"}));
        let cleared = read(&[("data", "x"), ("title", "")]);
        assert_eq!(
            Value::Object(cleared.values),
            json!({"data": "x", "title": ""})
        );
    }

    #[test]
    fn every_field_says_its_own_fault() {
        let reading = read(&[
            ("epochs", "1.5"),
            ("rate", "0,0006"),
            ("flag", "yes"),
            ("layers", "[1,\n  2,]"),
            ("gates", "[]"),
            ("size", "xl"),
        ]);
        let fault = |name: &str| reading.faults.get(name).cloned();
        assert_eq!(fault("data"), Some(Fault::Missing));
        assert_eq!(
            fault("epochs"),
            Some(Fault::Kind(ParameterType::NumberInteger, None))
        );
        assert_eq!(
            fault("rate"),
            Some(Fault::Kind(
                ParameterType::NumberDouble,
                Some("0.0006".to_owned())
            ))
        );
        assert_eq!(
            fault("flag"),
            Some(Fault::Kind(ParameterType::Boolean, None))
        );
        assert_eq!(fault("layers"), Some(Fault::Json(2, 5)));
        assert_eq!(
            fault("gates"),
            Some(Fault::Kind(ParameterType::Struct, None))
        );
        assert_eq!(
            fault("size"),
            Some(Fault::NotAmong(vec!["s".to_owned(), "m".to_owned()]))
        );
        assert_eq!(reading.faults.len(), 7);
    }

    #[test]
    fn a_number_that_would_be_changed_is_told_and_a_text_is_not() {
        let reading = read(&[
            ("data", "123456789012345678901234567890"),
            ("epochs", "9007199254740993"),
            ("rate", "123456789012345678901234567890"),
            (
                "gates",
                r#"{"a": [123456789012345678901], "b": "\"99999999999999999999"}"#,
            ),
        ]);
        let names: Vec<_> = reading.faults.keys().map(String::as_str).collect();
        assert_eq!(names, ["epochs", "gates", "rate"]);
        assert!(
            reading
                .faults
                .values()
                .all(|fault| *fault == Fault::NotExact)
        );
        assert_eq!(read(&[("epochs", "9007199254740992")]).values.len(), 1);
    }

    #[test]
    fn all_at_once_is_judged_as_field_by_field() {
        let spec = spec();
        let reading =
            read_json(Some(&spec), r#"{"data": "x", "other": 1, "flag": 1}"#).expect("an object");
        assert_eq!(
            reading.faults.into_iter().collect::<Vec<_>>(),
            [
                ("flag".to_owned(), Fault::Kind(ParameterType::Boolean, None)),
                ("other".to_owned(), Fault::Unknown),
            ]
        );
        assert_eq!(read_json(None, " "), Ok(Reading::default()));
        assert_eq!(read_json(None, "[]"), Err(Fault::NotAnObject));
        assert_eq!(read_json(None, "{\n \"a\": }"), Err(Fault::Json(2, 7)));
        assert_eq!(
            read_json(None, r#"{"a": 18446744073709551616}"#),
            Err(Fault::NotExact)
        );
    }

    #[test]
    fn whole_numbers_are_written_as_such() {
        for (value, text) in [
            (json!(3.0), "3"),
            (json!(-0.5), "-0.5"),
            (json!(i64::MIN), "-9223372036854775808"),
            (json!(1e300), "1e+300"),
            (json!("3.0"), "3.0"),
            (json!(null), "null"),
            (json!([1]), "[\n  1\n]"),
        ] {
            assert_eq!(written(&value), text);
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_a_field(text in "\\PC{0,60}|[\\[\\]{}\",:0-9.eE+\\\\ -]{0,40}") {
            for name in ["epochs", "rate", "note", "flag", "layers", "gates", "size"] {
                let reading = read(&[("data", "x"), (name, &text)]);
                let is_one = reading.values.len() == 2;
                prop_assert!(!is_one || !reading.faults.contains_key(name) || matches!(reading.faults[name], Fault::NotAmong(_) | Fault::NotExact));
            }
            let _read = read_json(Some(&spec()), &text);
        }

        #[test]
        fn a_value_in_a_field_reads_back(number in any::<i64>(), text in "\\PC{1,20}", eighths in any::<i32>()) {
            let value = json!({"n": number, "t": text, "f": f64::from(eighths) / 8.0});
            prop_assert!(!loses_digits(&written(&value)));
            prop_assert_eq!(ParameterType::Struct.read(&written(&value)).expect("an object"), value);
            prop_assert_eq!(written(&json!(number)), number.to_string());
        }
    }
}
