//! Every refusal and failure that the console answers with, and how it is written down.
//!
//! A [`Failure`] travels as an extension of an empty response; the layer [`crate::layers`]`::error_body` writes the
//! body, because only there are both the shape (a problem document, or KFP's own error under `/apis/`) and the
//! request id known.

mod body;
mod code;
mod korean;
mod page;
mod upstream;

pub(crate) use body::{Shape, document, write};
pub(crate) use code::ProblemCode;
pub(crate) use page::{PATH as PAGE, STYLE, STYLE_PATH, page};

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use axum::response::{IntoResponse, Response};
use console_api::DeniedAccess;
use http::{HeaderValue, StatusCode, header};

use crate::known::Known;

/// Why a request is not answered. One pointer wide: it is the error of nearly every function here.
#[derive(Clone, Debug)]
pub(crate) struct Failure(Box<Facts>);

/// What a [`Failure`] says.
#[derive(Clone, Debug)]
pub(crate) struct Facts {
    /// What kind of failure it is; status, title and retryability follow from it.
    pub(crate) code: ProblemCode,
    /// What happened this time, in a sentence that may be shown to a person.
    pub(crate) detail: String,
    /// One imperative sentence that can be followed.
    pub(crate) hint: Option<String>,
    /// What was asked of Kubernetes and refused.
    pub(crate) access: Option<DeniedAccess>,
    /// When the same request may be tried again.
    pub(crate) retry_after: Option<Duration>,
    /// The words that KFP itself uses for this, where it has some.
    pub(crate) kfp_message: Option<String>,
    /// The methods that the path does have, for the header `Allow`.
    pub(crate) allow: Vec<&'static str>,
    /// The failure known from the field that it is. For operators: in the log and in the connection report.
    pub(crate) known: Option<Known>,
}

impl Failure {
    /// A failure of a kind, with what happened this time.
    pub(crate) fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self(Box::new(Facts {
            code,
            detail: detail.into(),
            hint: code.hint().map(str::to_owned),
            access: None,
            retry_after: code.retryable().then_some(Duration::from_secs(2)),
            kfp_message: None,
            allow: Vec::new(),
            known: None,
        }))
    }

    /// Says what to do in other words than the code does.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.0.hint = Some(hint.into());
        self
    }

    /// The words that KFP itself uses for this.
    pub(crate) fn in_words_of_kfp(mut self, message: impl Into<String>) -> Self {
        self.0.kfp_message = Some(message.into());
        self
    }

    /// When the same request may be tried again.
    pub(crate) fn after(mut self, after: Duration) -> Self {
        self.0.retry_after = Some(after);
        self
    }

    /// The methods that the path does have.
    pub(crate) fn allow(mut self, methods: impl Into<Vec<&'static str>>) -> Self {
        self.0.allow = methods.into();
        self
    }

    /// The failure known from the field that it is.
    pub(crate) fn known_as(mut self, known: Option<Known>) -> Self {
        self.0.known = known;
        self
    }

    /// Kubernetes does not grant this to the user.
    pub(crate) fn denied(access: DeniedAccess) -> Self {
        let DeniedAccess {
            user,
            verb,
            resource,
            namespace,
        } = &access;
        let place = if namespace.is_empty() {
            "the whole cluster".to_owned()
        } else {
            format!("namespace {namespace}")
        };
        let role = if matches!(verb.as_str(), "get" | "list") {
            "kubeflow-view"
        } else {
            "kubeflow-edit"
        };
        // KFP prints the Go struct of the question; people search the web for this very text.
        let kfp_message = format!(
            "User '{user}' is not authorized with reason:  (request: &ResourceAttributes{{Namespace:{namespace},\
             Verb:{verb},Group:pipelines.kubeflow.org,Version:v1beta1,Resource:{resource},Subresource:,Name:,\
             FieldSelector:nil,LabelSelector:nil,}})"
        );
        Self::new(
            ProblemCode::AccessDenied,
            format!("Kubernetes does not allow {user} to {verb} {resource} in {place}."),
        )
        .hint(format!("Ask an owner of {place} for the {role} role."))
        .in_words_of_kfp(kfp_message)
        .with_access(access)
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        self.code.status()
    }

    fn with_access(mut self, access: DeniedAccess) -> Self {
        self.0.access = Some(access);
        self
    }
}

impl Deref for Failure {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        &self.0
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        if let Some(after) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, after.as_secs().max(1).into());
        }
        if let Ok(methods) = HeaderValue::from_str(&self.allow.join(", "))
            && !methods.is_empty()
        {
            response.headers_mut().insert(header::ALLOW, methods);
        }
        response.extensions_mut().insert(Arc::new(self));
        response
    }
}
