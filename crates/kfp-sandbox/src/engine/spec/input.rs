//! Where the inputs of a task come from.

use serde::Deserialize;
use serde_json::Value;

/// A parameter handed to a task.
#[derive(Clone, Debug)]
pub struct ParameterInput {
    /// Where the value comes from.
    pub source: ParameterSource,
    /// An expression over the value, such as `parseJson(string_value)["size"]`.
    pub selector: Option<String>,
}

/// The source of a parameter.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ParameterSource {
    /// A value written in the spec.
    Constant(Value),
    /// An input of the DAG that holds the task.
    ComponentInput(String),
    /// An output of a sibling.
    TaskOutput {
        /// The sibling's key.
        producer: String,
        /// Its output.
        key: String,
    },
    /// How a sibling ended.
    FinalStatus {
        /// The sibling's key.
        producer: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireParameter {
    runtime_value: Option<RuntimeValue>,
    component_input_parameter: Option<String>,
    task_output_parameter: Option<TaskOutputParameter>,
    task_final_status: Option<TaskFinalStatus>,
    parameter_expression_selector: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RuntimeValue {
    constant: Option<Value>,
    constant_value: Option<Value>,
    runtime_parameter: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TaskOutputParameter {
    producer_task: String,
    output_parameter_key: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TaskFinalStatus {
    producer_task: String,
}

impl<'de> Deserialize<'de> for ParameterInput {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = WireParameter::deserialize(deserializer)?;
        let source = if let Some(output) = wire.task_output_parameter {
            ParameterSource::TaskOutput {
                producer: output.producer_task,
                key: output.output_parameter_key,
            }
        } else if let Some(name) = wire.component_input_parameter {
            ParameterSource::ComponentInput(name)
        } else if let Some(status) = wire.task_final_status {
            ParameterSource::FinalStatus {
                producer: status.producer_task,
            }
        } else if let Some(value) = wire.runtime_value {
            match (
                value.constant.or(value.constant_value),
                value.runtime_parameter,
            ) {
                (Some(constant), _) => ParameterSource::Constant(constant),
                (None, Some(name)) => ParameterSource::ComponentInput(name),
                // An explicit null constant: proto's JSON drops it to "no value".
                (None, None) => ParameterSource::Constant(Value::Null),
            }
        } else {
            return Err(serde::de::Error::custom(
                "a parameter input names no source",
            ));
        };
        Ok(Self {
            source,
            selector: wire.parameter_expression_selector,
        })
    }
}

/// The source of an artifact.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum ArtifactSource {
    /// An input of the DAG that holds the task.
    ComponentInput(String),
    /// An output of a sibling.
    TaskOutput {
        /// The sibling's key.
        producer: String,
        /// Its output.
        key: String,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WireArtifact {
    component_input_artifact: Option<String>,
    task_output_artifact: Option<TaskOutputArtifact>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TaskOutputArtifact {
    producer_task: String,
    output_artifact_key: String,
}

impl<'de> Deserialize<'de> for ArtifactSource {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let wire = WireArtifact::deserialize(deserializer)?;
        match (wire.task_output_artifact, wire.component_input_artifact) {
            (Some(output), _) => Ok(Self::TaskOutput {
                producer: output.producer_task,
                key: output.output_artifact_key,
            }),
            (None, Some(name)) => Ok(Self::ComponentInput(name)),
            (None, None) => Err(serde::de::Error::custom(
                "an artifact input names no source",
            )),
        }
    }
}
