//! What is done to the things of KFP, and how it ended: a call without an answer is looked up before anybody tries again.

use bytes::Bytes;
use http::Request;
use kfp_core::{
    Error,
    model::{PipelineId, RecurringRunId, RecurringRunStatus, RunId, RuntimeState, StorageState},
    operation::Operation,
    request::{
        Cascade, PropagationPolicy, archive_run, delete_pipeline, delete_recurring_run, delete_run,
        disable_recurring_run, enable_recurring_run, get_pipeline, get_recurring_run, get_run,
        retry_run, terminate_run, unarchive_run,
    },
    response::read_nothing,
};
use serde::{Deserialize, de::IgnoredAny};

use super::{Api, Failure, FailureKind, api::told};
use crate::text::FailedHop;

/// What can be done to a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Verb {
    /// Puts a run into the archive.
    Archive,
    /// Takes a run out of it.
    Restore,
    /// Begins a failed run again where it failed.
    Retry,
    /// Ends a run.
    Terminate,
    /// Lets a recurring run fire.
    Enable,
    /// Lets it fire no more.
    Disable,
    /// Takes a thing away for good.
    Delete,
}

/// The kind of a thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// A run.
    Run,
    /// A recurring run.
    RecurringRun,
    /// A pipeline with its versions.
    Pipeline,
}

/// A thing.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// A run.
    Run(RunId),
    /// A recurring run. Its runs go on when it is deleted.
    RecurringRun(RecurringRunId),
    /// A pipeline. Its versions are deleted with it.
    Pipeline(PipelineId),
}

impl Target {
    /// Its kind.
    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Run(_) => Kind::Run,
            Self::RecurringRun(_) => Kind::RecurringRun,
            Self::Pipeline(_) => Kind::Pipeline,
        }
    }
}

/// How an action ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is done.
    Done,
    /// It is not done.
    Failed(Failure),
    /// No answer came, and none to the question whether it is done.
    Unknown(Failure),
}

type Call = (Operation, Result<Request<Bytes>, Error>);

impl Api {
    /// Does something to a thing.
    pub(crate) async fn perform(self, verb: Verb, target: Target) -> Outcome {
        let Some(call) = request(verb, &target) else {
            return Outcome::Failed(impossible());
        };
        let failure = match self.done(call).await {
            Ok(()) => return Outcome::Done,
            Err(failure) => failure,
        };
        self.guard().heed(&failure);
        // What is gone already need not be deleted.
        if verb == Verb::Delete && failure.kind == FailureKind::NotFound {
            return Outcome::Done;
        }
        if !is_open(&failure) {
            return Outcome::Failed(failure);
        }
        match self.is_done(verb, &target).await {
            Ok(true) => Outcome::Done,
            Ok(false) => Outcome::Failed(failure),
            Err(_) => Outcome::Unknown(failure),
        }
    }

    async fn done(self, (operation, request): Call) -> Result<(), Failure> {
        let (parts, body) = self.ask_kfp(request).await?;
        told(read_nothing(operation, &parts, &body))
    }

    /// Looks whether it is done.
    async fn is_done(self, verb: Verb, target: &Target) -> Result<bool, Failure> {
        let found = match target {
            Target::Run(id) => {
                let run: Result<RunStanding, Failure> =
                    self.one(Operation::GetRun, Ok(get_run(id))).await;
                run.map(|run| run.is_as_after(verb))
            }
            Target::RecurringRun(id) => {
                let of: Result<SwitchStanding, Failure> = self
                    .one(Operation::GetRecurringRun, Ok(get_recurring_run(id)))
                    .await;
                of.map(|found| found.is_as_after(verb))
            }
            Target::Pipeline(id) => {
                let of: Result<IgnoredAny, Failure> =
                    self.one(Operation::GetPipeline, Ok(get_pipeline(id))).await;
                of.map(|_is_there| false)
            }
        };
        match found {
            Err(failure) if failure.kind == FailureKind::NotFound => Ok(verb == Verb::Delete),
            found => found,
        }
    }
}

fn request(verb: Verb, target: &Target) -> Option<Call> {
    Some(match (verb, target) {
        (Verb::Archive, Target::Run(id)) => (Operation::ArchiveRun, Ok(archive_run(id))),
        (Verb::Restore, Target::Run(id)) => (Operation::UnarchiveRun, Ok(unarchive_run(id))),
        (Verb::Retry, Target::Run(id)) => (Operation::RetryRun, Ok(retry_run(id))),
        (Verb::Terminate, Target::Run(id)) => (Operation::TerminateRun, Ok(terminate_run(id))),
        (Verb::Delete, Target::Run(id)) => (Operation::DeleteRun, Ok(delete_run(id))),
        (Verb::Enable, Target::RecurringRun(id)) => {
            (Operation::EnableRecurringRun, Ok(enable_recurring_run(id)))
        }
        (Verb::Disable, Target::RecurringRun(id)) => (
            Operation::DisableRecurringRun,
            Ok(disable_recurring_run(id)),
        ),
        (Verb::Delete, Target::RecurringRun(id)) => (
            Operation::DeleteRecurringRun,
            delete_recurring_run(id, Some(PropagationPolicy::Orphan)),
        ),
        (Verb::Delete, Target::Pipeline(id)) => (
            Operation::DeletePipeline,
            delete_pipeline(id, Cascade::Versions),
        ),
        _ => return None,
    })
}

/// Whether it may be done in spite of the failure: somebody on the way fell silent after it was sent.
pub(super) fn is_open(failure: &Failure) -> bool {
    match failure.kind {
        FailureKind::Down(hop) => hop != FailedHop::Busy,
        FailureKind::Garbled => true,
        _ => false,
    }
}

fn impossible() -> Failure {
    Failure {
        kind: FailureKind::Rejected,
        code: "console.no_such_action".to_owned(),
        said: String::new(),
    }
}

/// What tells how a run stands.
#[derive(Debug, Deserialize)]
struct RunStanding {
    #[serde(default)]
    state: RuntimeState,
    #[serde(default)]
    storage_state: StorageState,
}

impl RunStanding {
    fn is_as_after(&self, verb: Verb) -> bool {
        match verb {
            Verb::Archive => self.storage_state == StorageState::Archived,
            Verb::Restore => self.storage_state == StorageState::Available,
            Verb::Retry => self.state != RuntimeState::Failed,
            Verb::Terminate => self.state == RuntimeState::Canceling || self.state.is_terminal(),
            _ => false,
        }
    }
}

/// What tells whether a recurring run fires: the whole of it would be read by a good deal of program.
#[derive(Debug, Deserialize)]
struct SwitchStanding {
    #[serde(default)]
    status: RecurringRunStatus,
}

impl SwitchStanding {
    fn is_as_after(&self, verb: Verb) -> bool {
        let is_on = self.status == RecurringRunStatus::Enabled;
        match verb {
            Verb::Enable => is_on,
            Verb::Disable => !is_on,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> Target {
        Target::Run(RunId::new("r-1").expect("an id"))
    }

    fn address(verb: Verb, target: &Target) -> Option<String> {
        let (_, request) = request(verb, target)?;
        let request = request.expect("a request");
        Some(format!("{} {}", request.method(), request.uri()))
    }

    #[test]
    fn runs_go_on_when_their_recurring_run_is_deleted_and_versions_go_with_their_pipeline() {
        let schedule = Target::RecurringRun(RecurringRunId::new("j-1").expect("an id"));
        let pipeline = Target::Pipeline(PipelineId::new("p-1").expect("an id"));
        assert_eq!(
            address(Verb::Delete, &schedule).as_deref(),
            Some("DELETE /apis/v2beta1/recurringruns/j-1?propagation_policy=ORPHAN")
        );
        assert_eq!(
            address(Verb::Delete, &pipeline).as_deref(),
            Some("DELETE /apis/v2beta1/pipelines/p-1?cascade=true")
        );
        assert_eq!(
            address(Verb::Archive, &run()).as_deref(),
            Some("POST /apis/v2beta1/runs/r-1:archive")
        );
        assert_eq!(address(Verb::Enable, &run()), None);
    }

    #[test]
    fn only_silence_leaves_the_outcome_open() {
        let failure = |kind| Failure {
            kind,
            code: String::new(),
            said: String::new(),
        };
        for open in [
            FailureKind::Down(FailedHop::Console),
            FailureKind::Down(FailedHop::MlPipeline),
            FailureKind::Garbled,
        ] {
            assert!(is_open(&failure(open)));
        }
        for told in [
            FailureKind::Down(FailedHop::Busy),
            FailureKind::Forbidden(None),
            FailureKind::Rejected,
            FailureKind::NotFound,
        ] {
            assert!(!is_open(&failure(told)));
        }
    }

    #[test]
    fn a_run_tells_whether_something_was_done_to_it() {
        let standing = |state: &str, storage: &str| -> RunStanding {
            let text = format!(r#"{{"state":"{state}","storage_state":"{storage}"}}"#);
            serde_json::from_str(&text).expect("a run")
        };
        assert!(standing("SUCCEEDED", "ARCHIVED").is_as_after(Verb::Archive));
        assert!(!standing("SUCCEEDED", "AVAILABLE").is_as_after(Verb::Archive));
        assert!(standing("CANCELING", "AVAILABLE").is_as_after(Verb::Terminate));
        assert!(!standing("RUNNING", "AVAILABLE").is_as_after(Verb::Terminate));
        assert!(!standing("FAILED", "AVAILABLE").is_as_after(Verb::Retry));
        assert!(!standing("SUCCEEDED", "AVAILABLE").is_as_after(Verb::Delete));
    }

    #[test]
    fn a_switch_is_as_asked_when_it_says_so() {
        let standing = |text: &str| serde_json::from_str::<SwitchStanding>(text).expect("one");
        let on = standing(r#"{"recurring_run_id":"j-1","status":"ENABLED"}"#);
        assert!(on.is_as_after(Verb::Enable) && !on.is_as_after(Verb::Disable));
        let off = standing(r#"{"recurring_run_id":"j-1","status":"DISABLED"}"#);
        assert!(!off.is_as_after(Verb::Enable) && off.is_as_after(Verb::Disable));
        assert!(!on.is_as_after(Verb::Delete));
    }
}
