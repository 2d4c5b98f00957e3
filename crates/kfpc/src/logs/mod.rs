//! Logs of the pods of a run.
//!
//! KFP's API of version 2 has none. What serves them depends on who answers: the API server by an address of its first
//! versions, the stock user interface by one of its own, the console not at all. Neither streams: following means asking
//! again. Which pods a run has stands in its workflow, which only version 1 of the API tells.

mod error;
mod lines;
pub(crate) mod refusal;
mod source;
mod workflow;

pub(crate) use error::{LogsError, by_kubectl};
pub(crate) use lines::{Piece, Prefixed};
pub(crate) use source::Source;
pub(crate) use workflow::{TaskPod, Workflow, workflow_of};
