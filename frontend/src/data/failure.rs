//! Why a call gave nothing to show, in the classes that a person can act on.

use console_api::Problem;
use http::StatusCode;
use kfp_core::{
    Error,
    error::{ProxyReason, SignedOut, StatusCodeName},
};

use crate::text::FailedHop;

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
        let reason = match error {
            Error::Api { error, .. } => error.reason(),
            _ => None,
        };
        Self {
            kind,
            code: reason.unwrap_or_else(|| error.code()).to_owned(),
            said,
        }
    }
}

/// What the answer of something that is not the application means.
pub(super) fn of_reason(reason: ProxyReason) -> FailureKind {
    match reason {
        ProxyReason::SignedOut { by } => FailureKind::SignedOut(by),
        ProxyReason::EmptyUnauthorized => FailureKind::SignedOut(SignedOut::EmptyObject),
        ProxyReason::RbacDenied | ProxyReason::TokenRefused { .. } => FailureKind::RefusedByMesh,
        ProxyReason::LoginServiceDown => FailureKind::Down(FailedHop::Login),
        ProxyReason::NoHealthyUpstream
        | ProxyReason::ConnectFailure
        | ProxyReason::Reset
        | ProxyReason::Timeout
        | ProxyReason::UnknownService
        | ProxyReason::RateLimited => FailureKind::Down(FailedHop::Console),
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
mod tests {
    use console_api::DeniedAccess;
    use kfp_core::{operation::Operation, response};

    use super::*;

    fn failure(status: u16, content_type: &str, body: &str) -> Failure {
        let answer = http::Response::builder()
            .status(status)
            .header("content-type", content_type)
            .body(())
            .expect("an answer");
        let (parts, ()) = answer.into_parts();
        Failure::from(
            &response::check(Operation::ListRuns, &parts, body.as_bytes()).expect_err("a failure"),
        )
    }

    #[test]
    fn every_sign_of_a_lost_session_is_one() {
        let signs = [
            (401, "application/json", "{}"),
            (302, "text/html", "<a href=\"/dex/auth\">Found</a>."),
            (
                403,
                "text/html; charset=utf-8",
                "<!DOCTYPE html>\n<html lang=\"en\" charset=\"utf-8\">\n  <head>\n    <title>Sign In</title>",
            ),
            (401, "text/plain", "Jwt is expired"),
        ];
        for (status, content_type, body) in signs {
            let failure = failure(status, content_type, body);
            assert!(
                failure.signed_out().is_some(),
                "{status} {body}: {failure:?}"
            );
        }
    }

    #[test]
    fn a_refusal_names_what_was_refused() {
        let body = r#"{"code":7,"message":"x","details":[{"@type":"type.googleapis.com/google.rpc.Status","code":7,"message":"User 'bob@example.com' is not authorized with reason:  (request: &ResourceAttributes{Namespace:team-a,Verb:list,Group:pipelines.kubeflow.org,Version:v1beta1,Resource:runs,Subresource:,Name:,})"}]}"#;
        let FailureKind::Forbidden(Some(access)) = failure(403, "application/json", body).kind
        else {
            panic!("a refusal")
        };
        assert_eq!(
            (
                access.user.as_str(),
                access.verb.as_str(),
                access.resource.as_str(),
                access.namespace.as_str()
            ),
            ("bob@example.com", "list", "runs", "team-a")
        );
    }

    #[test]
    fn the_mesh_and_kfp_are_told_apart() {
        assert_eq!(
            failure(403, "text/plain", "RBAC: access denied").kind,
            FailureKind::RefusedByMesh
        );
        assert_eq!(
            failure(403, "application/json", r#"{"code":7,"message":"no"}"#).kind,
            FailureKind::Forbidden(None)
        );
        let of_the_console =
            r#"{"code":7,"message":"no","details":[{"reason":"kfp.rbac_denied"}]}"#;
        let failure_before_kfp = failure(403, "application/json", of_the_console);
        assert_eq!(failure_before_kfp.kind, FailureKind::RefusedByMesh);
        assert_eq!(failure_before_kfp.code, "kfp.rbac_denied");
        assert_eq!(
            failure(503, "text/plain", "no healthy upstream").kind,
            FailureKind::Down(FailedHop::Console)
        );
        assert_eq!(
            failure(
                404,
                "application/json",
                r#"{"code":5,"message":"Experiment 1 not found"}"#
            )
            .kind,
            FailureKind::NotFound
        );
        assert_eq!(
            failure(
                400,
                "application/json",
                r#"{"code":3,"message":"Invalid page token"}"#
            )
            .kind,
            FailureKind::Rejected
        );
        assert_eq!(
            failure(
                500,
                "application/json",
                r#"{"code":13,"message":"database is gone"}"#
            )
            .kind,
            FailureKind::Down(FailedHop::MlPipeline)
        );
    }

    #[test]
    fn only_a_silent_kfp_is_called_silent() {
        for (code, kind) in [
            ("kfp.refused_console", FailureKind::ConsoleRefused),
            ("kfp.behind_login", FailureKind::ConsoleRefused),
            ("console.token_file", FailureKind::ConsoleRefused),
            ("kfp.answer_not_understood", FailureKind::Garbled),
            ("kfp.answer_too_large", FailureKind::Garbled),
            ("console.internal", FailureKind::Garbled),
            ("console.overloaded", FailureKind::Down(FailedHop::Console)),
            (
                "access.review_unavailable",
                FailureKind::Down(FailedHop::Console),
            ),
            ("request.costly", FailureKind::Down(FailedHop::Busy)),
            ("kfp.too_many_requests", FailureKind::Down(FailedHop::Busy)),
            ("kfp.unreachable", FailureKind::Down(FailedHop::MlPipeline)),
            ("kfp.unavailable", FailureKind::Down(FailedHop::MlPipeline)),
            ("kfp.timeout", FailureKind::Down(FailedHop::MlPipeline)),
        ] {
            let body = format!(r#"{{"code":14,"message":"x","details":[{{"reason":"{code}"}}]}}"#);
            assert_eq!(failure(502, "application/json", &body).kind, kind, "{code}");
        }
        // A proxy of KFP's own writes no reason.
        let body = r#"{"code":8,"message":"slow down"}"#;
        assert_eq!(
            failure(429, "application/json", body).kind,
            FailureKind::Down(FailedHop::Busy)
        );
    }

    #[test]
    fn a_problem_of_the_console_is_read_like_kfps_refusal() {
        let problem = Problem {
            kind: "about:blank".to_owned(),
            title: "Not allowed".to_owned(),
            status: 403,
            detail: None,
            instance: None,
            code: "access.denied".to_owned(),
            hint: Some("Ask an owner.".to_owned()),
            retryable: false,
            access: Some(DeniedAccess {
                user: "a".to_owned(),
                verb: "list".to_owned(),
                resource: "runs".to_owned(),
                namespace: "b".to_owned(),
            }),
        };
        let failure = Failure::from(problem);
        assert!(matches!(failure.kind, FailureKind::Forbidden(Some(_))));
        assert_eq!(failure.said, "Not allowed\nAsk an owner.");
    }
}
