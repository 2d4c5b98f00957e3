//! The importer.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::driver::DriverError;
use super::launcher::Launched;
use super::ledger::{Artifact, Execution, ExecutionState, Ledger};
use super::resolve::{self, RunNames};
use crate::engine::kubelet::LogLevel;
use crate::engine::spec::{Component, ImporterExecutor, ImporterValue, Task};
use crate::engine::template::Parameter;

/// Registers the artifact of an importer.
///
/// # Errors
/// [`DriverError`] if an argument cannot be read; the pod then exits with 1.
pub(crate) fn import(ledger: &mut Ledger, inputs: &[Parameter]) -> Result<Launched, DriverError> {
    let argument = |name| DriverError::Argument { name };
    let importer: ImporterExecutor =
        serde_json::from_value(json(inputs, "importer")?).map_err(|_| argument("importer"))?;
    let component = Component::from_json("component", json(inputs, "component")?);
    let component = component.map_err(|_| argument("component"))?;
    let task = Task::from_json(json(inputs, "task")?).map_err(|_| argument("task"))?;
    let parent = text(inputs, "parent-dag-id").and_then(|id| id.parse().ok());
    let parent = parent
        .and_then(|id| ledger.get(id))
        .cloned()
        .ok_or(argument("parent-dag-id"))?;
    // An importer takes no final status, so nothing of the run is named.
    let names = RunNames {
        pipeline: "",
        workflow: "",
    };
    let parameters = resolve::parameters(ledger, &parent, &task, &component, names)?;
    let artifact = artifact(importer, &component, &parameters).ok_or(argument("importer"))?;
    let log = vec![(
        LogLevel::Info,
        format!("imported {} (simulated)", artifact.uri),
    )];
    ledger.begin(Execution {
        id: 0,
        parent: Some(parent.id),
        task: key_of(&parent, &task.json),
        task_json: task.json,
        component_json: component.json,
        inputs: parameters,
        input_artifacts: BTreeMap::new(),
        iteration_index: None,
        iteration_count: None,
        outputs: Map::new(),
        output_artifacts: BTreeMap::from([(artifact.name.clone(), vec![artifact])]),
        state: ExecutionState::Complete,
        fingerprint: None,
    });
    Ok(Launched { log, cached: None })
}

fn text<'a>(inputs: &'a [Parameter], name: &str) -> Option<&'a str> {
    inputs
        .iter()
        .find(|input| input.name == name)?
        .value
        .as_deref()
}

fn json(inputs: &[Parameter], name: &'static str) -> Result<Value, DriverError> {
    let json = text(inputs, name).and_then(|text| serde_json::from_str(text).ok());
    json.ok_or(DriverError::Argument { name })
}

fn artifact(
    importer: ImporterExecutor,
    component: &Component,
    parameters: &Map<String, Value>,
) -> Option<Artifact> {
    let uri = match &importer.artifact_uri {
        ImporterValue::Constant(value) => value.as_str(),
        ImporterValue::RuntimeParameter(name) => parameters.get(name).and_then(Value::as_str),
    };
    let metadata = importer
        .metadata
        .into_iter()
        .map(|(key, value)| (key, filled(value, parameters)))
        .collect();
    Some(Artifact {
        name: component
            .outputs
            .artifacts
            .keys()
            .next()
            .cloned()
            .unwrap_or_else(|| "artifact".to_owned()),
        schema_title: importer.type_schema.schema_title,
        uri: uri?.to_owned(),
        metadata,
    })
}

/// The importer is not told its task's key; the task of the DAG with this IR is meant.
fn key_of(parent: &Execution, task: &Value) -> String {
    let tasks = parent
        .component_json
        .pointer("/dag/tasks")
        .and_then(Value::as_object);
    let found = tasks
        .into_iter()
        .flatten()
        .find(|(_, other)| *other == task);
    found.map(|(key, _)| key.clone()).unwrap_or_default()
}

/// Fills `{{$.inputs.parameters['name']}}` in the texts of a value.
fn filled(value: Value, parameters: &Map<String, Value>) -> Value {
    match value {
        Value::String(text) => {
            Value::String(crate::engine::template::substitute(&text, |placeholder| {
                let name = placeholder
                    .strip_prefix("$.inputs.parameters['")?
                    .strip_suffix("']")?;
                let value = parameters.get(name)?;
                Some(
                    value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned),
                )
            }))
        }
        other => other,
    }
}
