//! Logs and metrics.

mod logs;
mod metrics;

pub(crate) use logs::chain;
pub use logs::init;
pub(crate) use metrics::Metrics;
