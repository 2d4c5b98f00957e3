//! What a run has of one thing.

use console_api::{
    compare::{ComparedParameter, ComparedRun, ComparedTask},
    overview::Named,
};
use serde_json::Value as Json;

use crate::{paths::Route, secret::is_secret, status::Status};

/// What a cell shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::pages::compare) enum Value {
    /// There is nothing, or nothing is known.
    Nothing,
    /// A parameter that the run was not given.
    NotSet,
    /// A parameter that may be among those that were not told.
    NotTold,
    /// A value that should not stand on a screen.
    Hidden,
    /// A value that is too long, by its bytes.
    TooLong(usize),
    /// A name, and where it leads.
    Link(String, Box<Route>),
    /// A word.
    Word(String),
    /// A value as it is written.
    Code(String),
    /// A status.
    Status(Status),
    /// A moment, in milliseconds since 1970.
    Moment(i64),
    /// From one moment to another, or until now.
    Took(i64, Option<i64>),
    /// So many milliseconds, of so many nodes, and how they ended.
    Span(Option<i64>, usize, Status),
}

impl Value {
    pub(super) fn seconds(&self) -> Option<i64> {
        match self {
            Self::Took(start, Some(end)) => Some((end - start) / 1000),
            Self::Span(Some(ms), ..) => Some(ms / 1000),
            _ => None,
        }
    }
}

pub(super) fn linked(named: &Named, route: Option<Route>) -> Value {
    let name = named.name.as_deref().unwrap_or(&named.id).to_owned();
    match route {
        Some(route) => Value::Link(name, Box::new(route)),
        None => Value::Word(name),
    }
}

pub(super) fn status_of(run: &ComparedRun) -> Status {
    let has_ended = run.finished_at_ms.is_some();
    Status::of_what_is_known(&run.state, run.was_terminated, has_ended)
}

/// What has neither ended nor begun has no duration.
pub(super) fn took(run: &ComparedRun) -> Value {
    let goes_on = status_of(run).is_going_on();
    let start = run.scheduled_at_ms.or(run.created_at_ms);
    match start.filter(|_| goes_on || run.finished_at_ms.is_some()) {
        Some(start) => Value::Took(start, run.finished_at_ms),
        None => Value::Nothing,
    }
}

pub(super) fn span(task: &ComparedTask) -> Value {
    let status = Status::of_task(task.state);
    Value::Span(task.duration_ms, task.nodes, status)
}

/// How a task ended; `None` where there is none.
pub(super) fn ended(value: &Value) -> Option<&Status> {
    match value {
        Value::Span(_, _, status) => Some(status),
        _ => None,
    }
}

pub(super) fn parameter(parameter: &ComparedParameter) -> Value {
    let Some(document) = &parameter.value else {
        return if is_secret(&parameter.name, &Json::Null) {
            Value::Hidden
        } else {
            Value::TooLong(parameter.bytes)
        };
    };
    match document.read::<Json>() {
        Ok(value) if is_secret(&parameter.name, &value) => Value::Hidden,
        // A text stands for itself, as it was typed.
        Ok(Json::String(text)) => Value::Code(text),
        _ => Value::Code(document.as_str().to_owned()),
    }
}
