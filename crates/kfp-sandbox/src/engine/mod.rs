//! The engine: walks a submitted pipeline for real and leaves the traces that the real server leaves.
//!
//! What runs is simulated and says so; the way it runs is not. The engine compiles the pipeline's IR to the
//! templates of an Argo Workflow, a controller walks them in passes and creates pods, a played kubelet moves the
//! pods, and drivers resolve inputs, evaluate conditions, count iterations and look for cached results. From the
//! nodes come the Workflow document, the pods, and the rows that the server shows.
//!
//! [`Engine`] keeps all runs on one agenda and has no clock: [`Engine::advance`] is told the time, by a real clock,
//! a fast one or a test's hand, and lets happen what is due. Nothing here does IO but through a [`Store`].

pub mod artifact;
pub mod cel;
pub mod controller;
pub mod cron;
pub mod directive;
pub mod document;
pub mod kubelet;
mod machine;
pub mod node;
pub mod program;
pub mod report;
pub mod run;
pub mod spec;
mod store;
pub mod template;

pub use controller::{Shape, WorkflowPhase};
pub use directive::Directives;
pub use kubelet::Timing;
pub use machine::{Engine, EngineError, EngineOptions};
pub use run::{RunChange, Submission, SubmitError, WorkflowRun};
pub use store::{MemoryStore, Store};
