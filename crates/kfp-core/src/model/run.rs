//! Runs and their tasks.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    Document, ExperimentId, PipelineId, PipelineVersionId, RecurringRunId, RunId, RuntimeState,
    Status, StorageState, id_or_none, timestamp,
};

/// One execution of a pipeline.
///
/// Has no namespace: it is that of its experiment.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/api/v2beta1/run.proto>
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// Its id.
    pub run_id: RunId,
    /// The experiment it belongs to. KFP always writes it; absent only in an answer that is not KFP's.
    #[serde(
        default,
        deserialize_with = "id_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub experiment_id: Option<ExperimentId>,
    /// Its name for people; not unique.
    #[serde(default)]
    pub display_name: String,
    /// Free text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Active or archived.
    #[serde(default, skip_serializing_if = "StorageState::is_unspecified")]
    pub storage_state: StorageState,
    /// The version it was made from; then there is no [`pipeline_spec`](Self::pipeline_spec). It may have been
    /// deleted since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_version_reference: Option<PipelineVersionReference>,
    /// The spec it was made from; then there is no reference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pipeline_spec: Option<Document>,
    /// What it was started with; `None` when that was nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub runtime_config: Option<RuntimeConfig>,
    /// The Kubernetes service account of its pods.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub service_account: String,
    /// When it was made.
    #[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<OffsetDateTime>,
    /// When it was to start; the time of creation for a run that was not scheduled.
    #[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub scheduled_at: Option<OffsetDateTime>,
    /// When it ended; `None` while it has not.
    #[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<OffsetDateTime>,
    /// Where it stands.
    #[serde(default, skip_serializing_if = "RuntimeState::is_unspecified")]
    pub state: RuntimeState,
    /// Not why the run failed: set when KFP could not read its own row. Then only the two ids are set beside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<Status>,
    /// Its tasks; absent until the first report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_details: Option<RunDetails>,
    /// The recurring run that made it.
    #[serde(
        default,
        deserialize_with = "id_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub recurring_run_id: Option<RecurringRunId>,
    /// Where it stood when, oldest first. Short states may be missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub state_history: Vec<RuntimeStateEntry>,
}

impl Run {
    /// Whether nothing changes any more.
    pub fn is_finished(&self) -> bool {
        self.state.is_terminal()
    }

    /// Whether somebody asked for its end, as far as the history shows: KFP ends a terminated run as failed, and
    /// notes the request only if the workflow was reported in between.
    pub fn was_terminated(&self) -> bool {
        self.state == RuntimeState::Canceling
            || self
                .state_history
                .iter()
                .any(|entry| entry.state == RuntimeState::Canceling)
    }

    /// The tasks with a name: KFP adds nameless rows for cache entries.
    pub fn tasks(&self) -> impl Iterator<Item = &PipelineTaskDetail> {
        let details = self
            .run_details
            .iter()
            .flat_map(|details| &details.task_details);
        details.filter(|task| !task.display_name.is_empty())
    }
}

/// The version a run was made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineVersionReference {
    /// The pipeline.
    pub pipeline_id: PipelineId,
    /// The version; `None` means the latest.
    #[serde(
        default,
        deserialize_with = "id_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    pub pipeline_version_id: Option<PipelineVersionId>,
}

/// What a run is started with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuntimeConfig {
    /// The value of each root input, any JSON.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    pub parameters: serde_json::Map<String, serde_json::Value>,
    /// Where outputs are stored; empty means the namespace's default.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pipeline_root: String,
}

/// A change of state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RuntimeStateEntry {
    /// When.
    #[serde(with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub update_time: Option<OffsetDateTime>,
    /// The state from then on; unspecified between the first report and the first phase of a workflow.
    #[serde(skip_serializing_if = "RuntimeState::is_unspecified")]
    pub state: RuntimeState,
    /// Declared by the API; KFP does not set it today.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Status>,
}

/// What KFP knows of the inside of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunDetails {
    /// One row per node of the Argo workflow, not per task of the pipeline, in no useful order; and nameless rows for
    /// cache entries. Frozen at some moment for workflows of about 1 MiB and more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub task_details: Vec<PipelineTaskDetail>,
}

/// A row of [`RunDetails`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PipelineTaskDetail {
    /// A random id, the same in every answer; not the id of the Argo node.
    pub task_id: String,
    /// The display name of the Argo node; empty for a cache entry.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    /// When the workflow was made: equal for all tasks of a run.
    #[serde(with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub create_time: Option<OffsetDateTime>,
    /// When the node began; `None` while it has not.
    #[serde(with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub start_time: Option<OffsetDateTime>,
    /// When the node ended; `None` while it has not.
    #[serde(with = "timestamp", skip_serializing_if = "Option::is_none")]
    pub end_time: Option<OffsetDateTime>,
    /// Where it stands; unspecified for an omitted node.
    #[serde(skip_serializing_if = "RuntimeState::is_unspecified")]
    pub state: RuntimeState,
    /// Where it stood when, oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub state_history: Vec<RuntimeStateEntry>,
    /// The nodes that came next; not containment.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub child_tasks: Vec<ChildTask>,
    /// The execution in ML Metadata, a number as text; only on cache entries.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub execution_id: String,
}

/// A node that came after another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChildTask {
    /// In spite of its name, the id of an Argo node.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub pod_name: String,
}
