//! Nodes: what became of them, their ids, what is known of them at a time.

use std::collections::BTreeSet;

/// What became of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::seed) enum Phase {
    Pending,
    Running,
    Succeeded,
    Failed,
    Skipped,
    Omitted,
}

impl Phase {
    /// The state of a row; an omitted node's row has none.
    pub(in crate::seed) fn state(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Succeeded => "SUCCEEDED",
            Self::Failed => "FAILED",
            Self::Skipped => "SKIPPED",
            Self::Omitted => "",
        }
    }
}

/// A node of a workflow.
#[derive(Clone, Debug)]
pub(in crate::seed) struct Node {
    /// Its path, for example `.root.train.executor`; empty for the workflow's own.
    pub(in crate::seed) path: String,
    pub(in crate::seed) phase: Phase,
    pub(in crate::seed) start: i64,
    /// `None` while it has not ended.
    pub(in crate::seed) end: Option<i64>,
    /// Paths of the nodes that came next.
    pub(in crate::seed) children: Vec<String>,
}

impl Node {
    /// The last part of its path.
    pub(in crate::seed) fn display_name<'a>(&'a self, workflow: &'a str) -> &'a str {
        self.path
            .rsplit('.')
            .next()
            .filter(|name| !name.is_empty())
            .unwrap_or(workflow)
    }
}

/// The id of a node of `workflow`: the workflow's name and a hash of the node's.
pub(in crate::seed) fn node_id(workflow: &str, path: &str) -> String {
    crate::engine::node::node_id(workflow, &format!("{workflow}{path}"))
}

/// What is known of a run that was stopped at `time`, or that is looked at then: later nodes do not exist, open ones
/// have `open` as their phase.
pub(in crate::seed) fn cut(nodes: Vec<Node>, time: i64, open: Phase) -> Vec<Node> {
    let known: BTreeSet<String> = nodes
        .iter()
        .filter(|node| node.start <= time)
        .map(|node| node.path.clone())
        .collect();
    nodes
        .into_iter()
        .filter(|node| node.start <= time)
        .map(|mut node| {
            if node.end.is_none_or(|end| end > time) {
                let is_new_pod = is_pod(&node.path) && time - node.start < POD_START_SECONDS;
                node.phase = if open == Phase::Running && is_new_pod {
                    Phase::Pending
                } else {
                    open
                };
                node.end = (open == Phase::Failed).then_some(time);
            }
            node.children.retain(|child| known.contains(child));
            node
        })
        .collect()
}

/// How long a pod is pending.
const POD_START_SECONDS: i64 = 4;

fn is_pod(path: &str) -> bool {
    path.ends_with(".executor") || path.ends_with("-driver")
}

/// How many containers ran.
pub(in crate::seed) fn count_containers(nodes: &[Node]) -> u64 {
    nodes
        .iter()
        .filter(|node| node.path.ends_with(".executor"))
        .count()
        .max(1) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The hash is FNV-1a in 32 bits, of which "foobar" is a published test vector.
    #[test]
    fn ids_are_hashes_of_names() {
        assert_eq!(node_id("hello-4vfb2", ""), "hello-4vfb2");
        assert_eq!(node_id("foo", "bar"), format!("foo-{}", 0xbf9c_f968_u32));
    }
}
