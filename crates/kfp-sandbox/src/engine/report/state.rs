//! States of runs.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// The state of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
#[expect(missing_docs, reason = "named as the API names them")]
pub enum RunState {
    /// The workflow was reported before its controller's first pass.
    #[serde(rename = "RUNTIME_STATE_UNSPECIFIED")]
    Unspecified,
    Pending,
    Running,
    Canceling,
    Succeeded,
    Skipped,
    Failed,
}

impl RunState {
    /// Whether nothing comes after it, but for a retry.
    pub fn is_end(self) -> bool {
        matches!(self, Self::Succeeded | Self::Skipped | Self::Failed)
    }

    /// As the API writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unspecified => "RUNTIME_STATE_UNSPECIFIED",
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Canceling => "CANCELING",
            Self::Succeeded => "SUCCEEDED",
            Self::Skipped => "SKIPPED",
            Self::Failed => "FAILED",
        }
    }
}

/// A state with its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunStateEntry {
    /// When the server learnt of it.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The state; `None` where the agent reported before the controller's first pass.
    pub state: Option<RunState>,
}
