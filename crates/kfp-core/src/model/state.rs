//! The states of runs, tasks and of storage.

use super::open_enum::open_enum;

open_enum! {
    /// Where a run or a task stands.
    ///
    /// An unfinished run without a state is a young one: KFP writes none between the first report of its workflow
    /// and the first phase of it. [`RuntimeState::is_terminal`] is therefore false for it.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    RuntimeState, "RUNTIME_STATE_UNSPECIFIED" {
        /// Accepted; nothing runs yet.
        Pending = "PENDING",
        /// Runs.
        Running = "RUNNING",
        /// Ended well.
        Succeeded = "SUCCEEDED",
        /// A task that was not to be run.
        Skipped = "SKIPPED",
        /// Ended badly. A terminated run ends here too.
        Failed = "FAILED",
        /// Termination was asked for and accepted.
        Canceling = "CANCELING",
        /// Declared by the API; KFP does not produce it today.
        Canceled = "CANCELED",
        /// Declared by the API; KFP does not produce it today.
        Paused = "PAUSED",
    }
}

impl RuntimeState {
    /// Whether nothing changes any more. A word that is not known counts as not terminal.
    pub fn is_terminal(&self) -> bool {
        matches!(
            self,
            Self::Succeeded | Self::Skipped | Self::Failed | Self::Canceled
        )
    }

    /// The words for it in the column [`Key::Status`](crate::query::Key::Status) of runs, which has an index. Empty for
    /// what has no word of its own there: KFP writes a canceled run as a failed one and a paused one as pending.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/src/apiserver/model/run.go>
    pub fn statuses(&self) -> &'static [&'static str] {
        match self {
            Self::Pending => &["Pending"],
            Self::Running => &["Running"],
            Self::Succeeded => &["Succeeded"],
            Self::Skipped => &["Skipped"],
            // Runs of the first version of the API that ended in an error have no state; KFP tells of them as failed.
            Self::Failed => &["Failed", "Error"],
            Self::Canceling => &["Terminating"],
            Self::Unspecified | Self::Canceled | Self::Paused | Self::Other(_) => &[],
        }
    }
}

open_enum! {
    /// Whether an object is in the active list or in the archive.
    ///
    /// # Spec
    /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
    StorageState, "STORAGE_STATE_UNSPECIFIED" {
        /// In the active list.
        Available = "AVAILABLE",
        /// In the archive.
        Archived = "ARCHIVED",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn absent_null_and_zero_are_unspecified() {
        for text in ["null", "\"\"", "\"RUNTIME_STATE_UNSPECIFIED\""] {
            assert_eq!(
                serde_json::from_str::<RuntimeState>(text).unwrap(),
                RuntimeState::Unspecified
            );
        }
    }

    #[test]
    fn a_number_that_kfp_itself_did_not_know_is_kept() {
        let state: RuntimeState = serde_json::from_str("12").unwrap();
        assert_eq!(state, RuntimeState::Other("12".into()));
        assert!(!state.is_terminal());
    }

    #[test]
    fn known_words_are_never_read_as_other() {
        for state in RuntimeState::KNOWN {
            assert_eq!(&RuntimeState::parse(state.as_str()), state);
        }
        for state in StorageState::KNOWN {
            assert_eq!(&StorageState::parse(state.as_str()), state);
        }
    }

    #[test]
    fn no_status_stands_for_two_states() {
        let all = || RuntimeState::KNOWN.iter().flat_map(RuntimeState::statuses);
        let unique: std::collections::HashSet<_> = all().collect();
        assert_eq!(unique.len(), all().count());
        assert_eq!(RuntimeState::Failed.statuses(), ["Failed", "Error"]);
        assert_eq!(RuntimeState::Canceling.statuses(), ["Terminating"]);
        assert!(RuntimeState::Canceled.statuses().is_empty());
    }

    proptest! {
        #[test]
        fn any_word_survives_a_round_trip(word in "[A-Z_]{1,24}") {
            let state = RuntimeState::parse(&word);
            let text = serde_json::to_string(&state).unwrap();
            prop_assert_eq!(serde_json::from_str::<RuntimeState>(&text).unwrap(), state);
        }
    }
}
