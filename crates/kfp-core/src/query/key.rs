//! The columns that lists can be sorted and filtered by.

use std::fmt;

use super::InvalidQuery;

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Listed {
    /// Experiments.
    Experiments,
    /// Runs.
    Runs,
    /// Pipelines.
    Pipelines,
    /// Versions of a pipeline.
    PipelineVersions,
    /// Recurring runs.
    RecurringRuns,
}

impl fmt::Display for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Experiments => "experiments",
            Self::Runs => "runs",
            Self::Pipelines => "pipelines",
            Self::PipelineVersions => "pipeline versions",
            Self::RecurringRuns => "recurring runs",
        })
    }
}

macro_rules! keys {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal, )+) => {
        /// A column. Which of them a list has: [`Key::belongs_to`].
        ///
        /// # Spec
        /// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/src/apiserver/model/run.go>
        #[derive(Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Key {
            $( $(#[$doc])* $variant, )+
            /// `tags.<key>` of pipelines and versions: filters by equality only, cannot be sorted by.
            Tag(Box<str>),
        }

        impl Key {
            /// Every key that is one word.
            pub const WORDS: &'static [Self] = &[$(Self::$variant),+];

            /// The word on the wire.
            pub fn as_str(&self) -> std::borrow::Cow<'static, str> {
                match self {
                    $( Self::$variant => $word.into(), )+
                    Self::Tag(tag) => format!("tags.{tag}").into(),
                }
            }

            fn parse(word: &str) -> Option<Self> {
                match word {
                    $( $word => Some(Self::$variant), )+
                    _ => word.strip_prefix("tags.").filter(|tag| !tag.is_empty()).map(|tag| Self::Tag(tag.into())),
                }
            }
        }
    };
}

keys! {
    /// The id of the listed object.
    Id = "id",
    /// The name; the display name where a resource has only that.
    Name = "name",
    /// The name for people.
    DisplayName = "display_name",
    /// Free text.
    Description = "description",
    /// When it was made.
    CreatedAt = "created_at",
    /// When a recurring run was last reported.
    UpdatedAt = "updated_at",
    /// When an experiment's last run was made.
    LastRunCreatedAt = "last_run_created_at",
    /// When a run was to start.
    ScheduledAt = "scheduled_at",
    /// When a run ended.
    FinishedAt = "finished_at",
    /// The namespace.
    Namespace = "namespace",
    /// The experiment of a run.
    ExperimentId = "experiment_id",
    /// The recurring run of a run.
    RecurringRunId = "recurring_run_id",
    /// Where a run stands, in words of [`RuntimeState`](crate::model::RuntimeState). An absent state is found with
    /// `RUNTIME_STATE_UNSPECIFIED`.
    State = "state",
    /// Where a run stands, in words of [`RuntimeState::statuses`](crate::model::RuntimeState::statuses). The only one of
    /// the two with an index: by `state` KFP's database reads every run of the namespace.
    Status = "status",
    /// Active or archived, in words of [`StorageState`](crate::model::StorageState).
    StorageState = "storage_state",
}

impl Key {
    /// Whether the list can be filtered by it.
    pub fn belongs_to(&self, listed: Listed) -> bool {
        use Listed::{Experiments, PipelineVersions, Pipelines, RecurringRuns, Runs};
        match self {
            Self::Id | Self::Name | Self::DisplayName | Self::Description | Self::CreatedAt => true,
            Self::LastRunCreatedAt => listed == Experiments,
            Self::UpdatedAt => listed == RecurringRuns,
            Self::ScheduledAt
            | Self::FinishedAt
            | Self::RecurringRunId
            | Self::State
            | Self::Status => listed == Runs,
            Self::Namespace => !matches!(listed, PipelineVersions | RecurringRuns),
            Self::ExperimentId | Self::StorageState => matches!(listed, Experiments | Runs),
            Self::Tag(_) => matches!(listed, Pipelines | PipelineVersions),
        }
    }

    /// Whether the list can be sorted by it on every page: runs by `experiment_id` and `recurring_run_id` fail as soon
    /// as there is a second one.
    pub fn sorts(&self, listed: Listed) -> bool {
        self.belongs_to(listed)
            && match self {
                Self::Tag(_) => false,
                Self::ExperimentId | Self::RecurringRunId => listed != Listed::Runs,
                _ => true,
            }
    }

    pub(super) fn check(&self, listed: Listed) -> Result<(), InvalidQuery> {
        if self.belongs_to(listed) {
            return Ok(());
        }
        let key = self.kind();
        Err(InvalidQuery::UnknownKey { listed, key })
    }

    /// The word; `tags.*` for a tag, whose name is a user's text.
    pub(super) fn kind(&self) -> Box<str> {
        match self {
            Self::Tag(_) => "tags.*".into(),
            word => word.as_str().into(),
        }
    }
}

/// Without the name of a tag, which is a user's text.
impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Key({})", self.kind())
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.as_str())
    }
}

impl std::str::FromStr for Key {
    type Err = InvalidQuery;

    fn from_str(word: &str) -> Result<Self, InvalidQuery> {
        Self::parse(word).ok_or(InvalidQuery::FilterGrammar {
            reason: "a key is not known",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_reads_back() {
        for key in Key::WORDS {
            assert_eq!(&key.as_str().parse::<Key>().unwrap(), key);
        }
        assert_eq!("tags.team".parse::<Key>().unwrap(), Key::Tag("team".into()));
        assert!("tags.".parse::<Key>().is_err());
        assert!("runtime_details".parse::<Key>().is_err());
    }

    #[test]
    fn a_list_has_only_its_own_columns() {
        assert!(Key::State.sorts(Listed::Runs));
        assert!(!Key::State.belongs_to(Listed::Experiments));
        assert!(Key::Status.sorts(Listed::Runs));
        assert!(!Key::Status.belongs_to(Listed::PipelineVersions));
        assert!(
            Key::ExperimentId.belongs_to(Listed::Runs) && !Key::ExperimentId.sorts(Listed::Runs)
        );
        assert!(Key::Tag("a".into()).belongs_to(Listed::Pipelines));
        assert!(!Key::Tag("a".into()).belongs_to(Listed::Runs));
    }
}
