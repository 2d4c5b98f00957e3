//! From IR to templates, in the order in which the server's compiler adds them.
//!
//! # Spec
//! <https://github.com/kubeflow/pipelines/tree/7b70c7b/backend/src/v2/compiler/argocompiler>

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::identity::component_key;
use super::model::{Body, DagTask, Parameter, Template};
use super::system;
use crate::engine::spec::{Component, ComponentBody, Dag, PipelineSpec, SpecError, canonical_text};

/// A workflow before it runs.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CompiledWorkflow {
    /// The pipeline's name, of which the workflow's is made.
    pub pipeline: String,
    /// Components, containers and settings, each text kept once.
    pub arguments: Vec<Parameter>,
    /// Templates in order.
    pub templates: Vec<Template>,
}

impl CompiledWorkflow {
    /// The template of that name.
    pub fn template(&self, name: &str) -> Option<&Template> {
        self.templates.iter().find(|template| template.name == name)
    }
}

/// The template that a workflow starts with.
pub(crate) const ENTRYPOINT: &str = "entrypoint";

/// Compiles a pipeline with the parameters of a run.
///
/// # Errors
/// [`SpecError`] where the spec refers to nothing; [`PipelineSpec::from_json`] has checked that before.
pub fn compile(
    spec: &PipelineSpec,
    parameters: &Map<String, Value>,
) -> Result<CompiledWorkflow, SpecError> {
    let mut compiler = Compiler {
        spec,
        templates: Vec::new(),
        arguments: Vec::new(),
        runtime_config: canonical_text(&json!({"parameterValues": parameters})),
        visited: BTreeSet::new(),
    };
    compiler.visit("root")?;
    Ok(CompiledWorkflow {
        pipeline: spec.name.clone(),
        arguments: compiler.arguments,
        templates: compiler.templates,
    })
}

pub(super) struct Compiler<'a> {
    pub(super) spec: &'a PipelineSpec,
    templates: Vec<Template>,
    arguments: Vec<Parameter>,
    runtime_config: String,
    visited: BTreeSet<&'a str>,
}

/// How a task is placed: in its DAG, as an exit hook, or as the body of a loop.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place<'a> {
    Dag,
    ExitHook,
    /// With the loop's key, which the driver resolves inputs by.
    Iteration(&'a str),
}

pub(super) const PARENT: &str = "{{inputs.parameters.parent-dag-id}}";

pub(super) fn output_of(task: &str, parameter: &str) -> String {
    format!("{{{{tasks.{task}.outputs.parameters.{parameter}}}}}")
}

impl<'a> Compiler<'a> {
    /// Inner components come before the DAG that uses them.
    fn visit(&mut self, name: &'a str) -> Result<(), SpecError> {
        if !self.visited.insert(name) {
            return Ok(());
        }
        let component = self.component(name)?;
        match &component.body {
            ComponentBody::Executor(label) => {
                self.keep_leaf(name, component, label);
                Ok(())
            }
            ComponentBody::Dag(dag) => {
                for task in dag.tasks.values() {
                    self.visit(&task.component)?;
                }
                self.keep(format!("components-{name}"), &component.json);
                self.dag(name, dag)
            }
        }
    }

    pub(super) fn component(&self, name: &str) -> Result<&'a Component, SpecError> {
        self.spec.component(name).ok_or_else(|| SpecError::Missing {
            path: format!("components.{name}"),
        })
    }

    fn keep_leaf(&mut self, name: &str, component: &Component, label: &str) {
        if let Some(settings) = self.spec.kubernetes.get(label) {
            self.keep(format!("kubernetes-{name}"), settings);
        }
        let key = component_key(self.spec, name);
        self.keep(format!("components-{key}"), &component.json);
        let executor = self.spec.executor_json.get(label);
        let implementation =
            executor.and_then(|json| json.get("container").or_else(|| json.get("importer")));
        self.keep(
            format!("implementations-{key}"),
            implementation.unwrap_or(&Value::Null),
        );
    }

    fn keep(&mut self, name: String, json: &Value) {
        if !self.arguments.iter().any(|argument| argument.name == name) {
            self.arguments.push(Parameter {
                name,
                value: Some(canonical_text(json)),
                default: None,
            });
        }
    }

    pub(super) fn add(&mut self, template: Template) -> String {
        let name = template.name.clone();
        if !self.templates.iter().any(|other| other.name == name) {
            self.templates.push(template);
        }
        name
    }

    pub(super) fn add_dag(
        &mut self,
        name: String,
        inputs: &[&str],
        tasks: Vec<DagTask>,
        parallelism: Option<u32>,
    ) -> String {
        let inputs = inputs
            .iter()
            .map(|name| Parameter::declared(name))
            .collect();
        self.add(Template {
            name,
            inputs,
            outputs: Vec::new(),
            body: Body::Dag(tasks),
            retry: None,
            parallelism,
        })
    }

    fn dag(&mut self, name: &str, dag: &'a Dag) -> Result<(), SpecError> {
        let mut hooks = BTreeMap::new();
        for (key, task) in dag.tasks.iter().filter(|(_, task)| task.is_exit_task()) {
            let tasks = self.task(key, key, task, Place::ExitHook, None)?;
            let hook = self.add_dag(
                format!("exit-hook-{name}-{key}"),
                &["parent-dag-id"],
                tasks,
                None,
            );
            for dependency in &task.dependent_tasks {
                hooks.insert(dependency.as_str(), hook.clone());
            }
        }
        let mut tasks = Vec::new();
        for (key, task) in dag.tasks.iter().filter(|(_, task)| !task.is_exit_task()) {
            tasks.extend(self.task(key, key, task, Place::Dag, hooks.get(key.as_str()))?);
        }
        self.add_dag(name.to_owned(), &["parent-dag-id"], tasks, None);
        if name == "root" {
            self.entrypoint();
        }
        Ok(())
    }

    fn entrypoint(&mut self) {
        let driver = DagTask {
            name: "root-driver".to_owned(),
            template: self.add(system::dag_driver()),
            arguments: vec![
                Parameter::with_value("component", "{{workflow.parameters.components-root}}"),
                Parameter::with_value("runtime-config", self.runtime_config.clone()),
                Parameter::with_value("driver-type", "ROOT_DAG"),
            ],
            ..DagTask::default()
        };
        let root = DagTask {
            name: "root".to_owned(),
            template: "root".to_owned(),
            arguments: vec![
                Parameter::with_value("parent-dag-id", output_of("root-driver", "execution-id")),
                Parameter::with_value("condition", ""),
            ],
            depends: vec!["root-driver".to_owned()],
            ..DagTask::default()
        };
        self.add_dag(ENTRYPOINT.to_owned(), &[], vec![driver, root], None);
    }
}
