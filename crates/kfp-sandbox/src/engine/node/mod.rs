//! Nodes of a workflow: what the controller writes into the workflow's status.

mod identity;
mod model;
mod nodes;

pub(crate) use identity::fnv1a;
pub use identity::{node_id, pod_name};
pub use model::{Node, NodeOutputs, NodeType, OutputValue, Phase};
pub use nodes::Nodes;
