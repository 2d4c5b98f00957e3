//! The text of a package.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::error::PackageError;
use crate::spec::CompiledPipeline;

/// Deepest nesting. What is read is walked by recursion; a compiled pipeline has 20 levels.
const MAX_DEPTH: usize = 64;
/// Most values. A pipeline of 500 tasks has 40,000.
pub(super) const MAX_VALUES: usize = 2_000_000;
/// Most bytes of text, aliases counted each time.
const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;

/// The first line of what the compiler writes.
const COMPILERS_COMMENT: &str = "# PIPELINE DEFINITION";
/// What a line at the margin begins with, when the text proper has begun.
const TOP_LEVEL: [&str; 8] = [
    "components:",
    "defaultPipelineRoot:",
    "deploymentSpec:",
    "pipelineInfo:",
    "root:",
    "schemaVersion:",
    "sdkVersion:",
    "platforms:",
];

pub(super) struct Read {
    pub(super) pipeline: CompiledPipeline,
    pub(super) spilled_comment: Option<RangeInclusive<usize>>,
    /// The text without what spilled; `None` when nothing did.
    pub(super) repaired: Option<String>,
}

pub(super) fn read(text: &[u8], most_values: usize) -> Result<Read, PackageError> {
    let text = std::str::from_utf8(text).map_err(|_| PackageError::NotText)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(PackageError::Empty);
    }
    if text.contains(is_forbidden) {
        return Err(PackageError::NotText);
    }
    let sound = documents(text, most_values).and_then(pipeline);
    let error = match sound {
        Ok(pipeline) => {
            return Ok(Read {
                pipeline,
                spilled_comment: None,
                repaired: None,
            });
        }
        Err(error) => error,
    };
    // What spilled may even be sound YAML, which only then has no fields of a pipeline.
    let Some((lines, repaired)) = without_spilled_comment(text) else {
        return Err(error);
    };
    match documents(&repaired, most_values).and_then(pipeline) {
        Ok(pipeline) => Ok(Read {
            pipeline,
            spilled_comment: Some(lines),
            repaired: Some(repaired),
        }),
        Err(_) => Err(error),
    }
}

/// Whether it is no character of a text.
pub(super) fn is_forbidden(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r' | '\u{85}')
}

/// How documents are read.
pub(super) fn options(most_values: usize) -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_depth: MAX_DEPTH,
            max_nodes: most_values,
            max_events: most_values.saturating_mul(4),
            max_total_scalar_bytes: MAX_TEXT_BYTES,
            max_total_comment_bytes: MAX_TEXT_BYTES,
        },
        // `yes` and `on` stay text, as for KFP.
        strict_booleans: true,
        with_snippet: false,
    }
}

/// The documents; those that are empty are left out.
fn documents(text: &str, most_values: usize) -> Result<Vec<Value>, PackageError> {
    serde_saphyr::from_multiple_with_options(text, options(most_values)).map_err(
        |error| match error.location() {
            // A limit is reached at some place as well, and there is nothing wrong there.
            _ if is_limit(&error) => PackageError::Excessive,
            Some(place) if place.line() > 0 => PackageError::Yaml {
                line: place.line(),
                column: place.column(),
            },
            _ => PackageError::Excessive,
        },
    )
}

fn is_limit(error: &serde_saphyr::Error) -> bool {
    use serde_saphyr::Error;
    match error {
        Error::AliasError { error, .. } => is_limit(error),
        Error::Budget { .. }
        | Error::AliasExpansionLimitExceeded { .. }
        | Error::AliasReplayCounterOverflow { .. }
        | Error::AliasReplayLimitExceeded { .. }
        | Error::AliasReplayStackDepthExceeded { .. } => true,
        _ => false,
    }
}

/// The first document is the pipeline; all others together are its platform settings.
pub(super) fn pipeline(documents: Vec<Value>) -> Result<CompiledPipeline, PackageError> {
    let mut documents = documents.into_iter().filter(|document| !document.is_null());
    let first = documents.next().ok_or(PackageError::Empty)?;
    let mut pipeline = CompiledPipeline::from_value(first).map_err(PackageError::NotAPipeline)?;
    for (number, document) in documents.enumerate() {
        let number = number + 2;
        match document {
            Value::Object(settings) if settings.contains_key("platforms") => {
                merge(pipeline.platform.get_or_insert_default(), settings);
            }
            _ => return Err(PackageError::Platform { number }),
        }
    }
    Ok(pipeline)
}

/// Objects are merged, anything else is replaced.
fn merge(into: &mut Map<String, Value>, from: Map<String, Value>) {
    for (key, value) in from {
        match (into.get_mut(&key), value) {
            (Some(Value::Object(into)), Value::Object(from)) => merge(into, from),
            (_, value) => {
                into.insert(key, value);
            }
        }
    }
}

/// Makes comments of the lines between the compiler's comment and the text proper. Lines keep their numbers.
fn without_spilled_comment(text: &str) -> Option<(RangeInclusive<usize>, String)> {
    if !text.starts_with(COMPILERS_COMMENT) {
        return None;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let is_top_level = |line: &&str| TOP_LEVEL.iter().any(|key| line.starts_with(key));
    let start = lines.iter().position(is_top_level)?;
    let spilled = |line: &str| !line.starts_with('#') && !line.trim().is_empty();
    let first = lines[..start].iter().position(|line| spilled(line))?;
    let last = lines[..start].iter().rposition(|line| spilled(line))?;
    let mut repaired = String::with_capacity(text.len() + start);
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            repaired.push('\n');
        }
        if number < start && !line.starts_with('#') {
            repaired.push_str("# ");
        }
        repaired.push_str(line);
    }
    Some((first + 1..=last + 1, repaired))
}
