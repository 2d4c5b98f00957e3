//! A component: its interface and what runs it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::SpecError;
use super::task::Task;

/// A component.
#[derive(Clone, Debug)]
pub struct Component {
    /// What it takes.
    pub inputs: Definitions,
    /// What it gives.
    pub outputs: Definitions,
    /// What runs.
    pub body: ComponentBody,
    /// The component as it stands in the IR.
    pub json: Value,
}

/// What a component runs.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ComponentBody {
    /// Other tasks.
    Dag(Dag),
    /// The executor with this label.
    Executor(String),
}

/// Tasks and what of theirs leaves the DAG.
#[derive(Clone, Debug, Default)]
pub struct Dag {
    /// Tasks by key, which is their identity.
    pub tasks: BTreeMap<String, Task>,
    /// Outputs of the DAG.
    pub outputs: DagOutputs,
}

/// Outputs of a DAG by name.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct DagOutputs {
    /// Parameters.
    #[serde(default)]
    pub parameters: BTreeMap<String, DagParameterOutput>,
    /// Artifacts.
    #[serde(default)]
    pub artifacts: BTreeMap<String, ArtifactSelectors>,
}

/// Where an output parameter of a DAG comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum DagParameterOutput {
    /// One task.
    ValueFromParameter(ParameterSelector),
    /// The first of several that ran.
    ValueFromOneof {
        /// In order of preference.
        #[serde(default, rename = "parameterSelectors")]
        selectors: Vec<ParameterSelector>,
    },
}

/// An output parameter of a task inside a DAG.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParameterSelector {
    /// The task's key.
    pub producer_subtask: String,
    /// Its output.
    pub output_parameter_key: String,
}

/// Where an output artifact of a DAG comes from.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactSelectors {
    /// One task, or those of several branches.
    #[serde(default, rename = "artifactSelectors")]
    pub selectors: Vec<ArtifactSelector>,
}

/// An output artifact of a task inside a DAG.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactSelector {
    /// The task's key.
    pub producer_subtask: String,
    /// Its output.
    pub output_artifact_key: String,
}

/// The interface of a component in one direction.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Definitions {
    /// Parameters by name.
    #[serde(default)]
    pub parameters: BTreeMap<String, ParameterDefinition>,
    /// Artifacts by name.
    #[serde(default)]
    pub artifacts: BTreeMap<String, ArtifactDefinition>,
}

/// A declared parameter.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ParameterDefinition {
    /// Its type.
    pub parameter_type: ParameterType,
    /// The value without an input.
    pub default_value: Option<Value>,
    /// Whether it may be left out.
    pub is_optional: bool,
}

/// The type of a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ParameterType {
    /// A number with fraction.
    NumberDouble,
    /// A whole number.
    NumberInteger,
    /// A text.
    String,
    /// True or false.
    Boolean,
    /// A JSON array.
    List,
    /// A JSON object.
    Struct,
    /// Filled in by the system in exit tasks.
    TaskFinalStatus,
    /// Filled in by the system.
    TaskConfig,
    /// None given, or one that came after this was written.
    #[default]
    #[serde(other)]
    Unspecified,
}

/// A declared artifact.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ArtifactDefinition {
    /// Its type.
    pub artifact_type: ArtifactType,
    /// Whether it is a list of them.
    pub is_artifact_list: bool,
    /// Whether it may be left out.
    pub is_optional: bool,
}

/// The type of an artifact.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ArtifactType {
    /// Such as `system.Dataset`.
    pub schema_title: String,
    /// Such as `0.0.1`.
    pub schema_version: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireComponent {
    #[serde(default)]
    input_definitions: Definitions,
    #[serde(default)]
    output_definitions: Definitions,
    executor_label: Option<String>,
    dag: Option<WireDag>,
}

#[derive(Deserialize)]
struct WireDag {
    #[serde(default)]
    tasks: BTreeMap<String, Value>,
    #[serde(default)]
    outputs: DagOutputs,
}

impl Component {
    /// Reads a component from its JSON; `path` says where it stands.
    ///
    /// # Errors
    /// [`SpecError::Malformed`] with the place of the part that cannot be read; [`SpecError::Missing`] if neither a
    /// DAG nor an executor is named.
    pub fn from_json(path: &str, json: Value) -> Result<Self, SpecError> {
        let malformed = |path: String| move |source| SpecError::Malformed { path, source };
        let wire = WireComponent::deserialize(&json).map_err(malformed(path.to_owned()))?;
        let body = match (wire.dag, wire.executor_label) {
            (Some(dag), _) => {
                let mut tasks = BTreeMap::new();
                for (key, task) in dag.tasks {
                    let task = Task::from_json(task)
                        .map_err(malformed(format!("{path}.dag.tasks.{key}")))?;
                    tasks.insert(key, task);
                }
                ComponentBody::Dag(Dag {
                    tasks,
                    outputs: dag.outputs,
                })
            }
            (None, Some(label)) => ComponentBody::Executor(label),
            (None, None) => {
                return Err(SpecError::Missing {
                    path: format!("{path}.executorLabel"),
                });
            }
        };
        Ok(Self {
            inputs: wire.input_definitions,
            outputs: wire.output_definitions,
            body,
            json,
        })
    }

    /// The DAG, if it is one.
    pub fn dag(&self) -> Option<&Dag> {
        match &self.body {
            ComponentBody::Dag(dag) => Some(dag),
            ComponentBody::Executor(_) => None,
        }
    }
}
