//! One node.

use std::fmt;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::engine::template::{Parameter, PodKind};

/// A node of a workflow.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Node {
    /// Computed from the name.
    pub id: String,
    /// The path from the workflow.
    pub name: String,
    /// The last element of the path.
    pub display_name: String,
    /// What it is.
    pub node_type: NodeType,
    /// The template it comes from.
    pub template: String,
    /// How far it is.
    pub phase: Phase,
    /// Why it is so far and no further; empty if there is nothing to say.
    pub message: String,
    /// The DAG node it was made in.
    pub boundary_id: Option<String>,
    /// What came next; not what it contains.
    pub children: Vec<String>,
    /// Of a finished DAG: the nodes that the next task hangs on.
    pub outbound: Vec<String>,
    /// What it was given.
    pub inputs: Vec<Parameter>,
    /// What it gave.
    pub outputs: Option<NodeOutputs>,
    /// An attempt below a retry node.
    pub retried: bool,
    /// An exit hook.
    pub hooked: bool,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub started_at: OffsetDateTime,
    /// When it ended.
    #[serde(with = "time::serde::rfc3339::option")]
    pub finished_at: Option<OffsetDateTime>,
    /// The machine its pod ran on.
    pub host: Option<String>,
    /// Of a pod: whether its outputs are in. An end counts only with them.
    pub synced: Option<bool>,
    /// Of a pod: the program it runs.
    pub pod_kind: Option<PodKind>,
    /// Pods below it that are done, and all of them.
    pub progress: (u32, u32),
}

/// What a node gave.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeOutputs {
    /// Parameters in the template's order.
    pub parameters: Vec<OutputValue>,
    /// The exit code of the container `main`.
    pub exit_code: Option<i32>,
    /// Where in the object store the log lies.
    pub log_key: Option<String>,
}

/// A parameter that a pod gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutputValue {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum NodeType {
    /// Runs tasks.
    #[serde(rename = "DAG")]
    Dag,
    /// Runs a pod.
    Pod,
    /// Stands for its attempts.
    Retry,
    /// Stands for the items of a loop.
    TaskGroup,
    /// Did not run.
    Skipped,
}

impl fmt::Display for NodeType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Dag => "DAG",
            Self::Pod => "Pod",
            Self::Retry => "Retry",
            Self::TaskGroup => "TaskGroup",
            Self::Skipped => "Skipped",
        })
    }
}

/// How far a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Phase {
    /// Its pod waits.
    Pending,
    /// It runs.
    Running,
    /// It did what it should.
    Succeeded,
    /// What it ran failed.
    Failed,
    /// What runs it failed.
    Error,
    /// Its condition was false.
    Skipped,
    /// Something before it did not succeed.
    Omitted,
}

impl Phase {
    /// Whether nothing comes after it.
    pub fn is_end(self) -> bool {
        !matches!(self, Self::Pending | Self::Running)
    }

    /// Whether it ran to an end.
    pub fn is_completed(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Error)
    }

    /// Whether it ended badly.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::Error)
    }
}

impl fmt::Display for Phase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl Node {
    /// Whether nothing more comes of it: it ended and its outputs are in.
    pub fn is_fulfilled(&self) -> bool {
        self.phase.is_end() && self.synced != Some(false)
    }

    /// The value of an input.
    pub fn input(&self, name: &str) -> Option<&str> {
        self.inputs
            .iter()
            .find(|input| input.name == name)?
            .value
            .as_deref()
    }

    /// The value of an output parameter.
    pub fn output(&self, name: &str) -> Option<&str> {
        let outputs = self.outputs.as_ref()?;
        outputs
            .parameters
            .iter()
            .find(|output| output.name == name)
            .map(|output| output.value.as_str())
    }
}
