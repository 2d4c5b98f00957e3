//! The status vocabulary: ten words, and one for what is not known. Shape carries the state, colour repeats it, the
//! word says it.

use console_api::{grid::TaskState, overview::RunLine};
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
    /// The status of a run of a list.
    pub(crate) fn of_run(run: &RunRow) -> Self {
        let has_ended = run.finished_at.is_some();
        Self::of_what_is_known(&run.state, run.was_terminated(), has_ended)
    }

    /// The status of a run of the index.
    pub(crate) fn of_line(line: &RunLine) -> Self {
        let has_ended = line.finished_at_ms.is_some();
        Self::of_what_is_known(
            &RuntimeState::parse(&line.state),
            line.was_terminated,
            has_ended,
        )
    }

    /// The one way from what is known of a run, wherever from, to its status: KFP's state, whether somebody asked for its end,
    /// and whether it has ended.
    ///
    /// KFP ends a terminated run as failed, so a failure whose end was asked for is shown as canceled. A run without a state
    /// that has not finished is a young one: KFP writes none before the first phase of its workflow.
    pub(crate) fn of_what_is_known(
        state: &RuntimeState,
        was_terminated: bool,
        has_ended: bool,
    ) -> Self {
        match state {
            RuntimeState::Failed if was_terminated => Self::Canceled,
            RuntimeState::Unspecified if !has_ended => Self::Pending,
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

    #[test]
    fn a_run_has_one_status_wherever_it_is_known_from() {
        for (state, asked, status) in [
            ("FAILED", true, Status::Canceled),
            ("FAILED", false, Status::Failed),
            ("SUCCEEDED", true, Status::Succeeded),
            ("CANCELING", true, Status::Canceling),
        ] {
            let history = if asked {
                r#"[{"state":"CANCELING"}]"#
            } else {
                "[]"
            };
            let listed = run(&format!(
                r#"{{"run_id":"1","state":"{state}","state_history":{history}}}"#
            ));
            let line: RunLine = serde_json::from_str(&format!(
                r#"{{"run_id":"1","name":"","state":"{state}","created_at_ms":1,"was_terminated":{asked}}}"#
            ))
            .expect("a line");
            assert_eq!(Status::of_run(&listed), status);
            assert_eq!(Status::of_line(&line), status);
            let row = RunRow::of_line(line).expect("a row");
            assert_eq!(Status::of_run(&row), status);
        }
    }
}
