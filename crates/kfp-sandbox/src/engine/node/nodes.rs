//! The nodes of a workflow by id and name, in the order in which they were made.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::identity::node_id;
use super::model::Node;

/// The nodes of a workflow.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(from = "Stored", into = "Stored")]
pub struct Nodes {
    workflow: String,
    list: Vec<Node>,
    by_id: HashMap<String, usize>,
}

#[derive(Clone, Serialize, Deserialize)]
struct Stored {
    workflow: String,
    nodes: Vec<Node>,
}

impl From<Stored> for Nodes {
    fn from(stored: Stored) -> Self {
        let by_id = stored
            .nodes
            .iter()
            .enumerate()
            .map(|(index, node)| (node.id.clone(), index))
            .collect();
        Self {
            workflow: stored.workflow,
            list: stored.nodes,
            by_id,
        }
    }
}

impl From<Nodes> for Stored {
    fn from(nodes: Nodes) -> Self {
        Self {
            workflow: nodes.workflow,
            nodes: nodes.list,
        }
    }
}

impl Nodes {
    /// None yet.
    pub fn new(workflow: &str) -> Self {
        Self {
            workflow: workflow.to_owned(),
            list: Vec::new(),
            by_id: HashMap::new(),
        }
    }

    /// All, in the order in which they were made.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.list.iter()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The node with that id.
    pub fn get(&self, id: &str) -> Option<&Node> {
        self.by_id.get(id).and_then(|index| self.list.get(*index))
    }

    /// The node of that name.
    pub fn named(&self, name: &str) -> Option<&Node> {
        self.get(&node_id(&self.workflow, name))
    }

    pub(crate) fn get_mut(&mut self, id: &str) -> Option<&mut Node> {
        self.by_id
            .get(id)
            .and_then(|index| self.list.get_mut(*index))
    }

    pub(crate) fn named_mut(&mut self, name: &str) -> Option<&mut Node> {
        let id = node_id(&self.workflow, name);
        self.get_mut(&id)
    }

    pub(crate) fn insert(&mut self, node: Node) {
        self.by_id.insert(node.id.clone(), self.list.len());
        self.list.push(node);
    }

    /// Keeps the nodes for which `keep` is true, in their order.
    pub(crate) fn retain(&mut self, keep: impl FnMut(&Node) -> bool) {
        self.list.retain(keep);
        self.by_id = self
            .list
            .iter()
            .enumerate()
            .map(|(index, node)| (node.id.clone(), index))
            .collect();
    }

    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = &mut Node> {
        self.list.iter_mut()
    }
}
