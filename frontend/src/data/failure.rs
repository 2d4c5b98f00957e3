//! Why a call gave nothing to show, in the classes that a person can act on.

use console_api::Problem;
use http::StatusCode;
use kfp_core::{
    Error,
    error::{ProxyReason, SignedOut, StatusCodeName},
};

use crate::text::{FailedHop, Finding};

/// A failed call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    /// What it means.
    pub(crate) kind: FailureKind,
    /// Stable slug of the cause, to be quoted in a report.
    pub(crate) code: String,
    /// The server's own words; empty when there are none.
    pub(crate) said: String,
}

/// What a failed call means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// The session is gone. Everything stops.
    SignedOut(SignedOut),
    /// The user may not do this.
    Forbidden(Option<Box<Access>>),
    /// A policy of the mesh stopped the request.
    RefusedByMesh,
    /// KFP was not asked or did not take the console's own credentials: an operator's matter, which waiting does not mend.
    ConsoleRefused,
    /// It does not exist.
    NotFound,
    /// Nobody answered who could, or only to ask for patience; the same call may succeed later.
    Down(FailedHop),
    /// The request was refused as wrong.
    Rejected,
    /// The answer was not understood.
    Garbled,
}

/// The access that was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Access {
    /// Who.
    pub(crate) user: String,
    /// Did what.
    pub(crate) verb: String,
    /// To what.
    pub(crate) resource: String,
    /// Where; empty when the request named no namespace.
    pub(crate) namespace: String,
}

impl Failure {
    /// What an answer of something before the console means.
    pub(super) fn of_reason(reason: ProxyReason) -> Self {
        Self {
            kind: of_reason(reason),
            code: Finding::of(reason).code().to_owned(),
            said: reason.to_string(),
        }
    }

    /// Whether the session is gone.
    pub(crate) fn signed_out(&self) -> Option<SignedOut> {
        match self.kind {
            FailureKind::SignedOut(by) => Some(by),
            _ => None,
        }
    }

    /// Whether the same call is tried again by itself.
    pub(crate) fn is_retried(&self) -> bool {
        matches!(self.kind, FailureKind::Down(_))
    }
}

/// What the console's server says of its own way to KFP; `None` for what its status tells.
fn of_code(code: &str) -> Option<FailureKind> {
    Some(match code {
        "kfp.rbac_denied" => FailureKind::RefusedByMesh,
        "kfp.refused_console" | "kfp.behind_login" | "console.token_file" => {
            FailureKind::ConsoleRefused
        }
        // Kubernetes was silent, not KFP: to the page both are the console's own troubles.
        "console.overloaded" | "access.review_unavailable" => FailureKind::Down(FailedHop::Console),
        "request.costly" | "kfp.too_many_requests" => FailureKind::Down(FailedHop::Busy),
        "kfp.answer_not_understood" | "kfp.answer_too_large" | "console.internal" => {
            FailureKind::Garbled
        }
        _ => return None,
    })
}

impl From<&Error> for Failure {
    fn from(error: &Error) -> Self {
        let kind = match error {
            Error::Unexpected { reason, .. } => of_reason(*reason),
            Error::Api {
                error: api, status, ..
            } => match (api.reason().and_then(of_code), api.code()) {
                (Some(kind), _) => kind,
                (None, StatusCodeName::NotFound) => FailureKind::NotFound,
                (None, StatusCodeName::PermissionDenied) => {
                    FailureKind::Forbidden(api.denied_access().map(|denied| {
                        Box::new(Access {
                            user: denied.user.to_owned(),
                            verb: denied.verb.to_owned(),
                            resource: denied.resource.to_owned(),
                            namespace: denied.namespace.to_owned(),
                        })
                    }))
                }
                _ if *status == StatusCode::TOO_MANY_REQUESTS => FailureKind::Down(FailedHop::Busy),
                _ if status.is_server_error() || error.is_retryable() => {
                    FailureKind::Down(FailedHop::MlPipeline)
                }
                _ => FailureKind::Rejected,
            },
            Error::Transport { .. } | Error::Timeout { .. } => {
                FailureKind::Down(FailedHop::Console)
            }
            Error::InvalidRequest { .. } | Error::Credentials { .. } => FailureKind::Rejected,
            _ => FailureKind::Garbled,
        };
        let said = match error {
            Error::Api { error, .. } => error.summary().to_owned(),
            Error::Unexpected { status, reason, .. } => format!("{}: {reason}", status.as_u16()),
            Error::Transport { source, .. } => source.to_string(),
            Error::InvalidRequest { field, problem, .. } => format!("{field} {problem}"),
            Error::Decode { at, .. } => at.to_string(),
            _ => String::new(),
        };
        let code = match error {
            Error::Api { error: api, .. } => api.reason().unwrap_or_else(|| error.code()),
            Error::Unexpected { reason, .. } => Finding::of(*reason).code(),
            _ => error.code(),
        };
        Self {
            kind,
            code: code.to_owned(),
            said,
        }
    }
}

/// What the answer of something that is not the application means.
fn of_reason(reason: ProxyReason) -> FailureKind {
    match reason {
        ProxyReason::SignedOut { by } => FailureKind::SignedOut(by),
        ProxyReason::EmptyUnauthorized => FailureKind::SignedOut(SignedOut::EmptyObject),
        ProxyReason::RbacDenied | ProxyReason::TokenRefused { .. } => FailureKind::RefusedByMesh,
        ProxyReason::LoginServiceDown | ProxyReason::LoginFailed => {
            FailureKind::Down(FailedHop::Login)
        }
        ProxyReason::RateLimited => FailureKind::Down(FailedHop::Busy),
        ProxyReason::NoHealthyUpstream
        | ProxyReason::ConnectFailure
        | ProxyReason::Reset
        | ProxyReason::Timeout
        | ProxyReason::UnknownService => FailureKind::Down(FailedHop::Console),
        _ => FailureKind::Garbled,
    }
}

/// What a problem document of the console means.
impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let kind =
            of_code(&problem.code).unwrap_or_else(|| match (problem.status, problem.access) {
                (403, access) => FailureKind::Forbidden(access.map(|access| {
                    Box::new(Access {
                        user: access.user,
                        verb: access.verb,
                        resource: access.resource,
                        namespace: access.namespace,
                    })
                })),
                (404, _) => FailureKind::NotFound,
                (401, _) => FailureKind::Rejected,
                (500.., _) => FailureKind::Down(FailedHop::MlPipeline),
                (_, _) if problem.retryable => FailureKind::Down(FailedHop::MlPipeline),
                _ => FailureKind::Rejected,
            });
        let said = [Some(problem.title), problem.detail, problem.hint]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n");
        Self {
            kind,
            code: problem.code,
            said,
        }
    }
}

#[cfg(test)]
mod tests;
