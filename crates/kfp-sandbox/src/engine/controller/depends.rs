//! Whether what a task waits for has come about.

use super::pass::Pass;
use crate::engine::node::Phase;
use crate::engine::template::DagTask;

/// What a task's dependencies say.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    /// One of them has not ended.
    Waiting,
    /// All succeeded.
    Ready,
    /// All ended, one not well.
    Omitted,
}

impl Pass<'_> {
    pub(super) fn readiness(&self, dag: &str, task: &DagTask) -> Readiness {
        let mut succeeded = true;
        for dependency in &task.depends {
            let name = format!("{dag}.{dependency}");
            let Some(node) = self
                .state
                .nodes
                .named(&name)
                .filter(|node| node.is_fulfilled())
            else {
                return Readiness::Waiting;
            };
            if self
                .state
                .nodes
                .named(&format!("{name}.onExit"))
                .is_some_and(|hook| !hook.is_fulfilled())
            {
                return Readiness::Waiting;
            }
            succeeded &= node.phase == Phase::Succeeded;
        }
        if succeeded {
            Readiness::Ready
        } else {
            Readiness::Omitted
        }
    }
}
