//! The Kubernetes documents of a run: its Workflow, its pods, its events.

mod events;
mod node;
mod pod;
mod size;
mod templates;
mod workflow;

pub use events::{pod_events, workflow_events};
pub(crate) use pod::main_image;
pub use pod::pod_document;
pub(crate) use size::is_oversized;
pub use templates::workflow_spec;
pub use workflow::workflow_document;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A time as Kubernetes writes it.
fn timestamp(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
