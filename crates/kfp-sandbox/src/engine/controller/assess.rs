//! Whether a DAG has ended, and how.

use std::collections::{HashMap, HashSet, VecDeque};

use super::pass::Pass;
use crate::engine::node::{Node, NodeType, Phase};

/// What becomes of a DAG.
#[derive(Debug)]
pub(super) struct Assessment {
    pub(super) phase: Phase,
    /// Groups of items that a retry left open although all their items have ended.
    pub(super) groups: Vec<(String, Phase)>,
}

impl Pass<'_> {
    /// Goes through everything that came after the DAG's first tasks. An omitted task takes the phase of what came
    /// before it, so a failure reaches the last tasks and through them the DAG; as long as anything runs, it runs.
    pub(super) fn assess(&self, boundary: &str, targets: &[String]) -> Assessment {
        let running = |groups| Assessment {
            phase: Phase::Running,
            groups,
        };
        let mut groups = Vec::new();
        let mut phases: HashMap<String, Option<Phase>> =
            targets.iter().map(|name| (self.id(name), None)).collect();
        let Some(node) = self.state.nodes.get(boundary) else {
            return running(groups);
        };
        let mut queue: VecDeque<(String, Phase)> = node
            .children
            .iter()
            .map(|child| (child.clone(), Phase::Succeeded))
            .collect();
        let mut seen: HashSet<(String, bool)> = HashSet::new();
        while let Some((id, inherited)) = queue.pop_front() {
            if !seen.insert((id.clone(), inherited.is_failure())) {
                continue;
            }
            let Some(node) = self.state.nodes.get(&id) else {
                return running(groups);
            };
            let phase = if node.is_fulfilled() {
                if node.phase.is_completed() {
                    node.phase
                } else {
                    inherited
                }
            } else {
                let Some(phase) = self.group_phase(node) else {
                    return running(groups);
                };
                groups.push((node.name.clone(), phase));
                phase
            };
            if let Some(known) = phases.get_mut(&id)
                && !known.is_some_and(Phase::is_failure)
            {
                *known = Some(phase);
            }
            queue.extend(
                self.next_nodes(node)
                    .into_iter()
                    .map(|child| (child, phase)),
            );
        }
        let mut result = Phase::Succeeded;
        for target in targets {
            match phases.get(&self.id(target)).copied().flatten() {
                None => result = Phase::Running,
                Some(phase) if phase.is_failure() => return Assessment { phase, groups },
                Some(_) => {}
            }
        }
        Assessment {
            phase: result,
            groups,
        }
    }

    fn next_nodes(&self, node: &Node) -> Vec<String> {
        if node.node_type != NodeType::Retry {
            return node.children.clone();
        }
        // A retry node speaks for its attempts; what came after them goes on.
        let children = node
            .children
            .iter()
            .rev()
            .filter_map(|id| self.state.nodes.get(id));
        children
            .flat_map(|child| {
                if child.hooked {
                    vec![child.id.clone()]
                } else {
                    child.children.clone()
                }
            })
            .collect()
    }

    fn group_phase(&self, node: &Node) -> Option<Phase> {
        if node.node_type != NodeType::TaskGroup || node.children.is_empty() {
            return None;
        }
        let mut phase = Phase::Succeeded;
        for id in &node.children {
            let child = self
                .state
                .nodes
                .get(id)
                .filter(|child| child.is_fulfilled())?;
            if child.phase.is_failure() {
                phase = child.phase;
            }
        }
        Some(phase)
    }
}
