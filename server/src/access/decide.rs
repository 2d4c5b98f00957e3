//! May this user do this?

use kfp_core::model::Namespace;

use super::body::StrictObject;
use super::new_object;
use super::path::Found;
use super::query::Query;
use super::scope::Scope;
use super::table::Ask;
use crate::app::App;
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::{Question, Refusal};

/// Where an object lives.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Home {
    /// In no namespace: the question does not arise.
    Nowhere,
    /// In this namespace.
    Namespace(String),
    /// With the pipelines that belong to nobody and may be read by everybody.
    Shared,
}

/// Asks for everything that the row of a request names, and refuses what was not clearly allowed. Gives back the namespace
/// that the request is about, where it is about one.
///
/// # Errors
/// The refusal to answer with.
pub(crate) async fn allow(
    app: &App,
    user: &UserId,
    found: &Found,
    query: &Query,
    body: &[u8],
) -> Result<Option<String>, Refusal> {
    let home = find_home(app, user, found, query, body).await?;
    match (found.row.ask, home) {
        (None, Home::Nowhere) | (Some(_), Home::Shared) => Ok(None),
        (Some(ask), Home::Namespace(namespace)) => {
            review(app, user, ask, &namespace).await?;
            Ok(Some(namespace))
        }
        // A row that asks nothing about a namespace, or something about none: neither is in the table, and if it were,
        // nobody could say what it allows.
        (None, _) | (Some(_), Home::Nowhere) => Err(Failure::new(
            ProblemCode::Internal,
            "The access table has no answer for this request.",
        )
        .into()),
    }
}

async fn find_home(
    app: &App,
    user: &UserId,
    found: &Found,
    query: &Query,
    body: &[u8],
) -> Result<Home, Refusal> {
    let resolver = app.resolver();
    let id = |at: usize| found.ids.get(at).map_or("", String::as_str);
    match found.row.scope {
        Scope::Nothing => Ok(Home::Nowhere),
        Scope::Query => of_query(query),
        Scope::QueryOrShared => match query.get("namespace") {
            None => Ok(Home::Shared),
            Some(_) => of_query(query),
        },
        Scope::Body => of_body(&StrictObject::read(body)?),
        Scope::PipelineBody => match StrictObject::read(body)?.object("pipeline")? {
            Some(pipeline) => of_body(&pipeline),
            None => Err(no_namespace()),
        },
        Scope::Experiment => in_namespace(&resolver.experiment(user, id(0)).await?),
        Scope::ExperimentOrQuery => match query.get("experiment_id") {
            Some(experiment) => {
                in_namespace(&resolver.experiment(user, checked_id(experiment)?).await?)
            }
            None => of_query(query),
        },
        Scope::Run => in_namespace(&resolver.run(user, id(0)).await?),
        Scope::RunBody => in_namespace(&new_object::run(app, user, body).await?),
        Scope::RecurringRun => in_namespace(&resolver.recurring_run(user, id(0)).await?),
        Scope::RecurringRunBody => in_namespace(&new_object::recurring_run(app, user, body).await?),
        Scope::Pipeline => Ok(readable(&resolver.pipeline(user, id(0)).await?)),
        Scope::PipelineToChange => changeable(&resolver.pipeline(user, id(0)).await?),
        Scope::VersionBody => {
            new_object::version_of(id(0), body)?;
            changeable(&resolver.pipeline(user, id(0)).await?)
        }
        Scope::PipelineOfQuery => match query.get("pipelineid") {
            Some(pipeline) => changeable(&resolver.pipeline(user, checked_id(pipeline)?).await?),
            None => Err(
                Failure::new(ProblemCode::Invalid, "The parameter pipelineid is missing.").into(),
            ),
        },
        Scope::Version => Ok(readable(&resolver.version(user, id(0), id(1)).await?)),
        Scope::VersionToChange => changeable(&resolver.version(user, id(0), id(1)).await?),
    }
}

pub(super) async fn review(
    app: &App,
    user: &UserId,
    ask: Ask,
    namespace: &str,
) -> Result<(), Refusal> {
    let question = Question::new(user, ask, namespace);
    if app.reviewer().allows(question.clone()).await? {
        Ok(())
    } else {
        Err(Failure::denied(question.denied()).into())
    }
}

fn of_query(query: &Query) -> Result<Home, Refusal> {
    query
        .get("namespace")
        .map_or_else(|| Err(no_namespace()), named)
}

fn of_body(object: &StrictObject) -> Result<Home, Refusal> {
    match object.text("namespace")? {
        Some(namespace) => named(&namespace),
        None => Err(no_namespace()),
    }
}

/// A namespace that a client named: it must be one that can exist.
fn named(namespace: &str) -> Result<Home, Refusal> {
    match namespace.parse::<Namespace>() {
        Ok(_) => Ok(Home::Namespace(namespace.to_owned())),
        Err(error) => Err(Failure::new(
            ProblemCode::Invalid,
            format!("The namespace cannot be used: {error}."),
        )
        .into()),
    }
}

/// A namespace that KFP named. An experiment without one would be one of single-user mode, where nothing can be asked.
fn in_namespace(namespace: &str) -> Result<Home, Refusal> {
    if namespace.is_empty() {
        Err(no_namespace())
    } else {
        Ok(Home::Namespace(namespace.to_owned()))
    }
}

fn readable(namespace: &str) -> Home {
    if namespace.is_empty() {
        Home::Shared
    } else {
        Home::Namespace(namespace.to_owned())
    }
}

fn changeable(namespace: &str) -> Result<Home, Refusal> {
    match readable(namespace) {
        Home::Shared => Err(Failure::new(
            ProblemCode::SharedReadOnly,
            "The pipeline belongs to no namespace.",
        )
        .into()),
        home => Ok(home),
    }
}

fn no_namespace() -> Refusal {
    Failure::new(
        ProblemCode::NamespaceRequired,
        "The request names no namespace.",
    )
    .into()
}

/// An id from a query or a body goes into a path of KFP's; the checks of a path element hold for it too.
pub(super) fn checked_id(id: &str) -> Result<&str, Failure> {
    if super::path::is_id(id) {
        Ok(id)
    } else {
        Err(Failure::new(
            ProblemCode::Invalid,
            "An id holds characters that no id has.",
        ))
    }
}
