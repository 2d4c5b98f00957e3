//! Who may watch.

use console_api::live::{Topic, TopicKind};
use kfp_core::model::Namespace;

use crate::access::{Ask, Reviewer};
use crate::identity::UserId;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::Question;

/// What Kubernetes is asked before somebody may watch a kind.
fn asks(kind: TopicKind) -> Ask {
    let resource = match kind {
        TopicKind::Runs => "runs",
        TopicKind::Experiments => "experiments",
        TopicKind::RecurringRuns => "jobs",
        TopicKind::Pipelines => "pipelines",
    };
    Ask {
        verb: "list",
        resource,
    }
}

/// Asks Kubernetes whether a user may watch a topic. The answer holds for moments: who goes on watching is asked about again.
///
/// # Errors
/// The refusal, also where Kubernetes does not answer.
pub(crate) async fn may_watch(
    reviewer: &Reviewer,
    user: &UserId,
    topic: &Topic,
) -> Result<(), Failure> {
    let namespace: Namespace = topic.namespace.parse().map_err(|error| {
        let detail = format!("The namespace cannot be used: {error}.");
        Failure::new(ProblemCode::Invalid, detail)
    })?;
    let question = Question::new(user, asks(topic.kind), namespace.as_str());
    if reviewer.allows(question.clone()).await? {
        Ok(())
    } else {
        Err(Failure::denied(question.denied()))
    }
}

/// Whether a user may be told names of a kind. No answer means no.
pub(crate) async fn may_name(
    reviewer: &Reviewer,
    user: &UserId,
    kind: TopicKind,
    namespace: &str,
) -> bool {
    let question = Question::new(user, asks(kind), namespace);
    reviewer.allows(question).await.unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::super::read::Read;
    use super::*;
    use crate::access;

    #[test]
    fn every_kind_is_read_and_reviewed_as_its_own_list_is() {
        for kind in TopicKind::ALL {
            let namespace: Namespace = "team-a".parse().expect("a namespace");
            let address = Read::Newest(kind).address(&namespace).expect("an address");
            let path = address.split('?').next().expect("a path");
            let row = access::find("GET", path).expect("a row").row;
            assert_eq!(row.ask, Some(asks(kind)), "{path}");
        }
    }
}
