//! The checks that the server's compiler makes before it submits a workflow.

use std::collections::BTreeSet;

use super::component::{ComponentBody, Dag};
use super::executor::Executor;
use super::{PipelineSpec, SpecError, Task};

pub(super) fn validate(spec: &PipelineSpec) -> Result<(), SpecError> {
    for (name, dag) in spec.dags() {
        for (key, task) in &dag.tasks {
            check_task(spec, name, dag, key, task)?;
        }
        if dag.tasks.values().all(Task::is_exit_task) {
            return Err(SpecError::OnlyExitTasks {
                dag: name.to_owned(),
            });
        }
        check_order(name, dag)?;
    }
    let mut path = BTreeSet::new();
    check_nesting(spec, "root", &mut path)
}

fn check_task(
    spec: &PipelineSpec,
    dag: &str,
    siblings: &Dag,
    key: &str,
    task: &Task,
) -> Result<(), SpecError> {
    let dangling = |kind, name: &str| SpecError::Dangling {
        dag: dag.to_owned(),
        task: key.to_owned(),
        kind,
        name: name.to_owned(),
    };
    let unsupported = |what| SpecError::Unsupported {
        dag: dag.to_owned(),
        task: key.to_owned(),
        what,
    };
    let component = spec
        .components
        .get(&task.component)
        .ok_or_else(|| dangling("component", &task.component))?;
    for name in &task.dependent_tasks {
        let sibling = siblings
            .tasks
            .get(name)
            .ok_or_else(|| dangling("task", name))?;
        // An exit task has no node in the DAG that another could wait for.
        if sibling.is_exit_task() && !task.is_exit_task() {
            return Err(unsupported("waiting for an exit task"));
        }
    }
    if let ComponentBody::Executor(label) = &component.body {
        match spec
            .executors
            .get(label)
            .ok_or_else(|| dangling("executor", label))?
        {
            Executor::Importer(_) if task.condition.is_some() => {
                return Err(unsupported("triggerPolicy.condition on importer task"));
            }
            Executor::Container(_) | Executor::Importer(_) => {}
            Executor::Foreign => return Err(unsupported("this kind of executor")),
        }
    }
    Ok(())
}

/// Takes away, round by round, the tasks that wait for none of the rest.
fn check_order(name: &str, dag: &Dag) -> Result<(), SpecError> {
    let mut waiting: BTreeSet<&String> = dag.tasks.keys().collect();
    loop {
        let ready: Vec<&String> = waiting
            .iter()
            .copied()
            .filter(|key| {
                dag.tasks.get(*key).is_none_or(|task| {
                    !task
                        .dependent_tasks
                        .iter()
                        .any(|other| waiting.contains(other))
                })
            })
            .collect();
        if waiting.is_empty() {
            return Ok(());
        }
        if ready.is_empty() {
            let tasks: Vec<&str> = waiting.iter().map(|key| key.as_str()).collect();
            return Err(SpecError::Cycle {
                dag: name.to_owned(),
                tasks: tasks.join(", "),
            });
        }
        for key in ready {
            waiting.remove(key);
        }
    }
}

fn check_nesting<'a>(
    spec: &'a PipelineSpec,
    name: &'a str,
    path: &mut BTreeSet<&'a str>,
) -> Result<(), SpecError> {
    let Some(dag) = spec.component(name).and_then(super::Component::dag) else {
        return Ok(());
    };
    if !path.insert(name) {
        return Err(SpecError::Recursive {
            component: name.to_owned(),
        });
    }
    for task in dag.tasks.values() {
        check_nesting(spec, &task.component, path)?;
    }
    path.remove(name);
    Ok(())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn document(tasks: &Value) -> Value {
        json!({
            "pipelineInfo": {"name": "p"},
            "root": {"dag": {"tasks": tasks}},
            "components": {"comp-a": {"executorLabel": "exec-a"}, "comp-loop": {"dag": {"tasks": {"x": {"componentRef": {"name": "comp-loop"}}}}}},
            "deploymentSpec": {"executors": {"exec-a": {"container": {"image": "i"}}}},
        })
    }

    fn error(tasks: &Value) -> String {
        PipelineSpec::from_json(&document(tasks))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn names_the_task_whose_component_is_missing() {
        assert_eq!(
            error(&json!({"t": {"componentRef": {"name": "comp-b"}}})),
            "task `t` in `root` refers to component `comp-b`, which does not exist"
        );
    }

    #[test]
    fn finds_tasks_that_wait_for_each_other() {
        let task =
            |other: &str| json!({"componentRef": {"name": "comp-a"}, "dependentTasks": [other]});
        assert_eq!(
            error(&json!({"a": task("b"), "b": task("a")})),
            "the tasks of `root` wait for each other: a, b"
        );
    }

    #[test]
    fn finds_a_component_inside_itself() {
        assert_eq!(
            error(&json!({"t": {"componentRef": {"name": "comp-loop"}}})),
            "component `comp-loop` contains itself"
        );
    }

    #[test]
    fn refuses_a_dag_of_exit_tasks_alone() {
        let task = json!({"componentRef": {"name": "comp-a"}, "triggerPolicy": {"strategy": "ALL_UPSTREAM_TASKS_COMPLETED"}});
        assert_eq!(
            error(&json!({"t": task})),
            "DAG `root` must contain one or more non-exit tasks"
        );
    }

    #[test]
    fn says_where_a_part_has_another_shape() {
        let error =
            PipelineSpec::from_json(&document(&json!({"t": {"componentRef": 7}}))).unwrap_err();
        assert_eq!(
            error.to_string(),
            "`root.dag.tasks.t` in the pipeline spec cannot be read"
        );
    }
}
