//! The body of a run, a recurring run or a version to be made.
//!
//! KFP checks the target namespace alone. Here the pipeline must be readable too, since whoever runs another's pipeline can
//! read its spec afterwards; and what only the server sets cannot be sent.

use std::sync::Arc;

use super::body::StrictObject;
use super::decide::{checked_id, review};
use super::table::Ask;
use crate::app::App;
use crate::config::Defence;
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::Refusal;

/// Members of a run that KFP takes from a client although they are the server's: with them a client gets at runs of
/// others, or makes its own look like what it is not.
const OF_A_RUN: &[&str] = &[
    "run_id",
    "recurring_run_id",
    "scheduled_at",
    "finished_at",
    "storage_state",
    "state_history",
];

/// KFP ignores an id; a namespace is that of the experiment, whatever a client sends.
const OF_A_RECURRING_RUN: &[&str] = &["recurring_run_id", "namespace"];

/// The namespace of a run to be made.
///
/// # Errors
/// The refusal to answer with.
pub(super) async fn run(app: &App, user: &UserId, body: &[u8]) -> Result<Arc<str>, Refusal> {
    in_experiment(app, user, body, OF_A_RUN).await
}

/// The namespace of a recurring run to be made.
///
/// # Errors
/// The refusal to answer with.
pub(super) async fn recurring_run(
    app: &App,
    user: &UserId,
    body: &[u8],
) -> Result<Arc<str>, Refusal> {
    in_experiment(app, user, body, OF_A_RECURRING_RUN).await
}

/// Refuses a version whose body names another pipeline than its path: one would be judged and the other changed.
///
/// # Errors
/// A 400.
pub(super) fn version_of(pipeline: &str, body: &[u8]) -> Result<(), Failure> {
    match StrictObject::read(body)?.text("pipeline_id")? {
        Some(named) if named != pipeline => Err(Failure::new(
            ProblemCode::Invalid,
            "The path and the body name two pipelines.",
        )),
        _ => Ok(()),
    }
}

async fn in_experiment(
    app: &App,
    user: &UserId,
    body: &[u8],
    server_set: &[&str],
) -> Result<Arc<str>, Refusal> {
    let object = StrictObject::read(body)?;
    if app.config().has(Defence::ServerSet)
        && let Some(member) = server_set.iter().find(|member| object.has(member))
    {
        let detail = format!("{member} is set by the server and cannot be sent.");
        return Err(Failure::new(ProblemCode::Invalid, detail).into());
    }
    let Some(experiment) = object.text("experiment_id")? else {
        let detail = "Experiment id can not be empty in multi-user mode";
        return Err(Failure::new(ProblemCode::Invalid, detail).into());
    };
    let reference = object.object("pipeline_version_reference")?;
    let (pipeline, version) = match &reference {
        Some(reference) => (
            reference.text("pipeline_id")?,
            reference.text("pipeline_version_id")?,
        ),
        None => (None, None),
    };
    if let Some(pipeline) = &pipeline {
        let home = app.resolver().pipeline(user, checked_id(pipeline)?).await?;
        may_read(app, user, &home).await?;
    }
    // The older member beside the reference is not read by today's KFP; who names it may read it all the same.
    for version in [version, object.text("pipeline_version_id")?]
        .into_iter()
        .flatten()
    {
        let named = pipeline.as_deref().unwrap_or("-");
        let home = app
            .resolver()
            .version(user, checked_id(named)?, checked_id(&version)?)
            .await?;
        may_read(app, user, &home).await?;
    }
    app.resolver()
        .experiment(user, checked_id(&experiment)?)
        .await
}

async fn may_read(app: &App, user: &UserId, namespace: &str) -> Result<(), Refusal> {
    if namespace.is_empty() || !app.config().has(Defence::PipelineOfARun) {
        Ok(())
    } else {
        review(app, user, Ask::GET_PIPELINES, namespace).await
    }
}
