//! The values that a run is started with.

use std::path::Path;

use kfp_core::spec::PipelineSpec;
use serde_json::{Map, Value};

use crate::cli::Start;
use crate::failure::Failure;

/// Values are small; what is large is an artifact.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

pub(super) fn read(
    flags: &Start,
    spec: Option<&PipelineSpec>,
) -> Result<Map<String, Value>, Failure> {
    let mut values = match &flags.params_file {
        Some(path) => of_file(path)?,
        None => Map::new(),
    };
    let Some(spec) = spec else {
        let texts = flags.param.iter().cloned();
        values.extend(texts.map(|(name, text)| (name, Value::from(text))));
        return Ok(values);
    };
    let mut problems = Vec::new();
    for (name, text) in &flags.param {
        let kind = spec.inputs().find(|(input, _)| input == name);
        let Some((_, input)) = kind else {
            problems.push(format!(
                "`{name}` is not an input of this pipeline{}",
                near(name, spec)
            ));
            continue;
        };
        match input.kind().read(text) {
            Ok(value) => {
                values.insert(name.clone(), value);
            }
            Err(problem) => {
                // It was given, so it does not lack.
                values.remove(name);
                problems.push(format!("`{name}`: {problem}"));
            }
        }
    }
    let refused: Vec<&str> = flags.param.iter().map(|(name, _)| name.as_str()).collect();
    let checked = spec.check_parameters(&values).into_iter();
    let checked = checked.filter(|problem| {
        values.contains_key(&problem.parameter) || !refused.contains(&problem.parameter.as_str())
    });
    problems.extend(checked.map(|problem| problem.to_string()));
    if problems.is_empty() {
        return Ok(values);
    }
    Err(Failure::Usage {
        problem: problems.join("; "),
        hint: format!("Its inputs are: {}.", inputs(spec)),
    })
}

/// An input of nearly this name.
fn near(name: &str, spec: &PipelineSpec) -> String {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let wanted = plain(name);
    spec.inputs()
        .find(|(input, _)| plain(input) == wanted)
        .map_or_else(String::new, |(input, _)| {
            format!("; did you mean `{input}`?")
        })
}

fn inputs(spec: &PipelineSpec) -> String {
    let told = spec.inputs().map(|(name, input)| {
        let kind = input.kind();
        let need = if input.is_required() {
            ", required"
        } else {
            ""
        };
        format!("{name} ({}{need})", kind.in_words())
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        "none".to_owned()
    } else {
        told.join(", ")
    }
}

fn of_file(path: &Path) -> Result<Map<String, Value>, Failure> {
    let fail = |problem: String| Failure::File {
        what: format!("the file of values {}", path.display()),
        problem,
    };
    let metadata = std::fs::metadata(path).map_err(|error| fail(error.to_string()))?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES {
        return Err(fail("it is not a file of at most 4 MiB".to_owned()));
    }
    let text = std::fs::read_to_string(path).map_err(|error| fail(error.to_string()))?;
    // JSON is read on its own: whole numbers of any size stay what they are.
    let mut broken = None;
    if text.trim_start().starts_with('{') {
        match serde_json::from_str(&text) {
            Ok(values) => return Ok(values),
            Err(error) => broken = Some((error.line() as u64, error.column() as u64)),
        }
    }
    let value: Value = serde_saphyr::from_str(&text).map_err(|error| {
        let place = error.location().map(|place| (place.line(), place.column()));
        fail(match broken.or(place) {
            Some((line, column)) => {
                format!("it is neither JSON nor YAML from line {line}, column {column} on")
            }
            None => "it is neither JSON nor YAML".to_owned(),
        })
    })?;
    match value {
        Value::Object(values) => Ok(values),
        _ => Err(fail("it is not one object of names and values".to_owned())),
    }
}
