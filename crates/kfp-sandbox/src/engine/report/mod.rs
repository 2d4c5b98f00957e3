//! What the server tells of a run: its state and one row per node, from the reports of the persistence agent.

mod row;
mod state;

pub(crate) use row::SeenNode;
pub use row::{RowState, TaskRow};
pub use state::{RunState, RunStateEntry};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::engine::controller::WorkflowPhase;
use crate::engine::node::Nodes;

/// The server's view of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Report {
    /// Its state.
    pub state: RunState,
    /// Its states so far.
    pub history: Vec<RunStateEntry>,
    /// When the server saw it end.
    #[serde(with = "time::serde::rfc3339::option")]
    pub finished_at: Option<OffsetDateTime>,
    /// Rows by node id. Rows of nodes that a retry dropped stay.
    pub rows: BTreeMap<String, TaskRow>,
    /// The workflow is so large that its nodes are stored compressed, which the agent does not unpack: rows stay as
    /// they were.
    pub is_frozen: bool,
    /// The agent has reported the workflow at least once: only then does the server know its text.
    #[serde(default)]
    pub is_known: bool,
}

impl Report {
    /// A run that was just made.
    pub(crate) fn new(at: OffsetDateTime) -> Self {
        let history = vec![RunStateEntry {
            at,
            state: Some(RunState::Pending),
        }];
        Self {
            state: RunState::Pending,
            history,
            finished_at: None,
            rows: BTreeMap::new(),
            is_frozen: false,
            is_known: false,
        }
    }

    /// The server notes a state with its time, unless the last one noted is the same.
    pub(crate) fn set_state(&mut self, state: RunState, at: OffsetDateTime) {
        let entry = RunStateEntry {
            at,
            state: (state != RunState::Unspecified).then_some(state),
        };
        if self.history.last().map(|last| last.state) != Some(entry.state) {
            self.history.push(entry);
        }
        if self.state != state {
            self.state = state;
            self.finished_at = state.is_end().then_some(at);
        }
    }

    /// The server is asked to end the run: the state changes at once, its history only with the next report.
    pub(crate) fn cancel(&mut self) {
        self.state = RunState::Canceling;
    }

    /// Takes in what the workflow looks like; returns the ids of the nodes whose rows changed.
    pub(crate) fn update(
        &mut self,
        run_id: &str,
        phase: WorkflowPhase,
        is_terminating: bool,
        nodes: &Nodes,
        created_at: OffsetDateTime,
        at: OffsetDateTime,
    ) -> Vec<String> {
        self.is_known = true;
        let state = match phase {
            WorkflowPhase::Pending | WorkflowPhase::Running if is_terminating => {
                RunState::Canceling
            }
            WorkflowPhase::Pending => RunState::Unspecified,
            WorkflowPhase::Running => RunState::Running,
            WorkflowPhase::Succeeded => RunState::Succeeded,
            WorkflowPhase::Failed | WorkflowPhase::Error => RunState::Failed,
        };
        self.set_state(state, at);
        if self.is_frozen {
            return Vec::new();
        }
        let mut changed = Vec::new();
        for node in nodes.iter().map(SeenNode::from) {
            if self.see(run_id, &node, created_at, at) {
                changed.push(node.id.to_owned());
            }
        }
        changed
    }

    /// Takes in a node of a workflow that was made at `created_at`; whether its row changed.
    pub(crate) fn see(
        &mut self,
        run_id: &str,
        node: &SeenNode<'_>,
        created_at: OffsetDateTime,
        at: OffsetDateTime,
    ) -> bool {
        self.rows
            .entry(node.id.to_owned())
            .or_insert_with(|| TaskRow::new(run_id, node, created_at))
            .update(node, at)
    }

    /// Rows in the server's order, which is that of their random ids.
    pub fn sorted_rows(&self) -> Vec<&TaskRow> {
        let mut rows: Vec<&TaskRow> = self.rows.values().collect();
        rows.sort_by(|left, right| left.task_id.cmp(&right.task_id));
        rows
    }
}
