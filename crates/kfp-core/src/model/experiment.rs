//! Experiments.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{ExperimentId, Namespace, StorageState, id_or_none, timestamp};

/// A group of runs in one namespace.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/experiment.proto>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experiment {
    /// Its id.
    pub experiment_id: ExperimentId,
    /// Its name for people; unique in the namespace, case and accents aside.
    #[serde(default)]
    pub display_name: String,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When it was made.
    #[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<OffsetDateTime>,
    /// Its namespace; `None` on a single-user KFP.
    #[serde(
        default,
        deserialize_with = "id_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub namespace: Option<Namespace>,
    /// Active or archived.
    #[serde(default, skip_serializing_if = "StorageState::is_unspecified")]
    pub storage_state: StorageState,
    /// When its last run was made; `None` while there is none.
    #[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub last_run_created_at: Option<OffsetDateTime>,
}
