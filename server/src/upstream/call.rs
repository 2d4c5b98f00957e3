//! What is sent to KFP and what comes back.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header};
use kfp_core::diagnose::Sent;
use kfp_core::error::Error;
use kfp_core::operation::Operation;
use serde::de::IgnoredAny;

use super::broken::Broken;
use super::line::{Priority, Weight};
use crate::access::{self, Listed};
use crate::identity::UserId;
use crate::problem::Failure;
use crate::rows::Rows;
use crate::telemetry::Course;

/// One call, made of nothing a client sent unread.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(super) method: Method,
    pub(super) path_and_query: String,
    pub(super) caller: Option<UserId>,
    pub(super) priority: Priority,
    pub(super) weight: Weight,
    /// Whose turn it takes in the line, if not its user's.
    pub(super) topic: Option<String>,
    content_type: Option<HeaderValue>,
    body: Bytes,
    pub(super) deadline: Option<Duration>,
    /// The request in whose course it is made.
    pub(super) course: Course,
}

impl Call {
    /// A call on behalf of a user.
    pub(crate) fn new(method: Method, path_and_query: impl Into<String>, caller: &UserId) -> Self {
        Self {
            method,
            caller: Some(caller.clone()),
            ..Self::anonymous(path_and_query)
        }
    }

    /// A call that carries no identity at all.
    pub(crate) fn anonymous(path_and_query: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path_and_query: path_and_query.into(),
            caller: None,
            priority: Priority::Viewer,
            weight: Weight::Light,
            topic: None,
            content_type: None,
            body: Bytes::new(),
            deadline: None,
            course: Course::current(),
        }
    }

    /// What is sent.
    pub(crate) fn body(mut self, content_type: Option<HeaderValue>, body: Bytes) -> Self {
        self.content_type = content_type;
        self.body = body;
        self
    }

    /// The path with names in place of ids, for figures and traces.
    pub(super) fn route(&self) -> &'static str {
        let path = self.path_and_query.split('?').next().unwrap_or_default();
        access::find(self.method.as_str(), path).map_or("none", |found| found.row.path)
    }

    /// How much of KFP it takes.
    pub(crate) fn weighing(mut self, weight: Weight) -> Self {
        self.weight = weight;
        self
    }

    /// Nobody waits for it: it goes out after everybody for whom somebody does, and takes the turn of what it is about.
    pub(crate) fn in_background(mut self, topic: impl Into<String>) -> Self {
        self.priority = Priority::Background;
        self.topic = Some(topic.into());
        self
    }

    /// It takes the turn of what it is about, and not that of its user.
    pub(crate) fn in_turn_of(mut self, topic: impl Into<String>) -> Self {
        self.topic = Some(topic.into());
        self
    }

    /// How long to wait, if not as long as for any call.
    pub(crate) fn within(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }
}

/// An answer of KFP's own, success or not.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// KFP's status.
    pub(crate) status: StatusCode,
    /// KFP's body, unchanged.
    pub(crate) body: Bytes,
    content_type: HeaderValue,
    /// Read once for all who are given the answer.
    listed: Arc<OnceLock<Option<Listed>>>,
    /// So is this.
    rows: Arc<OnceLock<Option<Rows>>>,
}

impl Answer {
    fn new(status: StatusCode, body: Bytes, content_type: &'static str) -> Self {
        Self {
            status,
            body,
            content_type: HeaderValue::from_static(content_type),
            listed: Arc::default(),
            rows: Arc::default(),
        }
    }

    /// The same answer in other words.
    pub(crate) fn with_body(&self, body: Bytes) -> Self {
        Self {
            body,
            listed: Arc::default(),
            rows: Arc::default(),
            ..self.clone()
        }
    }

    /// The answer as a list of KFP's; `None` if it is none.
    pub(crate) fn listed(&self) -> Option<&Listed> {
        self.listed
            .get_or_init(|| Listed::read(&self.body))
            .as_ref()
    }

    /// The answer as a list of runs that is made light; `None` if it is none. Takes long where runs have many tasks.
    pub(crate) fn rows(&self) -> Option<&Rows> {
        self.rows.get_or_init(|| Rows::read(&self.body)).as_ref()
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, self.content_type);
        response
    }
}

/// Why a request does not get what it asked for.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    /// The console says why.
    Failure(Failure),
    /// KFP has said why.
    Answer(Answer),
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// Writes a call.
///
/// # Errors
/// If its address cannot be written.
pub(super) fn request(call: Call) -> Result<Request<Bytes>, Error> {
    let operation = Operation::PassThrough {
        safe: call.method.is_safe(),
    };
    let mut builder = Request::builder()
        .method(call.method)
        .uri(call.path_and_query)
        .header(header::ACCEPT, "application/json");
    if let Some(content_type) = call.content_type {
        builder = builder.header(header::CONTENT_TYPE, content_type);
    }
    if let Some(headers) = builder.headers_mut() {
        call.course.write(headers);
    }
    builder.body(call.body).map_err(|_| Error::InvalidRequest {
        operation,
        field: "the address",
        problem: "cannot be written".into(),
    })
}

/// Reads an answer that KFP wrote.
///
/// A 401 is KFP's word on the console and not on the user, so it is an error of this call and not an answer.
pub(super) fn read(
    safe: bool,
    sent: Sent,
    response: http::Response<Bytes>,
) -> Result<Answer, Box<Broken>> {
    let operation = Operation::PassThrough { safe };
    let (parts, body) = response.into_parts();
    if parts.status == StatusCode::UNAUTHORIZED {
        kfp_core::response::check(operation, &parts, &body)
            .map_err(|error| Broken::answered(error, sent, &parts, &body))?;
    }
    if serde_json::from_slice::<IgnoredAny>(&body).is_ok() {
        return Ok(Answer::new(parts.status, body, "application/json"));
    }
    if parts.status.is_success() {
        let content_type = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let error = Error::Decode {
            operation,
            at: "its text, which is no JSON".into(),
            content_type: content_type
                .and_then(|value| value.split(';').next())
                .map(Into::into),
            length: body.len(),
        };
        return Err(Broken::answered(error, sent, &parts, &body));
    }
    // KFP writes a few refusals of uploads in plain text.
    Ok(Answer::new(parts.status, body, "text/plain; charset=utf-8"))
}
