//! How many pods of a node are done.

use std::collections::HashMap;

use super::pass::Pass;
use crate::engine::node::{NodeType, Phase};

impl Pass<'_> {
    /// Counts pods upwards through the boundaries; attempts of a retry node count for it too.
    pub(super) fn update_progress(&mut self) {
        let mut counts: HashMap<String, (u32, u32)> = HashMap::new();
        let nodes = &self.state.nodes;
        // Attempts bear the retry node's name with a number; an exit hook among its children does not.
        let retry_of: HashMap<&str, &str> = nodes
            .iter()
            .filter(|node| node.node_type == NodeType::Retry)
            .flat_map(|node| {
                node.children
                    .iter()
                    .map(move |child| (child.as_str(), node))
            })
            .filter(|(child, retry)| {
                let child = nodes.get(child);
                child.is_some_and(|child| {
                    child
                        .name
                        .strip_prefix(&retry.name)
                        .is_some_and(|rest| rest.starts_with('('))
                })
            })
            .map(|(child, retry)| (child, retry.id.as_str()))
            .collect();
        for pod in nodes.iter().filter(|node| node.node_type == NodeType::Pod) {
            let done = u32::from(pod.phase == Phase::Succeeded);
            let mut at = Some(pod.id.as_str());
            while let Some(id) = at {
                for counted in [Some(id), retry_of.get(id).copied()].into_iter().flatten() {
                    let count = counts.entry(counted.to_owned()).or_default();
                    count.0 += done;
                    count.1 += 1;
                }
                at = nodes.get(id).and_then(|node| node.boundary_id.as_deref());
            }
        }
        for node in self.state.nodes.iter_mut() {
            node.progress = counts.get(&node.id).copied().unwrap_or_default();
        }
    }
}
