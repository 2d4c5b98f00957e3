//! Drivers: they prepare a DAG or a container.
//!
//! # Spec
//! <https://github.com/kubeflow/pipelines/tree/7b70c7b/backend/src/v2/driver>

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::fingerprint::{CachedResult, fingerprint};
use super::ledger::{Execution, ExecutionState, Ledger};
use super::output::Maker;
use super::resolve::{self, RunNames};
use crate::engine::cel::{self, CelError};
use crate::engine::spec::{Component, Task};
use crate::engine::template::{Parameter, PodKind};

/// A driver at work.
#[derive(Debug)]
pub(crate) struct Driver<'a> {
    pub(crate) ledger: &'a mut Ledger,
    pub(crate) namespace: &'a str,
    pub(crate) run_id: &'a str,
    pub(crate) names: RunNames<'a>,
    /// What the pod was given.
    pub(crate) inputs: &'a [Parameter],
    /// The run asks that a result be taken even if there is none.
    pub(crate) always_cached: bool,
}

/// What a driver leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Driven {
    /// Files for the controller.
    pub(crate) outputs: Vec<(String, String)>,
    /// What it says.
    pub(crate) log: Vec<String>,
}

/// Why a driver exits with 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum DriverError {
    #[error("failed to resolve inputs: output `{key}` of task `{producer}` is not there")]
    MissingOutput { producer: String, key: String },
    #[error("failed to resolve inputs: cannot select `{selector}`: {source}")]
    Selector { selector: String, source: CelError },
    #[error("failed to evaluate the condition `{condition}`: {source}")]
    Condition { condition: String, source: CelError },
    #[error("the items of a loop must be a list, found {found}")]
    Items { found: String },
    #[error("argument `{name}` is not what a driver expects")]
    Argument { name: &'static str },
}

impl Driver<'_> {
    /// Runs. `find_cached` looks a result up by its fingerprint.
    pub(crate) fn run(
        &mut self,
        kind: PodKind,
        find_cached: &dyn Fn(&str) -> Option<CachedResult>,
    ) -> Result<Driven, DriverError> {
        match kind {
            PodKind::DagDriver if self.argument("driver-type") == Some("ROOT_DAG") => self.root(),
            PodKind::DagDriver => self.dag(),
            _ => self.container(find_cached),
        }
    }

    fn argument(&self, name: &str) -> Option<&str> {
        self.inputs
            .iter()
            .find(|input| input.name == name)?
            .value
            .as_deref()
    }

    fn json(&self, name: &'static str) -> Result<Value, DriverError> {
        let text = self.argument(name).ok_or(DriverError::Argument { name })?;
        serde_json::from_str(text).map_err(|_| DriverError::Argument { name })
    }

    fn component(&self) -> Result<Component, DriverError> {
        Component::from_json("component", self.json("component")?)
            .map_err(|_| DriverError::Argument { name: "component" })
    }

    fn parent(&self) -> Result<Execution, DriverError> {
        let id = self
            .argument("parent-dag-id")
            .and_then(|id| id.parse().ok());
        id.and_then(|id| self.ledger.get(id))
            .cloned()
            .ok_or(DriverError::Argument {
                name: "parent-dag-id",
            })
    }

    fn root(&mut self) -> Result<Driven, DriverError> {
        let component = self.component()?;
        let config = self.json("runtime-config")?;
        let mut inputs: Map<String, Value> = config
            .get("parameterValues")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        for (name, definition) in &component.inputs.parameters {
            if let Some(default) = definition
                .default_value
                .as_ref()
                .filter(|_| !inputs.contains_key(name))
            {
                inputs.insert(name.clone(), default.clone());
            }
        }
        let id = self.ledger.begin(Execution {
            inputs,
            ..blank(component.json, Value::Null)
        });
        Ok(dag_outputs(id, 0, "nil"))
    }

    /// The execution of a task, its condition evaluated, before it is written down.
    fn prepare(&self) -> Result<(Task, Component, Execution, &'static str), DriverError> {
        let component = self.component()?;
        let task = Task::from_json(self.json("task")?)
            .map_err(|_| DriverError::Argument { name: "task" })?;
        let parent = self.parent()?;
        let index: Option<usize> = self
            .argument("iteration-index")
            .and_then(|index| index.parse().ok());
        let mut execution = Execution {
            parent: Some(parent.id),
            task: self.argument("task-name").unwrap_or_default().to_owned(),
            iteration_index: index,
            ..blank(component.json.clone(), task.json.clone())
        };
        if let Some(index) = index {
            // The loop's driver has resolved the inputs already; only the item is new.
            execution.inputs.clone_from(&parent.inputs);
            execution
                .input_artifacts
                .clone_from(&parent.input_artifacts);
            let item = resolve::items(&task, &parent.inputs)?
                .and_then(|items| items.into_iter().nth(index));
            if let (Some(iterator), Some(item)) = (&task.iterator, item) {
                execution.inputs.insert(iterator.item_input.clone(), item);
            }
        } else {
            execution.inputs =
                resolve::parameters(self.ledger, &parent, &task, &component, self.names)?;
            execution.input_artifacts = resolve::artifacts(self.ledger, &parent, &task)?;
        }
        let condition = match &task.condition {
            None => "nil",
            Some(text) => match cel::condition_holds(text, &execution.inputs) {
                Ok(true) => "true",
                Ok(false) => "false",
                Err(source) => {
                    return Err(DriverError::Condition {
                        condition: text.clone(),
                        source,
                    });
                }
            },
        };
        if condition == "false" {
            execution.state = ExecutionState::NotTriggered;
        }
        Ok((task, component, execution, condition))
    }

    fn dag(&mut self) -> Result<Driven, DriverError> {
        let (task, _, mut execution, condition) = self.prepare()?;
        if execution.iteration_index.is_none() {
            execution.iteration_count =
                resolve::items(&task, &execution.inputs)?.map(|items| items.len());
        }
        let count = execution.iteration_count.unwrap_or(0);
        let id = self.ledger.begin(execution);
        Ok(dag_outputs(id, count, condition))
    }

    fn container(
        &mut self,
        find_cached: &dyn Fn(&str) -> Option<CachedResult>,
    ) -> Result<Driven, DriverError> {
        let (task, component, mut execution, condition) = self.prepare()?;
        let container = self.argument("container").unwrap_or_default().to_owned();
        let mut cached = None;
        if execution.state != ExecutionState::NotTriggered
            && (task.caching.enable_cache || self.always_cached)
        {
            let key = &task.caching.cache_key;
            let found_by = fingerprint(
                self.namespace,
                self.names.pipeline,
                &container,
                &execution,
                key,
            );
            cached = find_cached(&found_by)
                .or_else(|| self.always_cached.then(|| made_up(&execution, &component)));
            execution.fingerprint = Some(found_by);
        }
        let runs = cached.is_none() && execution.state != ExecutionState::NotTriggered;
        let is_cached = cached.is_some();
        if let Some(result) = cached {
            execution.outputs = result.outputs;
            execution.output_artifacts = result.output_artifacts;
            execution.state = ExecutionState::Cached;
        }
        let inputs = execution.inputs.clone();
        let id = self.ledger.begin(execution);
        let patch = if runs {
            self.pod_spec_patch(id, &inputs, &component, &container)
        } else {
            String::new()
        };
        Ok(Driven {
            outputs: vec![
                ("pod-spec-patch".to_owned(), patch),
                ("cached-decision".to_owned(), is_cached.to_string()),
                ("condition".to_owned(), condition.to_owned()),
            ],
            log: vec![format!(
                "Container driver: execution {id}, cached {is_cached}, condition {condition}"
            )],
        })
    }

    fn pod_spec_patch(
        &self,
        id: i64,
        inputs: &Map<String, Value>,
        component: &Component,
        container: &str,
    ) -> String {
        let container: Value = serde_json::from_str(container).unwrap_or_default();
        let executor_input = json!({
            "inputs": {"parameterValues": inputs},
            "outputs": {"outputFile": "/tmp/kfp_outputs/output_metadata.json"},
        });
        let id = id.to_string();
        let (executor_input, component) = (executor_input.to_string(), component.json.to_string());
        let command = [
            "/kfp-launcher/launch",
            "--executor_type",
            "container",
            "--pipeline_name",
            self.names.pipeline,
            "--run_id",
            self.run_id,
            "--execution_id",
            &id,
            "--executor_input",
            &executor_input,
            "--component_spec",
            &component,
            "--pod_name",
            "$(KFP_POD_NAME)",
            "--pod_uid",
            "$(KFP_POD_UID)",
            "--",
        ];
        let words = |field: &str| {
            container
                .get(field)
                .and_then(Value::as_array)
                .cloned()
                .unwrap_or_default()
        };
        let args: Vec<Value> = words("command").into_iter().chain(words("args")).collect();
        json!({"containers": [{
            "name": "main",
            "image": container.get("image"),
            "command": command,
            "args": args,
            "resources": {},
        }]})
        .to_string()
    }
}

/// A result that was asked for though no task gave it before.
fn made_up(execution: &Execution, component: &Component) -> CachedResult {
    let maker = Maker {
        execution,
        shapes: &BTreeMap::new(),
        prefix: "minio://mlpipeline/v2/artifacts/cached",
    };
    let (outputs, output_artifacts) = maker.all(component);
    CachedResult {
        outputs,
        output_artifacts,
    }
}

fn blank(component_json: Value, task_json: Value) -> Execution {
    Execution {
        id: 0,
        parent: None,
        task: String::new(),
        task_json,
        component_json,
        inputs: Map::new(),
        input_artifacts: BTreeMap::new(),
        iteration_index: None,
        iteration_count: None,
        outputs: Map::new(),
        output_artifacts: BTreeMap::new(),
        state: ExecutionState::Running,
        fingerprint: None,
    }
}

fn dag_outputs(id: i64, count: usize, condition: &str) -> Driven {
    Driven {
        outputs: vec![
            ("execution-id".to_owned(), id.to_string()),
            ("iteration-count".to_owned(), count.to_string()),
            ("condition".to_owned(), condition.to_owned()),
        ],
        log: vec![format!(
            "DAG driver: execution {id}, iterations {count}, condition {condition}"
        )],
    }
}
