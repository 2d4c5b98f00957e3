//! The nodes that a run's workflow leaves behind, as the rows of `task_details` show them.
//!
//! A sample run is not executed: its spec is walked once and every node gets its times; what the run's end or the
//! present cuts off is cut off afterwards. The shape is that of Argo without template defaults (KFP up to 2.16).

mod node;
mod tasks;
mod walk;

#[cfg(test)]
mod tests;

pub(super) use node::{Node, Phase, count_containers, cut, node_id};
pub(super) use walk::walk;
