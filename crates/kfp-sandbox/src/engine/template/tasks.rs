//! From one task of the IR to the tasks of a DAG template.

use super::compile::{Compiler, PARENT, Place, output_of};
use super::executor::executor_templates;
use super::identity::component_key;
use super::model::{DagTask, Hook, Parameter};
use super::system;
use crate::engine::spec::{ComponentBody, Executor, SpecError, Task, canonical_text};

impl Compiler<'_> {
    pub(super) fn task(
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
                Some(Executor::Container(container)) if container.is_driver_only() => {
                    let has_settings = self.spec.kubernetes.contains_key(label);
                    Ok(vec![self.container_driver(
                        name,
                        key,
                        task,
                        place,
                        has_settings,
                    )])
                }
                Some(Executor::Container(_)) => {
                    Ok(self.container(name, key, task, place, hook, label))
                }
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

    fn container_driver(
        &mut self,
        name: &str,
        key: &str,
        task: &Task,
        place: Place<'_>,
        has_settings: bool,
    ) -> DagTask {
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
        if has_settings {
            let settings = format!("{{{{workflow.parameters.kubernetes-{}}}}}", task.component);
            arguments.push(Parameter::with_value("kubernetes-config", settings));
        }
        let template = self.add(system::container_driver());
        let mut driver = DagTask {
            name: name.to_owned(),
            template,
            arguments,
            ..DagTask::default()
        };
        if place == Place::Dag {
            driver.depends.clone_from(&task.dependent_tasks);
        }
        driver
    }

    fn container(
        &mut self,
        name: &str,
        key: &str,
        task: &Task,
        place: Place<'_>,
        hook: Option<Hook>,
        label: &str,
    ) -> Vec<DagTask> {
        let settings = self.spec.kubernetes.get(label);
        let driver_name = format!("{name}-driver");
        let driver = self.container_driver(&driver_name, key, task, place, settings.is_some());
        let templates = executor_templates(task, settings);
        let cached = Parameter {
            default: Some("false".to_owned()),
            ..Parameter::with_value(
                "cached-decision",
                output_of(&driver_name, "cached-decision"),
            )
        };
        let patch =
            Parameter::with_value("pod-spec-patch", output_of(&driver_name, "pod-spec-patch"));
        let mut arguments = vec![patch, cached];
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
