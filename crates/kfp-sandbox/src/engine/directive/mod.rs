//! What a run asks of the sandbox: that a task fails, how, how often, and what a task gives.
//!
//! A real cluster has no such thing. A run asks by a root parameter named `sandbox_fail`, whose text holds
//! `task=kind` pairs separated by commas, and by one named `sandbox_outputs`, whose object holds outputs by task; or
//! a pipeline or a task is simply named after a kind, such as `fail-oom`.
//!
//! A task is written by its key, by the keys of its DAGs before it if that is not enough, and with an index for an
//! item of a loop: `train`, `compare/score`, `for-loop-1[2]/work`.

mod outcome;
mod path;
mod rules;

pub use outcome::{DirectiveError, Outcome};
pub use path::{Role, TaskPath};
pub use rules::Directives;
