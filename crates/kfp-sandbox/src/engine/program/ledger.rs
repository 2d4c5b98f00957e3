//! What ran with which inputs and outputs: the part of ML Metadata that drivers read and write.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Executions of one run.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Ledger {
    executions: Vec<Execution>,
}

/// A DAG, task or import that ran.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Execution {
    /// Counted up in the run.
    pub id: i64,
    /// The DAG it runs in.
    pub parent: Option<i64>,
    /// The task's key; empty for the pipeline itself.
    pub task: String,
    /// The task's IR.
    pub task_json: Value,
    /// The component's IR.
    pub component_json: Value,
    /// Parameters it was given.
    pub inputs: Map<String, Value>,
    /// Artifacts it was given.
    pub input_artifacts: BTreeMap<String, Vec<Artifact>>,
    /// Which item of a loop it is.
    pub iteration_index: Option<usize>,
    /// Of a loop: how many items.
    pub iteration_count: Option<usize>,
    /// Parameters it gave.
    pub outputs: Map<String, Value>,
    /// Artifacts it gave.
    pub output_artifacts: BTreeMap<String, Vec<Artifact>>,
    /// What became of it.
    pub state: ExecutionState,
    /// By what its result can be found again.
    pub fingerprint: Option<String>,
}

/// What became of an execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ExecutionState {
    /// It runs.
    #[default]
    Running,
    /// It gave its outputs.
    Complete,
    /// It failed.
    Failed,
    /// An earlier result was taken.
    Cached,
    /// Its condition was false.
    NotTriggered,
}

/// An artifact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Artifact {
    /// Its name in the producing component.
    pub name: String,
    /// Such as `system.Dataset`.
    pub schema_title: String,
    /// Where it lies.
    pub uri: String,
    /// Its properties.
    pub metadata: Map<String, Value>,
}

impl Ledger {
    /// All, in the order in which they began.
    pub fn executions(&self) -> &[Execution] {
        &self.executions
    }

    /// The execution with that id.
    pub fn get(&self, id: i64) -> Option<&Execution> {
        self.executions.iter().find(|execution| execution.id == id)
    }

    pub(super) fn get_mut(&mut self, id: i64) -> Option<&mut Execution> {
        self.executions
            .iter_mut()
            .find(|execution| execution.id == id)
    }

    /// The last execution of a task in a DAG.
    pub(super) fn task(&self, parent: i64, task: &str) -> Option<&Execution> {
        self.executions.iter().rev().find(|execution| {
            execution.parent == Some(parent)
                && execution.task == task
                && execution.iteration_index.is_none()
        })
    }

    /// The items of a loop, in order; a repeated one counts once, with its last execution.
    pub(super) fn iterations(&self, id: i64) -> Vec<&Execution> {
        let mut items = BTreeMap::new();
        for execution in self
            .executions
            .iter()
            .filter(|execution| execution.parent == Some(id))
        {
            if let Some(index) = execution.iteration_index {
                items.insert(index, execution);
            }
        }
        items.into_values().collect()
    }

    /// Writes an execution down and gives it its id.
    pub(super) fn begin(&mut self, mut execution: Execution) -> i64 {
        let id = self.executions.last().map_or(1, |last| last.id + 1);
        execution.id = id;
        self.executions.push(execution);
        id
    }

    /// Ends the last execution as a task that made or deleted a volume claim: its name is the one output.
    pub(crate) fn complete_claim(&mut self, workflow: &str) {
        let Some(execution) = self.executions.last_mut() else {
            return;
        };
        let text = |name: &str| {
            execution
                .inputs
                .get(name)
                .and_then(Value::as_str)
                .filter(|text| !text.is_empty())
        };
        let name = match (text("pvc_name"), text("pvc_name_suffix")) {
            (Some(name), _) => name.to_owned(),
            (None, suffix) => format!("{workflow}{}", suffix.unwrap_or_default()),
        };
        if execution
            .component_json
            .pointer("/outputDefinitions/parameters/name")
            .is_some()
        {
            execution
                .outputs
                .insert("name".to_owned(), Value::String(name));
        }
        execution.state = ExecutionState::Complete;
    }
}
