//! One run: its workflow, its pods and what the server tells of it, moved on event by event.

mod advance;
mod event;
mod retry;
mod submission;
mod workflow_run;

pub(crate) use advance::Surroundings;
pub use event::WorkflowEvent;
pub use retry::RetryError;
pub use submission::{Submission, SubmitError};
pub use workflow_run::{RunChange, WorkflowRun};
