//! The hop of authorization: what Kubernetes says of the user, and whether KFP lets the console do it.

use std::time::Instant;

use console_api::FindingCode;
use http::{Method, StatusCode};
use kfp_core::model::Namespace;

use super::evidence::{Label, Place, Value};
use super::finding::Finding;
use super::reason::{AuthorizationFault, KfpFault, Reason};
use crate::access::{Ask, Reviewer};
use crate::identity::UserId;
use crate::known::Known;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::{Call, Kfp, Question};

/// What the check of the rights found, at this hop and before it.
#[derive(Debug)]
pub(super) struct Checked {
    /// What was found at this hop.
    pub(super) finding: Finding,
    /// The refusal of a policy of the mesh that stopped the call before KFP saw it: a fault of the hop before.
    pub(super) stopped_by_mesh: Option<Failure>,
}

impl From<Finding> for Checked {
    fn from(finding: Finding) -> Self {
        Self {
            finding,
            stopped_by_mesh: None,
        }
    }
}

/// Checks the right to list experiments: first Kubernetes' word on the user, then one such call as the console makes it.
///
/// The call is made only if the user may make it: a report is no way around a refusal.
pub(super) async fn check(
    kfp: &Kfp,
    reviewer: &Reviewer,
    user: &UserId,
    namespace: Option<&Namespace>,
    reachable: bool,
) -> Checked {
    let finding = Finding::works(FindingCode::AuthorizationOk)
        .at(Some(Place::Text("SubjectAccessReview".to_owned())));
    let Some(namespace) = namespace else {
        return finding
            .is(Reason::Authorization(AuthorizationFault::NoNamespace))
            .into();
    };
    let started = Instant::now();
    let question = Question::new(user, Ask::LIST_EXPERIMENTS, namespace.as_str());
    let finding = finding.saw(
        Label::Question,
        Value::MayList {
            user: user.as_str().to_owned(),
            namespace: namespace.as_str().to_owned(),
        },
    );
    let (says, fault) = match reviewer.allows(question).await {
        Ok(true) => (Value::Yes, None),
        Ok(false) => (Value::No, Some(denied(user, namespace))),
        Err(_) => (Value::Nothing, Some(AuthorizationFault::ReviewUnavailable)),
    };
    let finding = finding.saw(Label::Decision, says).took(started.elapsed());
    if let Some(fault) = fault {
        return finding.is(Reason::Authorization(fault)).into();
    }
    if !reachable {
        return not_reached(finding).into();
    }
    let mut checked = call(finding, kfp, user, namespace).await;
    checked.finding = checked.finding.took(started.elapsed());
    checked
}

fn denied(user: &UserId, namespace: &Namespace) -> AuthorizationFault {
    AuthorizationFault::Denied {
        user: user.as_str().to_owned(),
        namespace: namespace.as_str().to_owned(),
    }
}

fn not_reached(finding: Finding) -> Finding {
    finding.is(Reason::Authorization(AuthorizationFault::NotReached))
}

async fn call(finding: Finding, kfp: &Kfp, user: &UserId, namespace: &Namespace) -> Checked {
    let path = format!("/apis/v2beta1/experiments?page_size=1&namespace={namespace}");
    let finding = finding.saw(Label::Request, Value::OneExperiment);
    match kfp
        .call(Call::new(Method::GET, path, user).within(super::PROBE))
        .await
    {
        Ok(answer) => {
            let known = (!answer.status.is_success()).then(|| kfp.known(user, &answer));
            answered(finding, answer.status, known.flatten().as_ref(), namespace).into()
        }
        Err(failure) if failure.code == ProblemCode::MeshDenied => Checked {
            finding: not_reached(finding),
            stopped_by_mesh: Some(failure),
        },
        Err(failure) => finding
            .saw(Label::Error, failure.code.slug())
            .known_as(failure.known.as_ref())
            .is(of_failure(failure.code))
            .into(),
    }
}

fn answered(
    finding: Finding,
    status: StatusCode,
    known: Option<&Known>,
    namespace: &Namespace,
) -> Finding {
    let finding = finding.answered(status, "").known_as(known);
    match status {
        status if status.is_success() => finding,
        StatusCode::FORBIDDEN => {
            let namespace = namespace.as_str().to_owned();
            finding.is(Reason::Authorization(
                AuthorizationFault::ConsoleForbidden { namespace },
            ))
        }
        status => {
            let status = status.as_u16();
            finding.is(Reason::Kfp(KfpFault::Failed { status }))
        }
    }
}

/// Why the call was not answered by KFP, which answered the question for its health a moment ago.
fn of_failure(code: ProblemCode) -> Reason {
    match code {
        ProblemCode::KfpRefusedConsole | ProblemCode::KfpBehindLogin => {
            Reason::Authorization(AuthorizationFault::ConsoleRefused)
        }
        ProblemCode::TokenFile => Reason::Authorization(AuthorizationFault::NoToken),
        ProblemCode::KfpUnreachable
        | ProblemCode::KfpUnavailable
        | ProblemCode::KfpTimeout
        | ProblemCode::KfpTooMany => Reason::Authorization(AuthorizationFault::Unavailable),
        _ => Reason::Kfp(KfpFault::NotUnderstood),
    }
}
