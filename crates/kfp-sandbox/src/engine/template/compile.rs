//! From IR to templates, in the order in which the server's compiler adds them.
//!
//! # Spec
//! <https://github.com/kubeflow/pipelines/tree/7b70c7b/backend/src/v2/compiler/argocompiler>

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::executor::executor_templates;
use super::identity::component_key;
use super::model::{Body, DagTask, Hook, Parameter, Template};
use super::system;
use crate::engine::spec::{
    Component, ComponentBody, Dag, Executor, PipelineSpec, SpecError, Task, canonical_text,
};

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

struct Compiler<'a> {
    spec: &'a PipelineSpec,
    templates: Vec<Template>,
    arguments: Vec<Parameter>,
    runtime_config: String,
    visited: BTreeSet<&'a str>,
}

/// How a task is placed: in its DAG, as an exit hook, or as the body of a loop.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place<'a> {
    Dag,
    ExitHook,
    /// With the loop's key, which the driver resolves inputs by.
    Iteration(&'a str),
}

const PARENT: &str = "{{inputs.parameters.parent-dag-id}}";

fn output_of(task: &str, parameter: &str) -> String {
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

    fn component(&self, name: &str) -> Result<&'a Component, SpecError> {
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

    fn add(&mut self, template: Template) -> String {
        let name = template.name.clone();
        if !self.templates.iter().any(|other| other.name == name) {
            self.templates.push(template);
        }
        name
    }

    fn add_dag(
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

    fn task(
        &mut self,
        name: &str,
        key: &str,
        task: &Task,
        place: Place<'_>,
        hook: Option<&String>,
    ) -> Result<Vec<DagTask>, SpecError> {
        if task.iterator.is_some() && !matches!(place, Place::Iteration(_)) {
            return self.iterator(key, task);
        }
        let hook = hook.map(|template| Hook {
            template: template.clone(),
            arguments: vec![Parameter::with_value("parent-dag-id", PARENT)],
        });
        match &self.component(&task.component)?.body {
            ComponentBody::Dag(_) => Ok(self.sub_dag(name, key, task, place, hook)),
            ComponentBody::Executor(label) => match self.spec.executors.get(label) {
                Some(Executor::Container(container)) => Ok(self.container(
                    name,
                    key,
                    task,
                    place,
                    hook,
                    label,
                    container.is_driver_only(),
                )),
                Some(Executor::Importer(_)) => Ok(vec![self.importer(name, task)]),
                _ => Err(SpecError::Missing {
                    path: format!("deploymentSpec.executors.{label}"),
                }),
            },
        }
    }

    fn component_argument(&self, task: &Task) -> String {
        format!(
            "{{{{workflow.parameters.components-{}}}}}",
            component_key(self.spec, &task.component)
        )
    }

    fn implementation_argument(&self, task: &Task) -> String {
        format!(
            "{{{{workflow.parameters.implementations-{}}}}}",
            component_key(self.spec, &task.component)
        )
    }

    fn dag_driver(&mut self, name: &str, key: &str, task: &Task, place: Place<'_>) -> DagTask {
        let mut arguments = vec![Parameter::with_value(
            "component",
            self.component_argument(task),
        )];
        if matches!(place, Place::Iteration(_)) {
            arguments.push(Parameter::with_value(
                "iteration-index",
                "{{inputs.parameters.iteration-index}}",
            ));
        }
        arguments.push(Parameter::with_value("parent-dag-id", PARENT));
        arguments.push(Parameter::with_value("task", canonical_text(&task.json)));
        arguments.push(Parameter::with_value("task-name", key));
        let template = self.add(system::dag_driver());
        DagTask {
            name: name.to_owned(),
            template,
            arguments,
            ..DagTask::default()
        }
    }

    fn sub_dag(
        &mut self,
        name: &str,
        key: &str,
        task: &Task,
        place: Place<'_>,
        hook: Option<Hook>,
    ) -> Vec<DagTask> {
        let driver_name = format!("{name}-driver");
        let key = if let Place::Iteration(key) = place {
            key
        } else {
            key
        };
        let mut driver = self.dag_driver(&driver_name, key, task, place);
        if place == Place::Dag {
            driver.depends.clone_from(&task.dependent_tasks);
        }
        let condition = output_of(&driver_name, "condition");
        let dag = DagTask {
            name: name.to_owned(),
            template: task.component.clone(),
            arguments: vec![
                Parameter::with_value("parent-dag-id", output_of(&driver_name, "execution-id")),
                Parameter::with_value("condition", condition.clone()),
            ],
            depends: vec![driver_name],
            when: task
                .condition
                .as_ref()
                .map(|_| format!("{condition} != false")),
            exit_hook: hook,
            sequence_count: None,
        };
        vec![driver, dag]
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "they are the parts of one task and are used nowhere else"
    )]
    fn container(
        &mut self,
        name: &str,
        key: &str,
        task: &Task,
        place: Place<'_>,
        hook: Option<Hook>,
        label: &str,
        driver_only: bool,
    ) -> Vec<DagTask> {
        let driver_name = format!("{name}-driver");
        let key = if let Place::Iteration(key) = place {
            key
        } else {
            key
        };
        let mut arguments = vec![
            Parameter::with_value("component", self.component_argument(task)),
            Parameter::with_value("task", canonical_text(&task.json)),
            Parameter::with_value("container", self.implementation_argument(task)),
            Parameter::with_value("task-name", key),
            Parameter::with_value("parent-dag-id", PARENT),
        ];
        if matches!(place, Place::Iteration(_)) {
            arguments.push(Parameter::with_value(
                "iteration-index",
                "{{inputs.parameters.iteration-index}}",
            ));
        }
        let settings = self.spec.kubernetes.get(label);
        if settings.is_some() {
            let settings = format!("{{{{workflow.parameters.kubernetes-{}}}}}", task.component);
            arguments.push(Parameter::with_value("kubernetes-config", settings));
        }
        let mut driver = DagTask {
            name: driver_name.clone(),
            template: self.add(system::container_driver()),
            arguments,
            ..DagTask::default()
        };
        if place == Place::Dag {
            driver.depends.clone_from(&task.dependent_tasks);
        }
        if driver_only {
            name.clone_into(&mut driver.name);
            return vec![driver];
        }
        let templates = executor_templates(task, settings);
        let cached = Parameter {
            default: Some("false".to_owned()),
            ..Parameter::with_value(
                "cached-decision",
                output_of(&driver_name, "cached-decision"),
            )
        };
        let mut arguments = vec![
            Parameter::with_value("pod-spec-patch", output_of(&driver_name, "pod-spec-patch")),
            cached,
        ];
        arguments.extend(templates.arguments);
        let template = self.add(templates.outer);
        self.add(templates.inner);
        let run = DagTask {
            name: name.to_owned(),
            template,
            arguments,
            when: task
                .condition
                .as_ref()
                .map(|_| format!("{} != false", output_of(&driver_name, "condition"))),
            depends: vec![driver_name],
            exit_hook: hook,
            sequence_count: None,
        };
        vec![driver, run]
    }

    fn importer(&mut self, name: &str, task: &Task) -> DagTask {
        DagTask {
            name: name.to_owned(),
            template: self.add(system::importer()),
            arguments: vec![
                Parameter::with_value("task", canonical_text(&task.json)),
                Parameter::with_value("component", self.component_argument(task)),
                Parameter::with_value("importer", self.implementation_argument(task)),
                Parameter::with_value("parent-dag-id", PARENT),
            ],
            depends: task.dependent_tasks.clone(),
            ..DagTask::default()
        }
    }

    fn iterator(&mut self, key: &str, task: &Task) -> Result<Vec<DagTask>, SpecError> {
        let driver = self.dag_driver("iteration-driver", key, task, Place::Dag);
        let body = self.task("iteration-item", key, task, Place::Iteration(key), None)?;
        let item = format!("{}-iteration", task.component);
        let item = self.add_dag(item, &["parent-dag-id", "iteration-index"], body, None);
        let iterations = DagTask {
            name: "iteration-iterations".to_owned(),
            template: item,
            arguments: vec![
                Parameter::with_value(
                    "parent-dag-id",
                    output_of("iteration-driver", "execution-id"),
                ),
                Parameter::with_value("iteration-index", "{{item}}"),
            ],
            depends: vec!["iteration-driver".to_owned()],
            when: task
                .condition
                .as_ref()
                .map(|_| format!("{} != false", output_of("iteration-driver", "condition"))),
            exit_hook: None,
            sequence_count: Some(output_of("iteration-driver", "iteration-count")),
        };
        let name = format!("{}-{key}-iterator", task.component);
        let template = self.add_dag(
            name,
            &["parent-dag-id"],
            vec![driver, iterations],
            task.parallelism_limit,
        );
        Ok(vec![DagTask {
            name: key.to_owned(),
            template,
            arguments: vec![Parameter::with_value("parent-dag-id", PARENT)],
            depends: task.dependent_tasks.clone(),
            ..DagTask::default()
        }])
    }
}
