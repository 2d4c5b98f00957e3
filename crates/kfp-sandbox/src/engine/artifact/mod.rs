//! The files of artifacts: small, real in their format, made up in their content, the same each time.

mod chart;
mod content;
mod metrics;

pub use content::artifact_file;
pub(crate) use metrics::classification_metrics;
