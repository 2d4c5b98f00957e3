//! The values that a run is started with.

use std::path::Path;

use kfp_core::spec::{ParameterSpec, PipelineSpec};
use serde_json::{Map, Value};

use crate::cli::Start;
use crate::failure::Failure;
use crate::words::parameters::{in_korean, in_words, no_input, of_another_kind};
use crate::words::{Both, Language, both};

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
            problems.push(unknown(name, spec));
            continue;
        };
        match input.kind().read(text) {
            Ok(value) => {
                values.insert(name.clone(), value);
            }
            Err(problem) => {
                // It was given, so it does not lack.
                values.remove(name);
                problems.push(Both::new(
                    format!("`{name}`: {problem}"),
                    of_another_kind(name, &problem.wanted),
                ));
            }
        }
    }
    let refused: Vec<&str> = flags.param.iter().map(|(name, _)| name.as_str()).collect();
    let checked = spec.check_parameters(&values).into_iter();
    let checked = checked.filter(|problem| {
        values.contains_key(&problem.parameter) || !refused.contains(&problem.parameter.as_str())
    });
    problems.extend(checked.map(|problem| Both::new(problem.to_string(), in_korean(&problem))));
    if problems.is_empty() {
        return Ok(values);
    }
    Err(Failure::Usage {
        problem: Both::joined(&problems, "; "),
        hint: inputs(spec),
    })
}

/// Names an input of nearly this name.
fn unknown(name: &str, spec: &PipelineSpec) -> Both {
    let plain = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let wanted = plain(name);
    match spec.inputs().find(|(input, _)| plain(input) == wanted) {
        Some((near, _)) => Both::new(
            format!("`{name}` is not an input of this pipeline; did you mean `{near}`?"),
            format!("{}. 혹시 `{near}`?", no_input(name)),
        ),
        None => Both::new(
            format!("`{name}` is not an input of this pipeline"),
            no_input(name),
        ),
    }
}

fn inputs(spec: &PipelineSpec) -> Both {
    let told: Vec<Both> = spec
        .inputs()
        .map(|(name, input)| input_told(name, input))
        .collect();
    if told.is_empty() {
        return both!("Its inputs are: none.", "입력이 없는 파이프라인이에요.");
    }
    let told = Both::joined(&told, ", ");
    Both::new(
        format!("Its inputs are: {told}."),
        format!("입력: {}", told.within(Language::Korean)),
    )
}

fn input_told(name: &str, input: &ParameterSpec) -> Both {
    let kind = input.kind();
    let (need, need_korean) = if input.is_required() {
        (", required", ", 필수")
    } else {
        ("", "")
    };
    Both::new(
        format!("{name} ({}{need})", kind.in_words()),
        format!("{name} ({}{need_korean})", in_words(&kind)),
    )
}

fn of_file(path: &Path) -> Result<Map<String, Value>, Failure> {
    let fail = |problem: Both| Failure::File {
        what: both!(
            "the file of values {path}",
            "값 파일 {path}",
            path = path.display()
        ),
        problem,
    };
    let metadata = std::fs::metadata(path).map_err(|error| fail(Both::same(error)))?;
    if !metadata.is_file() || metadata.len() > MOST_BYTES {
        return Err(fail(both!(
            "it is not a file of at most 4 MiB",
            "4 MiB 이하의 파일이 아니에요"
        )));
    }
    let text = std::fs::read_to_string(path).map_err(|error| fail(Both::same(error)))?;
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
                both!(
                    "it is neither JSON nor YAML from line {line}, column {column} on",
                    "{line}행 {column}열부터 JSON도 YAML도 아니에요"
                )
            }
            None => both!("it is neither JSON nor YAML", "JSON도 YAML도 아니에요"),
        })
    })?;
    match value {
        Value::Object(values) => Ok(values),
        _ => Err(fail(both!(
            "it is not one object of names and values",
            "이름과 값으로 된 객체 하나가 아니에요"
        ))),
    }
}
