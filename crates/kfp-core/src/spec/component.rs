//! The shape of a spec.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::parameter::ParameterSpec;

/// A compiled pipeline, without its platform settings.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/api/v2alpha1/pipeline_spec.proto>
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PipelineSpec {
    /// What it is called.
    pub pipeline_info: PipelineInfo,
    /// The outermost component: its inputs are those of the pipeline.
    pub root: ComponentSpec,
    /// The components by their names, such as `comp-train`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub components: BTreeMap<String, ComponentSpec>,
    /// How each executor runs.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub deployment_spec: Value,
    /// The version of this shape; KFP takes `2.1.0` alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub schema_version: String,
    /// The compiler, such as `kfp-2.17.0`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sdk_version: String,
    /// Where outputs go unless a run says otherwise. KFP does not read it: who creates a run copies it into the run.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub default_pipeline_root: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// What a pipeline is called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PipelineInfo {
    /// Its name: lower case, digits and `-`.
    pub name: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub display_name: String,
    /// Free text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// A component: either an executor runs it, or it is a graph of tasks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ComponentSpec {
    /// What goes in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_definitions: Option<Definitions>,
    /// What comes out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output_definitions: Option<Definitions>,
    /// The executor, a key of the deployment spec's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub executor_label: String,
    /// The tasks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dag: Option<Dag>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// What goes into a component or comes out of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Definitions {
    /// Values.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, ParameterSpec>,
    /// Files.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub artifacts: Map<String, Value>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// A graph of tasks.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dag {
    /// The tasks by their keys, which are their identity.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tasks: BTreeMap<String, TaskSpec>,
    /// Which outputs of tasks are those of the graph.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub outputs: Value,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// A use of a component.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TaskSpec {
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task_info: Option<TaskInfo>,
    /// The component.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub component_ref: Option<ComponentRef>,
    /// The keys of the tasks that come before it without giving it anything.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dependent_tasks: Vec<String>,
    /// Where its inputs come from.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub inputs: Value,
    /// Whether an earlier result may be taken instead of running it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caching_options: Option<CachingOptions>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// What a task is called.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TaskInfo {
    /// Its name for people.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// The component of a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ComponentRef {
    /// A key of the spec's components.
    pub name: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// Whether an earlier result may be taken.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CachingOptions {
    /// Whether it may. The compiler writes "no" as an empty object.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub enable_cache: bool,
    /// What the result is kept under, beside the inputs.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cache_key: String,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl PipelineSpec {
    /// The inputs that a run may give values for, by their names; those that KFP fills itself are left out.
    pub fn inputs(&self) -> impl Iterator<Item = (&str, &ParameterSpec)> {
        let definitions = self.root.input_definitions.iter();
        let inputs = definitions.flat_map(|definitions| &definitions.parameters);
        let inputs = inputs.map(|(name, parameter)| (name.as_str(), parameter));
        inputs.filter(|(_, parameter)| !parameter.is_filled_by_kfp())
    }

    /// Every graph: the root's, and those of loops, conditions, exit handlers and nested pipelines.
    pub fn dags(&self) -> impl Iterator<Item = &Dag> {
        let components = std::iter::once(&self.root).chain(self.components.values());
        components.filter_map(|component| component.dag.as_ref())
    }
}
