//! A pipeline as the templates of an Argo Workflow: what the server's compiler makes of the IR.

mod compile;
mod executor;
mod identity;
mod model;
mod substitute;
mod system;
mod tasks;

pub(crate) use compile::ENTRYPOINT;
pub use compile::{CompiledWorkflow, compile};
pub use model::{
    Body, DagTask, Hook, OutputParameter, Parameter, PodKind, RetryPolicyKind, RetryStrategy,
    Template,
};
pub use substitute::substitute;
