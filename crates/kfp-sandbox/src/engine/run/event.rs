//! Events of the controller about the workflow.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::engine::controller::WorkflowPhase;
use crate::engine::node::{Node, Nodes, Phase};

/// An event about a workflow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowEvent {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// A warning, or normal.
    pub is_warning: bool,
    /// Argo's word for it.
    pub reason: String,
    /// A sentence.
    pub message: String,
}

/// The events of one pass, from the phases before and after it.
pub(super) fn of_pass(
    before: &[(String, Phase)],
    nodes: &Nodes,
    phase_before: WorkflowPhase,
    phase: WorkflowPhase,
    at: OffsetDateTime,
) -> Vec<WorkflowEvent> {
    let mut events = Vec::new();
    let mut push = |is_warning, reason: &str, message: String| {
        events.push(WorkflowEvent {
            at,
            is_warning,
            reason: reason.to_owned(),
            message,
        });
    };
    if phase_before == WorkflowPhase::Pending && phase != WorkflowPhase::Pending {
        push(false, "WorkflowRunning", "Workflow Running".to_owned());
    }
    let known: std::collections::HashMap<&str, Phase> = before
        .iter()
        .map(|(id, phase)| (id.as_str(), *phase))
        .collect();
    for node in nodes
        .iter()
        .filter(|node| known.get(node.id.as_str()) != Some(&node.phase))
    {
        if let Some((is_warning, reason)) = reason(node) {
            let message = if node.message.is_empty() {
                String::new()
            } else {
                format!(": {}", node.message)
            };
            push(
                is_warning,
                reason,
                format!("{} node {}{message}", node.phase, node.name),
            );
        }
    }
    if phase_before != phase {
        match phase {
            WorkflowPhase::Succeeded => {
                push(false, "WorkflowSucceeded", "Workflow completed".to_owned());
            }
            WorkflowPhase::Failed | WorkflowPhase::Error => {
                push(true, "WorkflowFailed", String::new());
            }
            _ => {}
        }
    }
    events
}

fn reason(node: &Node) -> Option<(bool, &'static str)> {
    match node.phase {
        Phase::Pending => Some((!node.message.is_empty(), "WorkflowNodePending")),
        Phase::Running => Some((false, "WorkflowNodeRunning")),
        Phase::Succeeded => Some((false, "WorkflowNodeSucceeded")),
        Phase::Failed => Some((true, "WorkflowNodeFailed")),
        Phase::Error => Some((true, "WorkflowNodeError")),
        Phase::Skipped | Phase::Omitted => None,
    }
}
