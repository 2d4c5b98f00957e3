//! What KFP answers with a 500 though KFP is well.
//!
//! KFP looks at the pipeline of a new run after it has taken the request, and tells a pipeline that is not there from a
//! database that is not there by words alone. At that point it has made nothing yet. So with a recurring run whose
//! `ScheduledWorkflow` somebody has deleted. The words are those of `kubeflow/pipelines` at 7b70c7b; what is not certainly
//! about the caller's own objects stays KFP's own 500.

use http::StatusCode;

use crate::access::Operation;
use crate::problem::{Failure, ProblemCode};
use crate::upstream::Answer;

/// What KFP was doing when it found out.
const LOOKING_AT_THE_PIPELINE: &str = "Failed to fetch a template";
/// After which of its words it says what is wrong, where that is the caller's doing.
const VERDICTS: [&str; 3] = [
    "ResourceNotFoundError: ",
    "Invalid input error: ",
    "InvalidInputError: ",
];
/// What KFP says when it finds no object for a recurring run, before the words of Kubernetes.
const LOOKING_FOR_THE_SCHEDULE: &str = "Check if the scheduled workflow exists: ";
/// Of a body that is nested deeper than KFP reads.
const TOO_DEEP: &str = "proto: exceeded maximum recursion depth";
/// More of KFP's words are not repeated.
const LONGEST: usize = 400;

/// The mistake that a 500 of KFP's tells of; `None` where it may be KFP's own.
pub(super) fn of(operation: Operation, answer: &Answer) -> Option<Failure> {
    if answer.status != StatusCode::INTERNAL_SERVER_ERROR {
        return None;
    }
    let body: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
    found(operation, body.get("message")?.as_str()?)
}

fn found(operation: Operation, message: &str) -> Option<Failure> {
    if message.ends_with(TOO_DEEP) {
        let detail = "The body is nested deeper than KFP reads.";
        return Some(Failure::new(ProblemCode::Invalid, detail));
    }
    match operation {
        Operation::CreateRun | Operation::CreateRecurringRun => pipeline(message),
        Operation::EnableRecurringRun | Operation::DisableRecurringRun => schedule(message),
        _ => None,
    }
}

/// The object by which a recurring run fires is gone; a Kubernetes that did not answer is another matter.
fn schedule(message: &str) -> Option<Failure> {
    let (_, why) = message.split_once(LOOKING_FOR_THE_SCHEDULE)?;
    if !why.ends_with(" not found") {
        return None;
    }
    let why: String = why.chars().take(LONGEST).collect();
    let detail = format!(
        "KFP keeps this recurring run, and Kubernetes has no object any more by which it would fire: {why}. Most likely somebody \
         deleted that object past KFP, or the namespace was made anew."
    );
    Some(Failure::new(ProblemCode::ScheduleGone, detail).in_words_of_kfp(why))
}

fn pipeline(message: &str) -> Option<Failure> {
    let (_, why) = message.split_once(LOOKING_AT_THE_PIPELINE)?;
    let verdict = VERDICTS
        .iter()
        .filter_map(|marker| why.rsplit_once(marker))
        .map(|(_, verdict)| verdict)
        .min_by_key(|verdict| verdict.len())?;
    let verdict: String = verdict.chars().take(LONGEST).collect();
    let detail = format!("KFP made nothing of it: {verdict}.");
    Some(Failure::new(ProblemCode::Pipeline, detail).in_words_of_kfp(verdict))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the recorded server said, and the exchange.
    const RECORDED: [(Operation, &str, &str); 6] = [
        // runs-023-create-badpipe
        (
            Operation::CreateRun,
            "Failed to create a new run: InternalServerError: Failed to create a run due to error fetching manifest: Failed to fetch a template due to error retrieving pipeline version: Failed to fetch a pipeline version and its manifest from pipeline 2222: Failed to get the latest pipeline version as pipeline was not found: ResourceNotFoundError: Pipeline 2222 not found",
            "Pipeline 2222 not found",
        ),
        // runs-024-create-badver
        (
            Operation::CreateRun,
            "Failed to create a new run: InternalServerError: Failed to create a run due to error fetching manifest: Failed to fetch a template due to error retrieving pipeline version: Failed to fetch a pipeline version and its manifest from pipeline version 2222: Failed to get a pipeline version with id 2222: ResourceNotFoundError: PipelineVersion 2222 not found",
            "PipelineVersion 2222 not found",
        ),
        // runs-025-create-mismatch
        (
            Operation::CreateRun,
            "Failed to create a new run: InternalServerError: Failed to create a run due to error fetching manifest: Failed to fetch a template due to error retrieving pipeline version: Invalid input error: Pipeline version v belongs to pipeline p (not q)",
            "Pipeline version v belongs to pipeline p (not q)",
        ),
        // runs-026-create-badspec
        (
            Operation::CreateRun,
            "Failed to create a new run: InternalServerError: Failed to create a run due to error fetching manifest: Failed to fetch a template with an invalid pipeline spec manifest: InvalidInputError: unknown template format: pipeline spec is invalid",
            "unknown template format: pipeline spec is invalid",
        ),
        // recurringruns-050-create-badver
        (
            Operation::CreateRecurringRun,
            "Failed to create a recurring run: InternalServerError: Failed to create a recurring run with an invalid pipeline spec manifest: Failed to fetch a template due to error retrieving pipeline version: Failed to fetch a pipeline version and its manifest from pipeline version 2222: Failed to get a pipeline version with id 2222: ResourceNotFoundError: PipelineVersion 2222 not found",
            "PipelineVersion 2222 not found",
        ),
        // runs-014-create-nosource
        (
            Operation::CreateRun,
            "Failed to create a new run: InternalServerError: Failed to create a run due to error fetching manifest: Invalid input error: Failed to fetch a template with an empty pipeline spec manifest",
            "",
        ),
    ];

    #[test]
    fn pipeline_that_cannot_be_run_is_told_in_the_innermost_words_of_kfp() {
        for (operation, message, verdict) in RECORDED {
            let failure = found(operation, message);
            if verdict.is_empty() {
                // Told before it is sent: there is nothing to run.
                assert!(failure.is_none(), "{message}");
                continue;
            }
            let failure = failure.expect(message);
            assert_eq!(failure.code, ProblemCode::Pipeline, "{message}");
            assert_eq!(failure.kfp_message.as_deref(), Some(verdict));
            assert_eq!(
                failure.detail,
                format!("KFP made nothing of it: {verdict}.")
            );
        }
    }

    #[test]
    fn what_may_be_kfp_s_own_failure_stays_one() {
        let database = "Failed to create a new run: InternalServerError: Failed to create a run due to error fetching manifest: Failed to fetch a template due to error retrieving pipeline version: Error 1040 (08004): Too many connections";
        assert!(found(Operation::CreateRun, database).is_none());
        // The workflow exists by then.
        let stored = "Failed to create a new run: Failed to create a run: InternalServerError: Failed to store run x to table: Error 1062 (23000): Duplicate entry";
        assert!(found(Operation::CreateRun, stored).is_none());
        let (_, elsewhere, _) = RECORDED[0];
        assert!(found(Operation::GetRun, elsewhere).is_none());
    }

    #[test]
    fn schedule_that_is_gone_is_told_and_a_kubernetes_that_is_down_is_not_taken_for_it() {
        // recurringruns-136-enable-noswf
        let gone = "Failed to enable a recurring run: InternalServerError: Failed to enable recurring run 1-2. Check if the scheduled workflow exists: scheduledworkflows.kubeflow.org \"fire-disabled7x2kq\" not found";
        let failure = found(Operation::EnableRecurringRun, gone).expect("a finding");
        assert_eq!(failure.code, ProblemCode::ScheduleGone);
        assert_eq!(
            failure.kfp_message.as_deref(),
            Some("scheduledworkflows.kubeflow.org \"fire-disabled7x2kq\" not found")
        );
        let down = gone.replace("not found", "is forbidden");
        assert!(found(Operation::EnableRecurringRun, &down).is_none());
        assert!(found(Operation::DeleteRecurringRun, gone).is_none());
    }

    #[test]
    fn body_that_is_nested_too_deeply_is_the_caller_s_mistake() {
        // http-067-deep-spec
        let message = "grpc: error unmarshalling request: proto: exceeded maximum recursion depth";
        let failure = found(Operation::CreateRun, message).expect("a mistake");
        assert_eq!(failure.code, ProblemCode::Invalid);
    }
}
