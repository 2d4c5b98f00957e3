//! The launcher with the user's code.

use std::collections::BTreeMap;

use serde_json::Value;

use super::fingerprint::CachedResult;
use super::ledger::{Execution, ExecutionState, Ledger};
use super::output::Maker;
use crate::engine::directive::{Directives, TaskPath};
use crate::engine::kubelet::LogLevel;
use crate::engine::spec::{Component, ItemShape};
use crate::engine::template::Parameter;

/// What user code or an import leaves.
#[derive(Clone, Debug, Default)]
pub(crate) struct Launched {
    /// What it says.
    pub(crate) log: Vec<(LogLevel, String)>,
    /// A result that may be taken again, with its fingerprint.
    pub(crate) cached: Option<(String, CachedResult)>,
}

/// Which execution an executor pod runs: its patch says so.
fn execution_id(inputs: &[Parameter]) -> Option<i64> {
    let patch = inputs
        .iter()
        .find(|input| input.name == "pod-spec-patch")?
        .value
        .as_deref()?;
    let patch: Value = serde_json::from_str(patch).ok()?;
    let command = patch.pointer("/containers/0/command")?.as_array()?;
    let at = command.iter().position(|word| word == "--execution_id")?;
    command.get(at + 1)?.as_str()?.parse().ok()
}

/// Ends an executor pod: with made-up outputs, or as a failure with this exit code.
pub(crate) fn launch(
    ledger: &mut Ledger,
    inputs: &[Parameter],
    failure: Option<i32>,
    path: &TaskPath,
    directives: &Directives,
    shapes: &BTreeMap<(String, String, String), ItemShape>,
    prefix: &str,
) -> Launched {
    let Some(execution) = execution_id(inputs).and_then(|id| ledger.get(id)).cloned() else {
        return Launched::default();
    };
    let mut log = opening_lines(&execution);
    if let Some(code) = failure {
        log.extend(failing_lines(&execution, code));
        if let Some(execution) = ledger.get_mut(execution.id) {
            execution.state = ExecutionState::Failed;
        }
        return Launched { log, cached: None };
    }
    let Ok(component) = Component::from_json("component", execution.component_json.clone()) else {
        return Launched::default();
    };
    let shapes = shapes_of(ledger, &execution, shapes);
    let (mut outputs, artifacts) = Maker {
        execution: &execution,
        shapes: &shapes,
        prefix,
    }
    .all(&component);
    for (name, value) in &mut outputs {
        if let Some(wanted) = directives.output(path, name) {
            value.clone_from(wanted);
        }
    }
    log.extend(
        outputs
            .iter()
            .map(|(name, value)| (LogLevel::Info, format!("output {name} = {value}"))),
    );
    log.extend(artifacts.values().flatten().map(|artifact| {
        (
            LogLevel::Info,
            format!("artifact {} -> {}", artifact.name, artifact.uri),
        )
    }));
    log.push((LogLevel::Info, "done (simulated)".to_owned()));
    let result = CachedResult {
        outputs,
        output_artifacts: artifacts,
    };
    if let Some(execution) = ledger.get_mut(execution.id) {
        execution.outputs.clone_from(&result.outputs);
        execution
            .output_artifacts
            .clone_from(&result.output_artifacts);
        execution.state = ExecutionState::Complete;
    }
    Launched {
        log,
        cached: execution
            .fingerprint
            .map(|fingerprint| (fingerprint, result)),
    }
}

/// The shapes of this task's lists, by output.
fn shapes_of(
    ledger: &Ledger,
    execution: &Execution,
    shapes: &BTreeMap<(String, String, String), ItemShape>,
) -> BTreeMap<String, ItemShape> {
    let parent = execution.parent.and_then(|id| ledger.get(id));
    let dag = parent
        .and_then(|parent| parent.task_json.pointer("/componentRef/name"))
        .and_then(Value::as_str)
        .unwrap_or("root");
    let of_task = shapes
        .iter()
        .filter(|((in_dag, task, _), _)| in_dag == dag && *task == execution.task);
    of_task
        .map(|((_, _, output), shape)| (output.clone(), shape.clone()))
        .collect()
}

fn opening_lines(execution: &Execution) -> Vec<(LogLevel, String)> {
    let inputs = Value::Object(execution.inputs.clone());
    vec![
        (
            LogLevel::Info,
            format!("{} starts (simulated: no user code runs)", execution.task),
        ),
        (LogLevel::Debug, format!("inputs {inputs}")),
    ]
}

fn failing_lines(execution: &Execution, code: i32) -> Vec<(LogLevel, String)> {
    let last = if code == 137 {
        "Killed".to_owned()
    } else {
        format!("SystemExit: {code} (simulated)")
    };
    vec![
        (
            LogLevel::Warning,
            format!("{} was asked to fail", execution.task),
        ),
        (
            LogLevel::Error,
            "Traceback (most recent call last):".to_owned(),
        ),
        (
            LogLevel::Error,
            format!(
                "  File \"/tmp/ephemeral_component.py\", line 7, in {}",
                execution.task.replace('-', "_")
            ),
        ),
        (LogLevel::Error, last),
    ]
}
