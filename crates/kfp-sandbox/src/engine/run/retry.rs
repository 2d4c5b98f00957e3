//! Terminating and retrying, as the server does it to the workflow's object.
//!
//! # Spec
//! <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/src/common/util/workflow.go#L200>

use std::collections::HashSet;

use time::{Duration, OffsetDateTime};

use super::workflow_run::WorkflowRun;
use crate::engine::controller::WorkflowPhase;
use crate::engine::node::{NodeType, Phase};
use crate::engine::report::RunState;

/// Why a run is not retried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("workflow must be Failed/Error to retry")]
pub struct RetryError;

impl WorkflowRun {
    /// Takes away all time that is left. Whether there was anything to end.
    pub(crate) fn terminate(&mut self, now: OffsetDateTime) -> bool {
        if self.state.phase.is_end() || self.state.terminated {
            return false;
        }
        self.state.terminated = true;
        self.report.cancel();
        self.dirty.touched = true;
        // The agent sees the change as soon as the controller does, and reports first.
        let seen = now + Duration::seconds(1);
        if self.state.phase == WorkflowPhase::Pending {
            // The first report and the first pass come when they come.
            self.report_at.get_or_insert(seen);
        } else {
            self.report_at = Some(seen);
            self.next_pass = Some(seen);
        }
        true
    }

    /// The names of the hooks that begin anew: that of the run, and those that failed. Reopened, a failed hook would
    /// keep the task from ending whose end it waits for.
    fn dropped_hooks(&self) -> Vec<String> {
        let failed = self.state.nodes.iter().filter(|node| {
            node.hooked && matches!(node.phase, Phase::Failed | Phase::Error | Phase::Omitted)
        });
        let mut names: Vec<String> = failed.map(|node| node.name.clone()).collect();
        names.push(format!("{}.onExit", self.state.name));
        names
    }

    /// Starts again from what succeeded: keeps those nodes, reopens the DAGs, drops the rest with its pods.
    pub(crate) fn retry(&mut self, now: OffsetDateTime) -> Result<(), RetryError> {
        if !matches!(
            self.state.phase,
            WorkflowPhase::Failed | WorkflowPhase::Error
        ) {
            return Err(RetryError);
        }
        let dropped = self.dropped_hooks();
        let is_dropped = |name: &str| {
            dropped.iter().any(|hook| {
                name.strip_prefix(hook.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '(']))
            })
        };
        for node in self.state.nodes.iter_mut() {
            let is_reopened = matches!(node.phase, Phase::Failed | Phase::Error | Phase::Omitted)
                && node.node_type == NodeType::Dag;
            if is_reopened && !is_dropped(&node.name) {
                node.phase = Phase::Running;
                node.message.clear();
                node.finished_at = None;
            }
        }
        self.state.nodes.retain(|node| {
            matches!(
                node.phase,
                Phase::Succeeded | Phase::Skipped | Phase::Running
            ) && !is_dropped(&node.name)
        });
        let kept: HashSet<String> = self
            .state
            .nodes
            .iter()
            .map(|node| node.id.clone())
            .collect();
        for node in self.state.nodes.iter_mut() {
            node.children.retain(|id| kept.contains(id));
            node.outbound.retain(|id| kept.contains(id));
        }
        self.state.pods.retain(|id, _| kept.contains(id));
        self.state.phase = WorkflowPhase::Running;
        self.state.finished_at = None;
        self.state.terminated = false;
        self.retry_generation += 1;
        self.report.set_state(RunState::Running, now);
        self.report.finished_at = None;
        self.dirty.touched = true;
        self.next_pass = Some(now);
        Ok(())
    }
}
