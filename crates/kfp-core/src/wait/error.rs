//! Why a wait ended without a result.

use std::time::Duration;

use crate::error::{Error, Hint};
use crate::model::RuntimeState;

/// Why a wait ended before the run did. The run itself is not touched: it goes on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError {
    /// The deadline passed.
    #[error("the run has not ended within {} s; {}", after.as_secs(), last(state))]
    Deadline {
        /// The deadline.
        after: Duration,
        /// Where the run stood when it was last seen; unspecified if no call came back in time.
        state: RuntimeState,
    },
    /// A call failed for a reason that does not pass, or too many failed in a row.
    #[error("the run could not be watched any longer after {failures} failed call(s) in a row and {} s", elapsed.as_secs())]
    Call {
        /// How many calls failed in a row, this one included.
        failures: u32,
        /// How long was waited.
        elapsed: Duration,
        /// Why the last call failed.
        source: Error,
    },
    /// KFP cannot read its own row of the run, so its state will never be known.
    #[error("KFP cannot read its own record of the run: {summary}")]
    Unreadable {
        /// What KFP says about it.
        summary: Box<str>,
    },
}

/// Where it stood; KFP tells no state of a run that has not been begun.
fn last(state: &RuntimeState) -> String {
    if state.is_unspecified() {
        "it had no state yet".to_owned()
    } else {
        format!("it was {state}")
    }
}

impl WaitError {
    /// Stable slug.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Deadline { .. } => "wait.deadline",
            Self::Call { source, .. } => source.code(),
            Self::Unreadable { .. } => "wait.unreadable",
        }
    }

    /// What to do about it, when that is known.
    pub fn hint(&self) -> Option<Hint> {
        match self {
            Self::Call { source, .. } => source.hint(),
            Self::Deadline { .. } => Some(Hint::fixed(
                "Wait again: the run goes on. If it stays pending, look at the events of its pods.",
            )),
            Self::Unreadable { .. } => Some(Hint::fixed("Look at the log of KFP's API server.")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_state_is_told_in_words() {
        let told = |state| {
            let after = Duration::from_secs(2);
            WaitError::Deadline { after, state }.to_string()
        };
        assert!(told(RuntimeState::Pending).ends_with("; it was PENDING"));
        assert!(told(RuntimeState::default()).ends_with("; it had no state yet"));
    }
}
