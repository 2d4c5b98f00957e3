//! A task of a DAG.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::input::{ArtifactSource, ParameterInput};

/// A task: a component with its inputs and the rules when and how it runs.
#[derive(Clone, Debug)]
pub struct Task {
    /// The name people see; the key in the DAG is the identity.
    pub display_name: Option<String>,
    /// The component that is run.
    pub component: String,
    /// Parameters by the component's input name.
    pub parameters: BTreeMap<String, ParameterInput>,
    /// Artifacts by the component's input name.
    pub artifacts: BTreeMap<String, ArtifactSource>,
    /// Siblings that must come first.
    pub dependent_tasks: Vec<String>,
    /// Whether and under which extra key results are reused.
    pub caching: CachingOptions,
    /// The condition under which it runs, in CEL.
    pub condition: Option<String>,
    /// What must have become of the siblings before it.
    pub strategy: Strategy,
    /// Runs once per item.
    pub iterator: Option<ParameterIterator>,
    /// How many items run at a time; `None` is all.
    pub parallelism_limit: Option<u32>,
    /// Further attempts after a failure.
    pub retry: Option<RetryPolicy>,
    /// The task as it stands in the IR.
    pub json: Value,
}

/// Reuse of results.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CachingOptions {
    /// Results of an equal earlier task are taken.
    pub enable_cache: bool,
    /// Part of what must be equal.
    pub cache_key: String,
}

/// What must have become of a task's siblings before it runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Strategy {
    /// All succeeded.
    #[default]
    UpstreamSucceeded,
    /// All ended; such a task is an exit task.
    UpstreamCompleted,
}

/// Runs a task once per item.
#[derive(Clone, Debug)]
pub struct ParameterIterator {
    /// The items.
    pub items: IteratedItems,
    /// The input that gets the item.
    pub item_input: String,
}

/// Where the items come from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum IteratedItems {
    /// A JSON array in a string.
    Raw(String),
    /// An input of the task.
    InputParameter(String),
}

/// Further attempts. Durations are texts of seconds with an `s`, as protobuf writes them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RetryPolicy {
    /// How often it is tried again.
    pub max_retry_count: u32,
    /// The wait before the first further attempt.
    pub backoff_duration: Option<String>,
    /// By what the wait grows.
    pub backoff_factor: Option<f64>,
    /// The longest time from the first attempt on.
    pub backoff_max_duration: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireTask {
    #[serde(default)]
    task_info: WireTaskInfo,
    component_ref: WireComponentRef,
    #[serde(default)]
    inputs: WireInputs,
    #[serde(default)]
    dependent_tasks: Vec<String>,
    #[serde(default)]
    caching_options: CachingOptions,
    #[serde(default)]
    trigger_policy: WireTriggerPolicy,
    parameter_iterator: Option<WireIterator>,
    artifact_iterator: Option<Value>,
    #[serde(default)]
    iterator_policy: WireIteratorPolicy,
    retry_policy: Option<RetryPolicy>,
}

#[derive(Default, Deserialize)]
struct WireTaskInfo {
    name: Option<String>,
}

#[derive(Deserialize)]
struct WireComponentRef {
    name: String,
}

#[derive(Default, Deserialize)]
struct WireInputs {
    #[serde(default)]
    parameters: BTreeMap<String, ParameterInput>,
    #[serde(default)]
    artifacts: BTreeMap<String, ArtifactSource>,
}

#[derive(Default, Deserialize)]
struct WireTriggerPolicy {
    condition: Option<String>,
    strategy: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireIterator {
    items: WireItems,
    item_input: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireItems {
    raw: Option<String>,
    input_parameter: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct WireIteratorPolicy {
    parallelism_limit: u32,
}

impl Task {
    /// Reads a task from its JSON.
    ///
    /// # Errors
    /// The decoder's, if a part has another shape than the schema says; artifact iterators are refused here, as the
    /// server's compiler does.
    pub fn from_json(json: Value) -> Result<Self, serde_json::Error> {
        let wire = WireTask::deserialize(&json)?;
        if wire.artifact_iterator.is_some() {
            return Err(serde::de::Error::custom(
                "artifact iterator not implemented yet",
            ));
        }
        let strategy = match wire.trigger_policy.strategy.as_deref() {
            Some("ALL_UPSTREAM_TASKS_COMPLETED") => Strategy::UpstreamCompleted,
            None | Some("ALL_UPSTREAM_TASKS_SUCCEEDED" | "TRIGGER_STRATEGY_UNSPECIFIED" | "") => {
                Strategy::UpstreamSucceeded
            }
            Some(other) => {
                return Err(serde::de::Error::custom(format!(
                    "unknown trigger strategy `{other}`"
                )));
            }
        };
        Ok(Self {
            display_name: wire.task_info.name,
            component: wire.component_ref.name,
            parameters: wire.inputs.parameters,
            artifacts: wire.inputs.artifacts,
            dependent_tasks: wire.dependent_tasks,
            caching: wire.caching_options,
            condition: wire
                .trigger_policy
                .condition
                .filter(|text| !text.is_empty()),
            strategy,
            iterator: wire
                .parameter_iterator
                .map(ParameterIterator::try_from)
                .transpose()?,
            parallelism_limit: Some(wire.iterator_policy.parallelism_limit)
                .filter(|limit| *limit > 0),
            retry: wire.retry_policy,
            json,
        })
    }

    /// Whether it hangs on a sibling as an exit hook instead of standing in the DAG.
    pub fn is_exit_task(&self) -> bool {
        self.strategy == Strategy::UpstreamCompleted
    }
}

impl TryFrom<WireIterator> for ParameterIterator {
    type Error = serde_json::Error;

    fn try_from(wire: WireIterator) -> Result<Self, Self::Error> {
        let items = match (wire.items.raw, wire.items.input_parameter) {
            (Some(raw), _) => IteratedItems::Raw(raw),
            (None, Some(name)) => IteratedItems::InputParameter(name),
            (None, None) => return Err(serde::de::Error::custom("an iterator names no items")),
        };
        Ok(Self {
            items,
            item_input: wire.item_input,
        })
    }
}
