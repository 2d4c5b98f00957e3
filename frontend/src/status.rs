//! The status vocabulary: ten words, and one for what is not known. Shape carries the state, colour repeats it, the
//! word says it.

use console_api::grid::TaskState;
use kfp_core::model::RuntimeState;

use crate::data::RunRow;

/// How a run, a task or a check stands.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Status {
    /// Waits for a slot, a node or a task before it.
    Pending,
    /// At least one container works.
    Running,
    /// Finished, outputs are there.
    Succeeded,
    /// Not executed, outputs reused. Of tasks only.
    Cached,
    /// Its condition was false.
    Skipped,
    /// Never started, because something before it failed.
    Omitted,
    /// Ended with an error after all attempts.
    Failed,
    /// Stop was asked for.
    Canceling,
    /// Stopped by a person or a limit.
    Canceled,
    /// Suspended, can go on.
    Paused,
    /// A word that this version does not know, shown as it came.
    Unknown(Box<str>),
}

impl Status {
    /// The status of a run.
    ///
    /// KFP ends a terminated run as failed, so a failure whose history holds the request is shown as canceled. A run
    /// without a state that has not finished is a young one: KFP writes none before the first phase of its workflow.
    pub(crate) fn of_run(run: &RunRow) -> Self {
        match &run.state {
            RuntimeState::Failed if run.was_terminated() => Self::Canceled,
            RuntimeState::Unspecified if run.finished_at.is_none() => Self::Pending,
            state => Self::of_state(state),
        }
    }

    /// The status of a run of which only the word is known that KFP has for its state.
    pub(crate) fn of_word(word: &str, has_ended: bool) -> Self {
        match RuntimeState::parse(word) {
            RuntimeState::Unspecified if !has_ended => Self::Pending,
            state => Self::of_state(&state),
        }
    }

    /// The status of a task.
    pub(crate) fn of_task(state: TaskState) -> Self {
        match state {
            TaskState::Failed => Self::Failed,
            TaskState::Running => Self::Running,
            TaskState::Canceling => Self::Canceling,
            TaskState::Pending => Self::Pending,
            TaskState::Paused => Self::Paused,
            TaskState::Canceled => Self::Canceled,
            TaskState::Succeeded => Self::Succeeded,
            TaskState::Cached => Self::Cached,
            TaskState::Skipped => Self::Skipped,
            TaskState::Omitted => Self::Omitted,
            TaskState::Unknown => Self::Unknown("".into()),
        }
    }

    fn of_state(state: &RuntimeState) -> Self {
        match state {
            RuntimeState::Pending => Self::Pending,
            RuntimeState::Running => Self::Running,
            RuntimeState::Succeeded => Self::Succeeded,
            RuntimeState::Skipped => Self::Skipped,
            RuntimeState::Failed => Self::Failed,
            RuntimeState::Canceling => Self::Canceling,
            RuntimeState::Canceled => Self::Canceled,
            RuntimeState::Paused => Self::Paused,
            other => Self::Unknown(other.as_str().into()),
        }
    }

    /// The name of its style.
    pub(crate) fn class(&self) -> &'static str {
        match self {
            Self::Pending => "is-pending",
            Self::Running => "is-running",
            Self::Succeeded => "is-succeeded",
            Self::Cached => "is-cached",
            Self::Skipped => "is-skipped",
            Self::Omitted => "is-omitted",
            Self::Failed => "is-failed",
            Self::Canceling => "is-canceling",
            Self::Canceled => "is-canceled",
            Self::Paused => "is-paused",
            Self::Unknown(_) => "is-unknown",
        }
    }

    /// Whether its word is written in its colour in a table: the states that want somebody's eye.
    pub(crate) fn is_loud(&self) -> bool {
        matches!(
            self,
            Self::Running | Self::Failed | Self::Canceling | Self::Paused
        )
    }

    /// Whether it goes on, so that its duration still grows.
    pub(crate) fn is_going_on(&self) -> bool {
        matches!(self, Self::Running | Self::Canceling)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(json: &str) -> RunRow {
        serde_json::from_str(json).expect("a run")
    }

    #[test]
    fn a_terminated_run_is_canceled_though_kfp_says_failed() {
        let history = r#"{"run_id":"1","state":"FAILED","state_history":[{"state":"RUNNING"},{"state":"CANCELING"},{"state":"FAILED"}]}"#;
        assert_eq!(Status::of_run(&run(history)), Status::Canceled);
        assert_eq!(
            Status::of_run(&run(r#"{"run_id":"1","state":"FAILED"}"#)),
            Status::Failed
        );
    }

    #[test]
    fn a_word_that_is_not_known_is_shown_as_it_came() {
        assert_eq!(
            Status::of_run(&run(r#"{"run_id":"1","state":"HIBERNATING"}"#)),
            Status::Unknown("HIBERNATING".into())
        );
    }

    #[test]
    fn a_young_run_without_a_state_waits() {
        assert_eq!(
            Status::of_run(&run(
                r#"{"run_id":"1","finished_at":"1970-01-01T00:00:00Z"}"#
            )),
            Status::Pending
        );
        let finished = Status::of_run(&run(
            r#"{"run_id":"1","finished_at":"2026-11-25T10:00:00Z"}"#,
        ));
        assert_eq!(
            finished,
            Status::Unknown("RUNTIME_STATE_UNSPECIFIED".into())
        );
    }
}
