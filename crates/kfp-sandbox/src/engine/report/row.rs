//! Rows of `task_details`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::engine::node::{Node, Phase};
use crate::engine::program::seed;

/// A row of `task_details`. It tells neither the node's id nor its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskRow {
    /// The run.
    pub run_id: String,
    /// Random, and the same for the row's whole life.
    pub task_id: String,
    /// The node's display name.
    pub display_name: String,
    /// When the workflow was made.
    #[serde(with = "time::serde::rfc3339")]
    pub create_time: OffsetDateTime,
    /// When the node was made.
    #[serde(with = "time::serde::rfc3339")]
    pub start_time: OffsetDateTime,
    /// When it ended.
    #[serde(with = "time::serde::rfc3339::option")]
    pub end_time: Option<OffsetDateTime>,
    /// Its state.
    pub state: RowState,
    /// Its states so far, with the times of the reports.
    pub history: Vec<HistoryEntry>,
    /// Ids of the nodes that came next.
    pub child_tasks: Vec<String>,
}

/// A state with the time of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// The state.
    pub state: RowState,
}

/// The state of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[expect(
    missing_docs,
    reason = "named as the API names them; omitted nodes have no state on the wire"
)]
pub enum RowState {
    Pending,
    Running,
    Succeeded,
    Failed,
    Skipped,
    Omitted,
}

impl RowState {
    /// As the API writes it; nothing for an omitted node.
    pub fn as_str(self) -> Option<&'static str> {
        match self {
            Self::Pending => Some("PENDING"),
            Self::Running => Some("RUNNING"),
            Self::Succeeded => Some("SUCCEEDED"),
            Self::Failed => Some("FAILED"),
            Self::Skipped => Some("SKIPPED"),
            Self::Omitted => None,
        }
    }
}

impl From<Phase> for RowState {
    fn from(phase: Phase) -> Self {
        match phase {
            Phase::Pending => Self::Pending,
            Phase::Running => Self::Running,
            Phase::Succeeded => Self::Succeeded,
            Phase::Failed | Phase::Error => Self::Failed,
            Phase::Skipped => Self::Skipped,
            Phase::Omitted => Self::Omitted,
        }
    }
}

/// A node as a report shows it.
#[derive(Clone, Debug)]
pub(crate) struct SeenNode<'a> {
    pub(crate) id: &'a str,
    pub(crate) display_name: &'a str,
    pub(crate) state: RowState,
    pub(crate) started_at: OffsetDateTime,
    pub(crate) finished_at: Option<OffsetDateTime>,
    pub(crate) children: Vec<String>,
}

impl<'a> From<&'a Node> for SeenNode<'a> {
    fn from(node: &'a Node) -> Self {
        Self {
            id: &node.id,
            display_name: &node.display_name,
            state: node.phase.into(),
            started_at: node.started_at,
            finished_at: node.finished_at,
            children: node.children.clone(),
        }
    }
}

impl TaskRow {
    pub(super) fn new(run_id: &str, node: &SeenNode<'_>, create_time: OffsetDateTime) -> Self {
        Self {
            run_id: run_id.to_owned(),
            task_id: random_id(run_id, node.id),
            display_name: node.display_name.to_owned(),
            create_time,
            start_time: node.started_at,
            end_time: node.finished_at,
            state: node.state,
            history: Vec::new(),
            child_tasks: Vec::new(),
        }
    }

    /// Takes in the node; whether anything changed.
    pub(super) fn update(&mut self, node: &SeenNode<'_>, at: OffsetDateTime) -> bool {
        let before = self.clone();
        if self.history.last().map(|entry| entry.state) != Some(node.state) {
            self.history.push(HistoryEntry {
                at,
                state: node.state,
            });
        }
        self.state = node.state;
        self.start_time = node.started_at;
        self.end_time = node.finished_at;
        self.child_tasks.clone_from(&node.children);
        *self != before
    }

    /// As the API writes it, zero values left out.
    pub fn to_json(&self) -> Value {
        let mut row = json!({
            "run_id": self.run_id,
            "task_id": self.task_id,
            "display_name": self.display_name,
            "create_time": rfc3339(Some(self.create_time)),
            "start_time": rfc3339(Some(self.start_time)),
            "end_time": rfc3339(self.end_time),
        });
        let Some(members) = row.as_object_mut() else {
            return row;
        };
        if let Some(state) = self.state.as_str() {
            members.insert("state".to_owned(), json!(state));
        }
        let history = self.history.iter().map(|entry| match entry.state.as_str() {
            Some(state) => json!({"update_time": rfc3339(Some(entry.at)), "state": state}),
            None => json!({"update_time": rfc3339(Some(entry.at))}),
        });
        members.insert("state_history".to_owned(), history.collect());
        if !self.child_tasks.is_empty() {
            members.insert(
                "child_tasks".to_owned(),
                self.child_tasks
                    .iter()
                    .map(|id| json!({"pod_name": id}))
                    .collect(),
            );
        }
        row
    }
}

/// Go's zero time stands for "not yet".
fn rfc3339(at: Option<OffsetDateTime>) -> String {
    at.and_then(|at| at.format(&Rfc3339).ok())
        .unwrap_or_else(|| "0001-01-01T00:00:00Z".to_owned())
}

fn random_id(run_id: &str, node_id: &str) -> String {
    let (high, low) = (
        seed(&[run_id, node_id, "high"]),
        seed(&[run_id, node_id, "low"]),
    );
    uuid::Builder::from_u128(u128::from(high) << 64 | u128::from(low))
        .with_variant(uuid::Variant::RFC4122)
        .with_version(uuid::Version::Random)
        .into_uuid()
        .to_string()
}
