//! Logs and metrics.

mod logs;
mod metrics;

pub(crate) use logs::chain;
pub use logs::{LogTo, init};
pub(crate) use metrics::Metrics;
