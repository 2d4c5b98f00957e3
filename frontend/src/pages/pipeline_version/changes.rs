//! What two versions of a pipeline differ in, as far as people ask for it first: inputs, tasks and images. Pure.

use std::collections::BTreeMap;

use kfp_core::spec::{CompiledPipeline, GraphTask, ParameterSpec, PipelineGraph, TaskKind};

/// What differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    /// Inputs by their names.
    pub(super) inputs: Sides,
    /// Tasks by their paths.
    pub(super) tasks: Sides,
    /// Images of tasks that both have.
    pub(super) images: Vec<NewImage>,
}

/// What one of them alone has, and what both have and is not the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) added: Vec<String>,
    pub(super) removed: Vec<String>,
    pub(super) changed: Vec<String>,
}

/// A task that runs in another image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NewImage {
    /// The path of the task.
    pub(super) task: String,
    pub(super) old: Option<String>,
    pub(super) new: Option<String>,
}

impl Changes {
    /// From one pipeline to the other.
    pub(super) fn of(old: &CompiledPipeline, new: &CompiledPipeline) -> Self {
        let (old_graph, new_graph) = (old.spec.graph(), new.spec.graph());
        let (old_tasks, new_tasks) = (tasks(&old_graph), tasks(&new_graph));
        let images = new_tasks.iter().filter_map(|(path, task)| {
            let before = old_tasks.get(path)?;
            let (old, new) = (image(before), image(task));
            (old != new).then(|| NewImage {
                task: (*path).to_owned(),
                old: old.map(str::to_owned),
                new: new.map(str::to_owned),
            })
        });
        Self {
            inputs: Sides::of(&inputs(old), &inputs(new), |old, new| old == new),
            images: images.collect(),
            tasks: Sides::of(&old_tasks, &new_tasks, |old, new| is_same(old, new)),
        }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Sides {
    fn of<T>(
        old: &BTreeMap<&str, T>,
        new: &BTreeMap<&str, T>,
        is_same: impl Fn(&T, &T) -> bool,
    ) -> Self {
        let missing_in = |one: &BTreeMap<&str, T>, other: &BTreeMap<&str, T>| {
            let names = one.keys().filter(|name| !other.contains_key(*name));
            names.map(|name| (*name).to_owned()).collect()
        };
        let both = new.iter().filter(|(name, new)| {
            let old = old.get(*name);
            old.is_some_and(|old| !is_same(old, new))
        });
        Self {
            added: missing_in(new, old),
            removed: missing_in(old, new),
            changed: both.map(|(name, _)| (*name).to_owned()).collect(),
        }
    }
}

fn inputs(pipeline: &CompiledPipeline) -> BTreeMap<&str, &ParameterSpec> {
    pipeline.spec.inputs().collect()
}

fn tasks(graph: &PipelineGraph) -> BTreeMap<&str, &GraphTask> {
    // What is named and not there is no task.
    let tasks = graph
        .tasks
        .iter()
        .filter(|task| task.kind != TaskKind::Missing);
    tasks.map(|task| (task.path.as_str(), task)).collect()
}

fn image(task: &GraphTask) -> Option<&str> {
    match &task.kind {
        TaskKind::Executor { image } => image.as_deref(),
        _ => None,
    }
}

/// Whether a task is the same but for its image, which is told by itself.
fn is_same(old: &GraphTask, new: &GraphTask) -> bool {
    let kind = match (&old.kind, &new.kind) {
        (TaskKind::Executor { .. }, TaskKind::Executor { .. }) => true,
        (old, new) => old == new,
    };
    kind && old.condition == new.condition
        && old.always_runs == new.always_runs
        && old.is_cached == new.is_cached
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn pipeline(change: impl FnOnce(&mut Value)) -> CompiledPipeline {
        let mut spec = json!({
            "pipelineInfo": {"name": "churn"},
            "schemaVersion": "2.1.0",
            "root": {
                "inputDefinitions": {"parameters": {
                    "rows": {"parameterType": "NUMBER_INTEGER", "defaultValue": 10},
                    "who": {"parameterType": "STRING"},
                }},
                "dag": {"tasks": {
                    "load": {"componentRef": {"name": "comp-say"}},
                    "train": {"componentRef": {"name": "comp-say"}, "dependentTasks": ["load"]},
                }},
            },
            "components": {"comp-say": {"executorLabel": "exec-say"}},
            "deploymentSpec": {"executors": {"exec-say": {"container": {"image": "python:3.11"}}}},
        });
        change(&mut spec);
        CompiledPipeline::from_value(spec).expect("a pipeline")
    }

    #[test]
    fn equal_pipelines_have_no_changes() {
        assert!(Changes::of(&pipeline(|_| {}), &pipeline(|_| {})).is_empty());
    }

    #[test]
    fn inputs_tasks_and_images_are_told_each_by_itself() {
        let new = pipeline(|spec| {
            let inputs = &mut spec["root"]["inputDefinitions"]["parameters"];
            inputs["rows"]["defaultValue"] = json!(20);
            inputs["rate"] = json!({"parameterType": "NUMBER_DOUBLE"});
            inputs.as_object_mut().expect("inputs").remove("who");
            let tasks = &mut spec["root"]["dag"]["tasks"];
            tasks.as_object_mut().expect("tasks").remove("load");
            tasks["report"] = json!({"componentRef": {"name": "comp-say"}});
            tasks["train"]["cachingOptions"] = json!({"enableCache": true});
            spec["deploymentSpec"]["executors"]["exec-say"]["container"]["image"] =
                json!("python:3.12");
        });
        let changes = Changes::of(&pipeline(|_| {}), &new);
        assert_eq!(changes.inputs.added, ["rate"]);
        assert_eq!(changes.inputs.removed, ["who"]);
        assert_eq!(changes.inputs.changed, ["rows"]);
        assert_eq!(changes.tasks.added, ["report"]);
        assert_eq!(changes.tasks.removed, ["load"]);
        assert_eq!(changes.tasks.changed, ["train"]);
        let image = |name: &str| Some(name.to_owned());
        assert_eq!(
            changes.images,
            [NewImage {
                task: "train".to_owned(),
                old: image("python:3.11"),
                new: image("python:3.12"),
            }]
        );
    }
}
