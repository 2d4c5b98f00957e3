//! `POST /api/package`: what is in a package, before anybody uploads it.
//!
//! It is read here and not in the page: a browser would stand still for megabytes of YAML, and the limits and words are
//! those of `kfpc`. Nothing of it is kept, and KFP hears nothing.

use std::io::{self, Write};
use std::sync::Arc;

use axum::Json;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use console_api::{LineRange, PackageReport};
use kfp_core::model::Document;
use kfp_core::package::{ArchiveFault, Package, PackageError};
use kfp_core::request::is_archive;
use kfp_core::spec::{CompiledPipeline, PipelineSpec};
use serde::Serialize;
use serde_json::{Map, Value};

use super::incoming::Incoming;
use crate::app::App;
use crate::problem::{Failure, ProblemCode};

/// Longest text that goes along with an answer.
const MOST_ANSWERED_BYTES: usize = 2 * 1024 * 1024;
/// Most values of a package: about 100 MiB in memory at the worst. A pipeline of 500 tasks has 40,000.
const MOST_VALUES: usize = 200_000;

/// What is in a package, or why KFP would not take it.
pub(super) async fn answer(app: &App, incoming: Incoming<'_>) -> Result<Response, Failure> {
    let broken = || {
        Failure::new(
            ProblemCode::Internal,
            "The package was not read to its end.",
        )
    };
    let turn = Arc::clone(app.packages()).acquire_owned().await;
    let turn = turn.map_err(|_| broken())?;
    let content = incoming.body.clone();
    // Who hangs up does not end it, so the turn goes along.
    let reading = tokio::task::spawn_blocking(move || {
        let report = report(content);
        drop(turn);
        report
    });
    let report = reading.await.map_err(|_| broken())?;
    match report {
        Ok(report) => Ok(Json(report).into_response()),
        Err(error) => Err(failure(&error)),
    }
}

fn report(content: Bytes) -> Result<PackageReport, PackageError> {
    let is_archive = is_archive(&content);
    let package = Package::read_at_most("package", content, MOST_VALUES)?;
    let spilled_comment = package.spilled_comment.as_ref().map(|lines| LineRange {
        first: *lines.start(),
        last: *lines.end(),
    });
    // Only then the content is another one than that which came.
    let repaired = spilled_comment
        .is_some()
        .then(|| package.content())
        .filter(|text| text.len() <= MOST_ANSWERED_BYTES)
        .and_then(|text| String::from_utf8(text.to_vec()).ok());
    let pipeline = &package.pipeline;
    let info = &pipeline.spec.pipeline_info;
    Ok(PackageReport {
        name: info.name.clone(),
        display_name: info.display_name.clone(),
        description: info.description.clone(),
        tasks: pipeline.spec.dags().map(|dag| dag.tasks.len()).sum(),
        is_archive,
        spilled_comment,
        repaired,
        document: document(pipeline),
    })
}

/// The spec as JSON, in the shape in which KFP hands it out, unless it is too long.
fn document(pipeline: &CompiledPipeline) -> Option<Document> {
    #[derive(Serialize)]
    struct Wrapped<'a> {
        pipeline_spec: &'a PipelineSpec,
        platform_spec: &'a Map<String, Value>,
    }
    let mut text = Bounded(Vec::new());
    let written = match &pipeline.platform {
        None => serde_json::to_writer(&mut text, &pipeline.spec),
        Some(platform_spec) => serde_json::to_writer(
            &mut text,
            &Wrapped {
                pipeline_spec: &pipeline.spec,
                platform_spec,
            },
        ),
    };
    written.ok()?;
    Document::parse(std::str::from_utf8(&text.0).ok()?).ok()
}

/// Takes as much as an answer may hold.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_ANSWERED_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The words are those of `kfp-core`; of the package they repeat names of files and fields alone.
fn failure(error: &PackageError) -> Failure {
    let words = error.to_string();
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let detail: String = first.into_iter().chain(letters).chain(['.']).collect();
    Failure::new(code(error), detail).hint(error.hint().as_str())
}

fn code(error: &PackageError) -> ProblemCode {
    match error {
        PackageError::TooLarge { .. }
        | PackageError::Archive {
            fault: ArchiveFault::Bomb { .. },
        } => ProblemCode::TooLarge,
        PackageError::Empty => ProblemCode::PackageEmpty,
        PackageError::NotText => ProblemCode::PackageNotText,
        PackageError::Archive { .. } => ProblemCode::PackageArchive,
        PackageError::Yaml { .. } => ProblemCode::PackageYaml,
        PackageError::Excessive => ProblemCode::PackageExcessive,
        PackageError::Platform { .. } => ProblemCode::PackagePlatform,
        PackageError::NotAPipeline(_) => ProblemCode::PackageNotAPipeline,
        // Of files, which are none here.
        _ => ProblemCode::Internal,
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::spec::NotAPipeline;

    use super::*;

    #[test]
    fn codes_and_hints_are_those_of_kfpc() {
        let errors = [
            PackageError::Empty,
            PackageError::NotText,
            PackageError::Archive {
                fault: ArchiveFault::Traversal,
            },
            PackageError::Yaml { line: 3, column: 1 },
            PackageError::Excessive,
            PackageError::Platform { number: 2 },
            PackageError::NotAPipeline(NotAPipeline::List),
        ];
        for error in errors {
            let code = code(&error);
            assert_eq!(code.slug(), error.code());
            assert_eq!(code.hint(), Some(error.hint().as_str()));
        }
    }

    #[test]
    fn what_is_too_long_for_an_answer_is_left_out() {
        let spec = |filler: usize| {
            format!(
                r#"{{"pipelineInfo":{{"name":"a","description":"{}"}},"root":{{}}}}"#,
                "x".repeat(filler)
            )
        };
        let small = report(spec(10).into()).expect("a package");
        assert!(small.document.is_some());
        let large = report(spec(MOST_ANSWERED_BYTES).into()).expect("a package");
        assert_eq!((large.name.as_str(), large.document), ("a", None));
    }

    #[test]
    fn more_values_than_a_pipeline_has_are_not_read() {
        let text = format!("a: [{}]", "~,".repeat(MOST_VALUES));
        assert_eq!(report(text.into()), Err(PackageError::Excessive));
    }
}
