//! What a task is.

use serde_json::Value;

use super::super::component::{ComponentSpec, PipelineSpec, TaskSpec};
use super::names::without_prefix;

/// What a task is.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TaskKind {
    /// An executor runs it.
    Executor {
        /// The image it runs in.
        image: Option<String>,
    },
    /// It brings a file from elsewhere into the pipeline.
    Importer,
    /// A group: a pipeline that is used as a component.
    Pipeline,
    /// A group: its tasks run once for each item.
    Loop(LoopOf),
    /// A group: its tasks run where its condition holds.
    Condition,
    /// A group: at most one of the conditions in it holds.
    Branches,
    /// A group: whatever becomes of its tasks, what comes after it runs.
    ExitHandler,
    /// The spec has no such component.
    NoComponent {
        /// The name it has for it.
        component: String,
    },
    /// The spec has no such task, though another one names it.
    Missing,
}

/// What a loop goes over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoopOf {
    /// The items.
    pub items: LoopItems,
    /// How many run at a time, where the pipeline says so.
    pub at_a_time: Option<u64>,
}

/// The items of a loop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LoopItems {
    /// So many that stand in the spec.
    Constant(usize),
    /// Those of an input or of another task's output, by its name without the prefixes of the compiler.
    Input(String),
    /// The spec does not say.
    Unknown,
}

impl TaskKind {
    /// Whether tasks belong to it.
    pub fn is_group(&self) -> bool {
        matches!(
            self,
            Self::Pipeline | Self::Loop(_) | Self::Condition | Self::Branches | Self::ExitHandler
        )
    }

    pub(super) fn of(spec: &PipelineSpec, key: &str, task: &TaskSpec) -> Self {
        let name = task
            .component_ref
            .as_ref()
            .map_or("", |component| component.name.as_str());
        let Some(component) = spec.components.get(name) else {
            let component = name.to_owned();
            return Self::NoComponent { component };
        };
        if component.dag.is_none() {
            return executed(spec, component);
        }
        if let Some(over) = loop_of(task) {
            return Self::Loop(over);
        }
        if condition_of(task).is_some() {
            return Self::Condition;
        }
        // The compiler gives these groups no mark but their keys.
        let is_numbered = |kind: &str| {
            let number = key.strip_prefix(kind).filter(|number| !number.is_empty());
            number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        };
        if is_numbered("condition-branches-") {
            Self::Branches
        } else if is_numbered("exit-handler-") {
            Self::ExitHandler
        } else {
            Self::Pipeline
        }
    }
}

/// The condition of a task, as it stands in the spec.
pub(super) fn condition_of(task: &TaskSpec) -> Option<&str> {
    let policy = task.unknown.get("triggerPolicy")?;
    let condition = policy.get("condition")?.as_str()?;
    (!condition.is_empty()).then_some(condition)
}

/// Whether it runs however the tasks before it ended.
pub(super) fn always_runs(task: &TaskSpec) -> bool {
    let policy = task.unknown.get("triggerPolicy");
    let strategy = policy.and_then(|policy| policy.get("strategy"));
    strategy.and_then(Value::as_str) == Some("ALL_UPSTREAM_TASKS_COMPLETED")
}

fn executed(spec: &PipelineSpec, component: &ComponentSpec) -> TaskKind {
    let executors = spec.deployment_spec.get("executors");
    let executor = executors.and_then(|executors| executors.get(&component.executor_label));
    if executor.is_some_and(|executor| executor.get("importer").is_some()) {
        return TaskKind::Importer;
    }
    let container = executor.and_then(|executor| executor.get("container"));
    let image = container.and_then(|container| container.get("image")?.as_str());
    TaskKind::Executor {
        image: image.map(str::to_owned),
    }
}

fn loop_of(task: &TaskSpec) -> Option<LoopOf> {
    let unknown = &task.unknown;
    let values = unknown.get("parameterIterator");
    let iterator = values.or_else(|| unknown.get("artifactIterator"))?;
    let items = iterator.get("items");
    let raw = items.and_then(|items| items.get("raw")?.as_str());
    let named = |name: &str| items.and_then(|items| items.get(name)?.as_str());
    let input = named("inputParameter").or_else(|| named("inputArtifact"));
    let constant = raw.and_then(|raw| serde_json::from_str::<Vec<serde::de::IgnoredAny>>(raw).ok());
    let items = match (constant, input) {
        (Some(items), _) => LoopItems::Constant(items.len()),
        (None, Some(input)) => LoopItems::Input(without_prefix(input).to_owned()),
        (None, None) => LoopItems::Unknown,
    };
    let policy = unknown.get("iteratorPolicy");
    Some(LoopOf {
        items,
        at_a_time: policy.and_then(|policy| policy.get("parallelismLimit")?.as_u64()),
    })
}
