//! Text that KFP's database refuses, and text without which KFP makes nothing, told before it is sent.
//!
//! KFP looks at little of it: the database refuses the row, the caller gets a 500 with an SQL error, and of a run the
//! workflow exists by then. The limits are those of its columns; characters above U+FFFF are refused because KFP asks its
//! connection for the three-byte `utf8`. Every other character is stored, control characters included. What is missing is
//! a 500 of KFP's too.

mod upload;

use serde_json::Value;

use super::body::StrictObject;
use super::operation::Operation;
use super::query::Query;
use crate::problem::{Failure, ProblemCode};

pub(crate) use upload::check as check_upload;

/// How much of a text a column holds.
#[derive(Clone, Copy, Debug)]
enum Most {
    /// KFP counts the bytes.
    Bytes(usize),
    /// The database counts the characters.
    Characters(usize),
    /// As much as a body may have.
    Anything,
}

/// A member that becomes a column as it is.
#[derive(Clone, Copy, Debug)]
struct Column {
    name: &'static str,
    most: Most,
    /// Whether nothing is made without it.
    is_needed: bool,
}

const fn column(name: &'static str, most: Most) -> Column {
    Column {
        name,
        most,
        is_needed: false,
    }
}

const fn needed(name: &'static str, most: Most) -> Column {
    Column {
        name,
        most,
        is_needed: true,
    }
}

const EXPERIMENT: &[Column] = &[
    needed("display_name", Most::Bytes(128)),
    column("description", Most::Characters(255)),
];
const RUN: &[Column] = &[
    needed("display_name", Most::Characters(255)),
    column("description", Most::Characters(255)),
    column("service_account", Most::Characters(255)),
];
const PIPELINE: &[Column] = &[
    column("name", Most::Bytes(128)),
    column("display_name", Most::Characters(255)),
    column("description", Most::Anything),
];
/// A version, and a pipeline that is uploaded: its first version has the same name.
const VERSION: &[Column] = &[
    column("name", Most::Bytes(127)),
    column("display_name", Most::Characters(255)),
    column("description", Most::Anything),
];
/// What can be changed of a pipeline and of a version.
const CHANGED: &[Column] = &[column("display_name", Most::Characters(255))];

/// Looks for text that cannot be stored, and for what is missing.
///
/// # Errors
/// A 400 that names the member and what is wrong with it.
pub(crate) fn check(operation: Operation, query: &Query, body: &[u8]) -> Result<(), Failure> {
    use Operation as Op;
    match operation {
        Op::CreateExperiment => members(&StrictObject::read(body)?, EXPERIMENT),
        Op::CreateRun | Op::CreateRecurringRun => {
            let body = StrictObject::read(body)?;
            run(&body)?;
            has_pipeline(&body, operation)
        }
        Op::CreatePipeline => named(&StrictObject::read(body)?, PIPELINE),
        Op::CreatePipelineAndVersion => {
            let body = StrictObject::read(body)?;
            for (member, columns) in [("pipeline", PIPELINE), ("pipeline_version", VERSION)] {
                if let Some(object) = body.object(member)? {
                    named(&object, columns)?;
                }
            }
            Ok(())
        }
        Op::CreatePipelineVersion => named(&StrictObject::read(body)?, VERSION),
        Op::UpdatePipeline | Op::UpdatePipelineVersion => {
            let body = StrictObject::read(body)?;
            members(&body, CHANGED)?;
            tags(body.raw("tags"))
        }
        Op::UploadPipeline | Op::UploadPipelineVersion => upload::named(query),
        _ => Ok(()),
    }
}

/// A pipeline or a version: where it has no name, its display name becomes its name.
fn named(object: &StrictObject, columns: &[Column]) -> Result<(), Failure> {
    members(object, columns)?;
    if let (None, Some(display_name), Some(name)) = (
        object.text("name")?,
        object.text("display_name")?,
        columns.first(),
    ) {
        too_long("display_name", &display_name, name.most)?;
    }
    tags(object.raw("tags"))
}

fn members(object: &StrictObject, columns: &[Column]) -> Result<(), Failure> {
    for column in columns {
        match object.text(column.name)? {
            Some(text) => fits(column.name, &text, column.most)?,
            None if column.is_needed => {
                let detail = format!("{} is missing or empty.", column.name);
                return Err(Failure::new(ProblemCode::Invalid, detail));
            }
            None => {}
        }
    }
    Ok(())
}

fn run(object: &StrictObject) -> Result<(), Failure> {
    members(object, RUN)?;
    let config = suspicious(object.raw("runtime_config"));
    if config.as_ref().is_some_and(holds_beyond) {
        return Err(beyond("runtime_config"));
    }
    let Some(spec) = suspicious(object.raw("pipeline_spec")) else {
        return Ok(());
    };
    // The rest of a spec is stored escaped; its defaults are copied into the configuration of the run, unless the caller
    // gives another value.
    let given = object
        .raw("runtime_config")
        .and_then(|raw| serde_json::from_str::<Value>(raw).ok());
    let given = given
        .as_ref()
        .and_then(|config| config["parameters"].as_object());
    let spec = spec.get("pipeline_spec").unwrap_or(&spec);
    let parameters = spec["root"]["inputDefinitions"]["parameters"].as_object();
    let defaults = parameters
        .into_iter()
        .flatten()
        .filter(|(name, _)| given.is_none_or(|given| !given.contains_key(name.as_str())));
    for (name, parameter) in defaults {
        if holds_beyond(&parameter["defaultValue"]) {
            return Err(beyond(&format!("The default of the parameter {name}")));
        }
    }
    Ok(())
}

/// Whether a run or a recurring run to be made says of what.
fn has_pipeline(object: &StrictObject, operation: Operation) -> Result<(), Failure> {
    let reference = object.object("pipeline_version_reference")?;
    let mut named = false;
    if let Some(reference) = &reference {
        for id in ["pipeline_id", "pipeline_version_id"] {
            named |= reference.text(id)?.is_some();
        }
    }
    // The older member beside the reference starts no run; of a recurring run KFP is the judge.
    let older =
        operation == Operation::CreateRecurringRun && object.text("pipeline_version_id")?.is_some();
    let inline = object.raw("pipeline_spec").is_some_and(|raw| raw != "null");
    if named || older || inline {
        return Ok(());
    }
    let detail = "Neither pipeline_version_reference nor pipeline_spec says what to run.";
    Err(Failure::new(ProblemCode::Invalid, detail))
}

fn tags(raw: Option<&str>) -> Result<(), Failure> {
    match suspicious(raw) {
        Some(tags) if holds_beyond(&tags) => Err(beyond("tags")),
        _ => Ok(()),
    }
}

/// The value of a member, if it can hold a character above U+FFFF at all: four bytes, or a pair of escapes. What cannot be
/// read is KFP's to judge.
fn suspicious(raw: Option<&str>) -> Option<Value> {
    let raw = raw?;
    let can = raw.bytes().any(|byte| byte >= 0xf0) || raw.contains("\\ud") || raw.contains("\\uD");
    can.then(|| serde_json::from_str(raw).ok()).flatten()
}

fn holds_beyond(value: &Value) -> bool {
    match value {
        Value::String(text) => is_beyond(text),
        Value::Array(items) => items.iter().any(holds_beyond),
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| is_beyond(name) || holds_beyond(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn is_beyond(text: &str) -> bool {
    text.chars().any(|c| c > '\u{ffff}')
}

fn fits(member: &str, text: &str, most: Most) -> Result<(), Failure> {
    if is_beyond(text) {
        return Err(beyond(member));
    }
    too_long(member, text, most)
}

fn too_long(member: &str, text: &str, most: Most) -> Result<(), Failure> {
    let (has, may_have, unit) = match most {
        Most::Bytes(bytes) => (text.len(), bytes, "bytes"),
        Most::Characters(characters) => (text.chars().count(), characters, "characters"),
        Most::Anything => return Ok(()),
    };
    if has <= may_have {
        return Ok(());
    }
    let detail = format!("{member} has {has} {unit}; KFP stores at most {may_have} of it.");
    Err(Failure::new(ProblemCode::Text, detail))
}

fn beyond(member: &str) -> Failure {
    let detail = format!(
        "{member} holds a character above U+FFFF, such as an emoji; KFP's database cannot store it."
    );
    Failure::new(ProblemCode::Text, detail)
}

#[cfg(test)]
mod tests;
