//! Calls to the KFP API server.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, StatusCode, header};
use kfp_core::error::Error;
use kfp_core::operation::Operation;
use serde::de::IgnoredAny;
use tokio::sync::Semaphore;

use super::client::Clients;
use crate::config::{Config, UpstreamIdentity};
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};
use crate::telemetry::Metrics;

/// One call, made of nothing a client sent unread.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    method: Method,
    path_and_query: String,
    caller: Option<UserId>,
    content_type: Option<HeaderValue>,
    body: Bytes,
    deadline: Option<Duration>,
}

impl Call {
    /// A call on behalf of a user.
    pub(crate) fn new(method: Method, path_and_query: impl Into<String>, caller: &UserId) -> Self {
        Self {
            method,
            path_and_query: path_and_query.into(),
            caller: Some(caller.clone()),
            content_type: None,
            body: Bytes::new(),
            deadline: None,
        }
    }

    /// A call that carries no identity at all.
    pub(crate) fn anonymous(path_and_query: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            path_and_query: path_and_query.into(),
            caller: None,
            content_type: None,
            body: Bytes::new(),
            deadline: None,
        }
    }

    /// What is sent.
    pub(crate) fn body(mut self, content_type: Option<HeaderValue>, body: Bytes) -> Self {
        self.content_type = content_type;
        self.body = body;
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

/// The KFP API server, called as the configuration says.
#[derive(Clone, Debug)]
pub(crate) struct Kfp {
    clients: Clients,
    identity: UpstreamIdentity,
    line: Arc<Semaphore>,
    deadline: Duration,
    metrics: Arc<Metrics>,
}

impl Kfp {
    /// Sets the client up; calls nobody.
    ///
    /// # Errors
    /// If the address cannot be used.
    pub(crate) fn new(
        config: &Config,
        metrics: Arc<Metrics>,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        Ok(Self {
            clients: Clients::new(config)?,
            identity: config.kfp.upstream_identity,
            line: Arc::new(Semaphore::new(config.kfp.kfp_in_flight)),
            deadline: config.kfp.kfp_timeout,
            metrics,
        })
    }

    /// Makes a call. Whatever KFP itself says comes back as it is, errors included.
    ///
    /// # Errors
    /// A [`Failure`] if KFP did not answer, something else answered in its place, or KFP did not accept the console.
    pub(crate) async fn call(&self, call: Call) -> Result<Answer, Failure> {
        let safe = call.method.is_safe();
        self.exchange(call)
            .await
            .and_then(|response| read(safe, response))
            .map_err(|error| {
                let failure = Failure::of_kfp(&error);
                log(&error, &failure);
                failure
            })
    }

    /// Makes a call and gives back what KFP wrote, with its headers.
    ///
    /// # Errors
    /// If nothing came, or something that KFP did not write.
    pub(crate) async fn exchange(&self, call: Call) -> Result<http::Response<Bytes>, Error> {
        let operation = Operation::PassThrough {
            safe: call.method.is_safe(),
        };
        let deadline = call.deadline.unwrap_or(self.deadline);
        let started = Instant::now();
        let exchange = async {
            // First come, first served. A call that waits here costs KFP nothing; one that was sent and given up would
            // still be worked on.
            let _place = self.line.acquire().await.expect("the line is never closed");
            let caller = call.caller.clone();
            self.clients.send(caller.as_ref(), request(call)?).await
        };
        let result = match tokio::time::timeout(deadline, exchange).await {
            Ok(result) => result,
            Err(_) => Err(Error::Timeout {
                operation,
                after: deadline,
            }),
        };
        match &result {
            Ok(response) => self
                .metrics
                .kfp_call(response.status().as_str(), started.elapsed()),
            Err(error) => self.metrics.kfp_call(error.code(), started.elapsed()),
        }
        result
    }

    /// The user by whom KFP decides what to answer; empty if it is the console itself for all users.
    pub(crate) fn decides_by<'user>(&self, user: &'user UserId) -> &'user str {
        match self.identity {
            UpstreamIdentity::ServiceAccount => "",
            UpstreamIdentity::UserHeader => user.as_str(),
        }
    }
}

fn request(call: Call) -> Result<Request<Bytes>, Error> {
    let operation = Operation::PassThrough {
        safe: call.method.is_safe(),
    };
    let mut request = Request::builder()
        .method(call.method)
        .uri(call.path_and_query)
        .header(header::ACCEPT, "application/json");
    if let Some(content_type) = call.content_type {
        request = request.header(header::CONTENT_TYPE, content_type);
    }
    request.body(call.body).map_err(|_| Error::InvalidRequest {
        operation,
        field: "the address",
        problem: "cannot be written".into(),
    })
}

/// Reads an answer that KFP wrote.
///
/// A 401 is KFP's word on the console and not on the user, so it is an error of this call and not an answer.
fn read(safe: bool, response: http::Response<Bytes>) -> Result<Answer, Error> {
    let operation = Operation::PassThrough { safe };
    let (parts, body) = response.into_parts();
    if parts.status == StatusCode::UNAUTHORIZED {
        kfp_core::response::check(operation, &parts, &body)?;
    }
    if serde_json::from_slice::<IgnoredAny>(&body).is_ok() {
        return Ok(Answer {
            status: parts.status,
            body,
            content_type: HeaderValue::from_static("application/json"),
        });
    }
    if parts.status.is_success() {
        let content_type = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        return Err(Error::Decode {
            operation,
            at: "its text, which is no JSON".into(),
            content_type: content_type
                .and_then(|value| value.split(';').next())
                .map(Into::into),
            length: body.len(),
        });
    }
    // KFP writes a few refusals of uploads in plain text.
    Ok(Answer {
        status: parts.status,
        body,
        content_type: HeaderValue::from_static("text/plain; charset=utf-8"),
    })
}

/// The one log line of a failed call.
fn log(error: &Error, failure: &Failure) {
    let text = crate::telemetry::chain(error);
    let problem = failure.code.slug();
    match failure.code {
        ProblemCode::KfpAnswer | ProblemCode::KfpAnswerTooLarge | ProblemCode::Internal => {
            tracing::error!(
                error = text,
                code = error.code(),
                problem,
                "call to KFP failed"
            );
        }
        ProblemCode::MeshDenied => tracing::info!(
            error = text,
            code = error.code(),
            problem,
            "call to KFP failed"
        ),
        _ => tracing::warn!(
            error = text,
            code = error.code(),
            problem,
            "call to KFP failed"
        ),
    }
}
