//! The hop of authorization: what Kubernetes says of the user, and whether KFP lets the console do it.

use std::time::Instant;

use console_api::{Hop, Verdict};
use http::{Method, StatusCode};
use kfp_core::model::Namespace;

use super::finding::Finding;
use crate::access::{Ask, Reviewer};
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::{Call, Kfp, Question};

/// The call that is made, in words.
pub(super) const REQUEST: &str = "GET /apis/v2beta1/experiments, one row of this namespace";

/// What the check of the rights found, at this hop and before it.
#[derive(Debug)]
pub(super) struct Checked {
    /// What was found at this hop.
    pub(super) finding: Finding,
    /// Whether a policy of the mesh stopped the call before KFP saw it: a fault of the hop before.
    pub(super) stopped_by_mesh: bool,
}

impl From<Finding> for Checked {
    fn from(finding: Finding) -> Self {
        Self {
            finding,
            stopped_by_mesh: false,
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
    let finding = Finding::works(Hop::KfpAuthorization, "authorization.ok");
    let Some(namespace) = namespace else {
        return finding
            .is(
                Verdict::NotChecked,
                "authorization.no_namespace",
                "Rights are those in a namespace, and none was named.",
                None,
            )
            .into();
    };
    let started = Instant::now();
    let question = Question::new(user, Ask::LIST_EXPERIMENTS, namespace.as_str());
    let finding = finding.saw(
        "Question",
        format!("may {user} list experiments in {namespace}?"),
    );
    let (says, refusal) = match reviewer.allows(question.clone()).await {
        Ok(true) => ("yes", None),
        Ok(false) => ("no", Some(Failure::denied(question.denied()))),
        Err(failure) => ("nothing", Some(failure)),
    };
    let finding = finding.saw("Kubernetes says", says).took(started.elapsed());
    if let Some(failure) = refusal {
        return finding.fails(failure).into();
    }
    if !reachable {
        return not_reached(finding).into();
    }
    let mut checked = call(finding, kfp, user, namespace).await;
    checked.finding = checked.finding.took(started.elapsed());
    checked
}

fn not_reached(finding: Finding) -> Finding {
    finding.is(
        Verdict::NotReached,
        "authorization.not_reached",
        "KFP could not be asked, because an earlier hop fails.",
        None,
    )
}

async fn call(finding: Finding, kfp: &Kfp, user: &UserId, namespace: &Namespace) -> Checked {
    let path = format!("/apis/v2beta1/experiments?page_size=1&namespace={namespace}");
    let finding = finding.saw("Request", REQUEST);
    let finding = match kfp.call(Call::new(Method::GET, path, user).within(super::PROBE)).await {
        Ok(answer) if answer.status.is_success() => finding.saw("Answer", answer.status.as_u16().to_string()),
        Ok(answer) if answer.status == StatusCode::FORBIDDEN => finding.saw("Answer", "403").is(
            Verdict::Fails,
            "kfp.console_forbidden",
            "Kubernetes allows the user, but KFP does not allow the console's own account.",
            Some(format!("Bind the console's service account to kubeflow-edit in {namespace}, or cluster-wide.")),
        ),
        Ok(answer) => finding.saw("Answer", answer.status.as_u16().to_string()).is(
            Verdict::Fails,
            "kfp.failed",
            "KFP answered the call with an error of its own.",
            Some("Look at the log of ml-pipeline.".to_owned()),
        ),
        Err(failure) if failure.code == ProblemCode::MeshDenied => {
            return Checked {
                finding: not_reached(finding),
                stopped_by_mesh: true,
            };
        }
        Err(failure) => {
            let answer = format!("{} ({})", failure.code.title(), failure.code.slug());
            finding.saw("Answer", answer).fails(failure)
        }
    };
    finding.into()
}
