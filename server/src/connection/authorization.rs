//! The hop of authorization: what Kubernetes says of the user, and whether KFP lets the console do it.

use std::time::Instant;

use console_api::{Hop, Verdict};
use http::{Method, StatusCode};
use kfp_core::model::Namespace;

use super::finding::Finding;
use crate::access::{Ask, Reviewer};
use crate::identity::UserId;
use crate::problem::Failure;
use crate::upstream::{Call, Kfp, Question};

/// Checks the right to list experiments: first Kubernetes' word on the user, then one such call as the console makes it.
///
/// The call is made only if the user may make it: a report is no way around a refusal.
pub(super) async fn check(
    kfp: &Kfp,
    reviewer: &Reviewer,
    user: &UserId,
    namespace: Option<&Namespace>,
    reachable: bool,
) -> Finding {
    let finding = Finding::works(Hop::KfpAuthorization, "authorization.ok");
    let Some(namespace) = namespace else {
        return finding.is(
            Verdict::NotChecked,
            "authorization.no_namespace",
            "Rights are those in a namespace, and none was named.",
            None,
        );
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
        return finding.fails(failure);
    }
    if !reachable {
        return finding.is(
            Verdict::NotReached,
            "authorization.not_reached",
            "KFP could not be asked, because an earlier hop fails.",
            None,
        );
    }
    let finding = call(finding, kfp, user, namespace).await;
    finding.took(started.elapsed())
}

async fn call(finding: Finding, kfp: &Kfp, user: &UserId, namespace: &Namespace) -> Finding {
    let path = format!("/apis/v2beta1/experiments?page_size=1&namespace={namespace}");
    let finding = finding.saw(
        "Request",
        "GET /apis/v2beta1/experiments, one row of this namespace",
    );
    match kfp.call(Call::new(Method::GET, path, user).within(super::PROBE)).await {
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
        Err(failure) => {
            let answer = format!("{} ({})", failure.code.title(), failure.code.slug());
            finding.saw("Answer", answer).fails(failure)
        }
    }
}
