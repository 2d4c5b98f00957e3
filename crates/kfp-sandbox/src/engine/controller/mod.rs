//! The controller: walks a workflow's templates in passes and makes nodes and pods.
//!
//! A pass looks at the pods, then goes through the templates from the entry point and does whatever can be done now.
//! It follows Argo's controller, so that names, edges, messages and the order of things are the same.
//!
//! # Spec
//! <https://github.com/argoproj/argo-workflows/tree/f016ad8/workflow/controller>

mod assess;
mod dag;
mod depends;
mod graph;
mod hook;
mod pass;
mod progress;
mod reconcile;
mod retries;
mod template;
mod when;

pub(crate) use pass::{Pass, PodRequest, WorkflowState};
pub use pass::{Shape, WorkflowPhase};
