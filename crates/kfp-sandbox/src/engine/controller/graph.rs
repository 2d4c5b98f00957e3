//! The nodes that the next task hangs on.

use super::pass::Pass;
use crate::engine::node::NodeType;

impl Pass<'_> {
    /// The last nodes of a node: itself for pods, those of its last tasks for a DAG, the last attempt of a retry node.
    pub(super) fn outbound(&self, id: &str) -> Vec<String> {
        let Some(node) = self.state.nodes.get(id) else {
            return Vec::new();
        };
        let through = |ids: &[String]| ids.iter().flat_map(|id| self.outbound(id)).collect();
        match node.node_type {
            NodeType::Skipped | NodeType::Pod => vec![node.id.clone()],
            NodeType::TaskGroup if node.children.is_empty() => vec![node.id.clone()],
            NodeType::TaskGroup => through(&node.children),
            NodeType::Retry => node.children.last().cloned().into_iter().collect(),
            NodeType::Dag => through(&node.outbound),
        }
    }
}
