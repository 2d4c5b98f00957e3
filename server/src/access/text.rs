//! Text that KFP's database refuses, told before it is sent.
//!
//! KFP looks at little of it: the database refuses the row, the caller gets a 500 with an SQL error, and of a run the
//! workflow exists by then. The limits are those of its columns; characters above U+FFFF are refused because KFP asks its
//! connection for the three-byte `utf8`. Every other character is stored, control characters included.

use serde_json::Value;

use super::body::StrictObject;
use super::operation::Operation;
use super::query::Query;
use crate::problem::{Failure, ProblemCode};

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
}

const fn column(name: &'static str, most: Most) -> Column {
    Column { name, most }
}

const EXPERIMENT: &[Column] = &[
    column("display_name", Most::Bytes(128)),
    column("description", Most::Characters(255)),
];
const RUN: &[Column] = &[
    column("display_name", Most::Characters(255)),
    column("description", Most::Characters(255)),
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

/// Looks for text that cannot be stored.
///
/// # Errors
/// A 400 that names the member and what is wrong with it.
pub(crate) fn check(operation: Operation, query: &Query, body: &[u8]) -> Result<(), Failure> {
    use Operation as Op;
    match operation {
        Op::CreateExperiment => members(&StrictObject::read(body)?, EXPERIMENT),
        Op::CreateRun | Op::CreateRecurringRun => run(&StrictObject::read(body)?),
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
        Op::UploadPipeline | Op::UploadPipelineVersion => upload(query),
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
        if let Some(text) = object.text(column.name)? {
            fits(column.name, &text, column.most)?;
        }
    }
    Ok(())
}

fn upload(query: &Query) -> Result<(), Failure> {
    for column in VERSION {
        if let Some(text) = query.get(column.name) {
            fits(column.name, text, column.most)?;
        }
    }
    if let (None, Some(display_name)) = (query.get("name"), query.get("display_name")) {
        too_long("display_name", display_name, Most::Bytes(127))?;
    }
    tags(query.get("tags"))
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
mod tests {
    use proptest::prelude::*;

    use super::super::path::find;
    use super::*;

    fn judged(operation: Operation, body: &str) -> Result<(), (ProblemCode, String)> {
        check(operation, &Query::default(), body.as_bytes())
            .map_err(|failure| (failure.code, failure.detail.clone()))
    }

    fn refused(operation: Operation, body: &str) -> String {
        let (code, detail) = judged(operation, body).expect_err(body);
        assert_eq!(code, ProblemCode::Text, "{detail}");
        detail
    }

    #[test]
    fn columns_hold_so_many_bytes_or_characters_and_no_more() {
        use Operation as Op;
        let named = |name: &str, unit: &str, count: usize| {
            format!(
                r#"{{"display_name":"x","{name}":"{}"}}"#,
                unit.repeat(count)
            )
        };
        for (operation, member, unit, most) in [
            (Op::CreateExperiment, "description", "학", 255),
            (Op::CreateRun, "description", "학", 255),
            (Op::CreateRecurringRun, "description", "x", 255),
            (Op::CreatePipeline, "name", "x", 128),
            (Op::CreatePipeline, "name", "é", 64),
            (Op::CreatePipelineVersion, "name", "x", 127),
        ] {
            assert_eq!(
                judged(operation, &named(member, unit, most)),
                Ok(()),
                "{member}"
            );
            refused(operation, &named(member, unit, most + 1));
        }
        for (operation, unit, most) in [
            (Op::CreateExperiment, "x", 128),
            (Op::CreateRun, "학", 255),
            (Op::UpdatePipeline, "학", 255),
            (Op::CreatePipeline, "x", 128),
        ] {
            let body = |count| format!(r#"{{"displayName":"{}"}}"#, unit.repeat(count));
            assert_eq!(judged(operation, &body(most)), Ok(()));
            let detail = refused(operation, &body(most + 1));
            assert!(detail.contains(&most.to_string()), "{detail}");
        }
    }

    #[test]
    fn a_display_name_that_is_a_column_of_its_own_may_be_longer_than_a_name() {
        let body = format!(r#"{{"name":"n","display_name":"{}"}}"#, "x".repeat(255));
        assert_eq!(judged(Operation::CreatePipeline, &body), Ok(()));
    }

    #[test]
    fn a_character_above_the_plane_is_refused_wherever_it_is_stored_as_it_is() {
        use Operation as Op;
        for (operation, body) in [
            (Op::CreateExperiment, r#"{"display_name":"🚀"}"#),
            (Op::CreateExperiment, r#"{"display_name":"\ud83d\ude80"}"#),
            (Op::CreateRun, r#"{"display_name":"x","description":"🚀"}"#),
            (
                Op::CreateRun,
                r#"{"display_name":"x","runtime_config":{"parameters":{"who":["🚀"]}}}"#,
            ),
            (
                Op::CreateRun,
                r#"{"display_name":"x","runtimeConfig":{"parameters":{"who":"\uD83D\uDE80"}}}"#,
            ),
            (
                Op::CreateRun,
                r#"{"display_name":"x","pipeline_spec":{"root":{"inputDefinitions":{"parameters":{"who":{"defaultValue":"🚀"}}}}}}"#,
            ),
            (
                Op::CreateRecurringRun,
                r#"{"display_name":"x","pipeline_spec":{"pipeline_spec":{"root":{"inputDefinitions":{"parameters":{"who":{"defaultValue":"🚀"}}}}}}}"#,
            ),
            (
                Op::CreatePipeline,
                r#"{"display_name":"x","tags":{"a":"🚀"}}"#,
            ),
            (Op::UpdatePipelineVersion, r#"{"tags":{"🚀":"a"}}"#),
            (
                Op::CreatePipelineAndVersion,
                r#"{"pipeline":{"name":"x"},"pipeline_version":{"name":"🚀"}}"#,
            ),
        ] {
            refused(operation, body);
        }
    }

    #[test]
    fn what_kfp_stores_passes() {
        use Operation as Op;
        for (operation, body) in [
            (Op::CreateExperiment, r#"{"display_name":"학습 \u0000 é"}"#),
            // Escaped in the column of the spec.
            (
                Op::CreateRun,
                r#"{"display_name":"x","pipeline_spec":{"components":{"description":"🚀"}}}"#,
            ),
            // The default is not used.
            (
                Op::CreateRun,
                r#"{"display_name":"x","runtime_config":{"parameters":{"who":"a"}},"pipeline_spec":{"root":{"inputDefinitions":{"parameters":{"who":{"defaultValue":"🚀"}}}}}}"#,
            ),
            (Op::UpdatePipeline, r#"{"description":"🚀 is not read"}"#),
            (Op::ArchiveRun, "🚀"),
        ] {
            assert_eq!(judged(operation, body), Ok(()), "{body}");
        }
    }

    #[test]
    fn names_of_uploads_stand_in_the_query() {
        let row = find("POST", "/apis/v2beta1/pipelines/upload")
            .expect("a row")
            .row;
        let judged = |query: &str| {
            let query = Query::read(row, Some(query)).expect("a query");
            check(row.operation, &query, &[]).map_err(|failure| failure.code)
        };
        let long = "x".repeat(128);
        assert_eq!(
            judged("name=x&description=y&tags=%7B%22a%22:%22b%22%7D"),
            Ok(())
        );
        for bad in [
            format!("name={long}"),
            format!("display_name={long}"),
            "description=%F0%9F%9A%80".to_owned(),
            "name=x&tags=%7B%22a%22:%22%F0%9F%9A%80%22%7D".to_owned(),
        ] {
            assert_eq!(judged(&bad), Err(ProblemCode::Text), "{bad}");
        }
        assert_eq!(judged(&format!("name=x&display_name={long}")), Ok(()));
    }

    proptest! {
        #[test]
        fn never_panics(body in "\\PC{0,200}") {
            let _ = judged(Operation::CreateRun, &body);
        }
    }
}
