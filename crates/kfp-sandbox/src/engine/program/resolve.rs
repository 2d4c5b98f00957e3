//! From sources in the IR to values.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::driver::DriverError;
use super::ledger::{Artifact, Execution, ExecutionState, Ledger};
use crate::engine::cel;
use crate::engine::spec::{
    ArtifactSource, Component, Dag, DagParameterOutput, IteratedItems, ParameterInput,
    ParameterSource, Task,
};

/// A run of the pipeline, for what a final status says of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RunNames<'a> {
    pub(crate) pipeline: &'a str,
    pub(crate) workflow: &'a str,
}

/// The parameters of a task, with the defaults of its component.
pub(super) fn parameters(
    ledger: &Ledger,
    parent: &Execution,
    task: &Task,
    component: &Component,
    names: RunNames<'_>,
) -> Result<Map<String, Value>, DriverError> {
    let mut resolved = Map::new();
    for (name, input) in &task.parameters {
        if let Some(value) = parameter(ledger, parent, input, names)? {
            resolved.insert(name.clone(), value);
        }
    }
    for (name, definition) in &component.inputs.parameters {
        if let Some(default) = definition
            .default_value
            .as_ref()
            .filter(|_| !resolved.contains_key(name))
        {
            resolved.insert(name.clone(), default.clone());
        }
    }
    Ok(resolved)
}

fn parameter(
    ledger: &Ledger,
    parent: &Execution,
    input: &ParameterInput,
    names: RunNames<'_>,
) -> Result<Option<Value>, DriverError> {
    let value = match &input.source {
        ParameterSource::Constant(value) => Some(value.clone()),
        ParameterSource::ComponentInput(name) => parent.inputs.get(name).cloned(),
        ParameterSource::TaskOutput { producer, key } => {
            Some(task_output(ledger, parent.id, producer, key)?)
        }
        ParameterSource::FinalStatus { producer } => {
            Some(final_status(ledger, parent.id, producer, names))
        }
    };
    match (&input.selector, value) {
        (Some(selector), Some(value)) => {
            let selected = cel::select(selector, &value);
            selected.map(Some).map_err(|source| DriverError::Selector {
                selector: selector.clone(),
                source,
            })
        }
        (_, value) => Ok(value),
    }
}

fn task_output(ledger: &Ledger, dag: i64, producer: &str, key: &str) -> Result<Value, DriverError> {
    let missing = || DriverError::MissingOutput {
        producer: producer.to_owned(),
        key: key.to_owned(),
    };
    let execution = ledger.task(dag, producer).ok_or_else(missing)?;
    output(ledger, execution, key).ok_or_else(missing)
}

/// An output of an execution; those of DAGs are followed to the tasks inside.
fn output(ledger: &Ledger, execution: &Execution, key: &str) -> Option<Value> {
    let Some(dag) = dag_of(execution) else {
        return execution.outputs.get(key).cloned();
    };
    if execution.iteration_count.is_some() {
        let items = ledger.iterations(execution.id).into_iter();
        return items
            .map(|item| output(ledger, item, key))
            .collect::<Option<Vec<Value>>>()
            .map(Value::Array);
    }
    let selectors = match dag.outputs.parameters.get(key)? {
        DagParameterOutput::ValueFromParameter(selector) => std::slice::from_ref(selector),
        DagParameterOutput::ValueFromOneof { selectors } => selectors.as_slice(),
    };
    selectors.iter().find_map(|selector| {
        let task = ledger.task(execution.id, &selector.producer_subtask)?;
        (task.state != ExecutionState::NotTriggered)
            .then(|| output(ledger, task, &selector.output_parameter_key))?
    })
}

fn dag_of(execution: &Execution) -> Option<Dag> {
    let component = Component::from_json("component", execution.component_json.clone()).ok()?;
    component.dag().cloned()
}

fn final_status(ledger: &Ledger, dag: i64, producer: &str, names: RunNames<'_>) -> Value {
    let failed = ledger
        .task(dag, producer)
        .is_none_or(|execution| has_failed(ledger, execution));
    let state = if failed { "FAILED" } else { "SUCCEEDED" };
    let mut status = json!({
        "state": state,
        "pipelineJobResourceName": names.workflow,
        "pipelineTaskName": producer,
        "error": {"code": 0, "message": ""},
    });
    if failed && let Some(error) = status.get_mut("error") {
        *error = json!({"code": 9, "message": format!("The DAG failed: a task of {} did not succeed (simulated)", names.pipeline)});
    }
    status
}

fn has_failed(ledger: &Ledger, execution: &Execution) -> bool {
    match execution.state {
        ExecutionState::Failed => true,
        ExecutionState::Running => {
            let mut inner = ledger
                .executions()
                .iter()
                .filter(|other| other.parent == Some(execution.id));
            dag_of(execution).is_none() || inner.any(|inner| has_failed(ledger, inner))
        }
        _ => false,
    }
}

/// The artifacts of a task.
pub(super) fn artifacts(
    ledger: &Ledger,
    parent: &Execution,
    task: &Task,
) -> Result<BTreeMap<String, Vec<Artifact>>, DriverError> {
    let mut resolved = BTreeMap::new();
    for (name, source) in &task.artifacts {
        let found = match source {
            ArtifactSource::ComponentInput(input) => parent.input_artifacts.get(input).cloned(),
            ArtifactSource::TaskOutput { producer, key } => {
                let missing = || DriverError::MissingOutput {
                    producer: producer.clone(),
                    key: key.clone(),
                };
                let execution = ledger.task(parent.id, producer).ok_or_else(missing)?;
                Some(output_artifacts(ledger, execution, key).ok_or_else(missing)?)
            }
        };
        if let Some(found) = found {
            resolved.insert(name.clone(), found);
        }
    }
    Ok(resolved)
}

fn output_artifacts(ledger: &Ledger, execution: &Execution, key: &str) -> Option<Vec<Artifact>> {
    let Some(dag) = dag_of(execution) else {
        return execution.output_artifacts.get(key).cloned();
    };
    if execution.iteration_count.is_some() {
        let items = ledger.iterations(execution.id).into_iter();
        let lists: Option<Vec<Vec<Artifact>>> = items
            .map(|item| output_artifacts(ledger, item, key))
            .collect();
        return lists.map(|lists| lists.into_iter().flatten().collect());
    }
    dag.outputs
        .artifacts
        .get(key)?
        .selectors
        .iter()
        .find_map(|selector| {
            let task = ledger.task(execution.id, &selector.producer_subtask)?;
            output_artifacts(ledger, task, &selector.output_artifact_key)
        })
}

/// The items of a loop.
pub(super) fn items(
    task: &Task,
    inputs: &Map<String, Value>,
) -> Result<Option<Vec<Value>>, DriverError> {
    let Some(iterator) = &task.iterator else {
        return Ok(None);
    };
    let malformed = |found: &str| DriverError::Items {
        found: found.to_owned(),
    };
    let value = match &iterator.items {
        IteratedItems::Raw(raw) => Value::String(raw.clone()),
        IteratedItems::InputParameter(name) => inputs
            .get(name)
            .cloned()
            .ok_or_else(|| malformed("nothing"))?,
    };
    match value {
        Value::Array(items) => Ok(Some(items)),
        Value::String(text) => serde_json::from_str(&text)
            .map(Some)
            .map_err(|_| malformed("a text that is no JSON array")),
        _ => Err(malformed("a value that is no list")),
    }
}
