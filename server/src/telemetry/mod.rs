//! Logs, metrics and traces.

mod live;
mod logs;
mod metrics;
mod trace;

pub(crate) use logs::chain;
pub use logs::{LogTo, init};
pub(crate) use metrics::Metrics;
pub(crate) use trace::{Course, Ended, Step, Tracer};
