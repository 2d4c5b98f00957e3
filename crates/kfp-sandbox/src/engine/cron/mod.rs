//! When recurring runs fire.
//!
//! KFP reads cron lines with the seconds first, `second minute hour day-of-month month [day-of-week]`: a usual line of
//! five fields is taken and means something else.
//!
//! # Spec
//! <https://github.com/robfig/cron/blob/v1.2.0/parser.go>,
//! <https://github.com/kubeflow/pipelines/tree/7b70c7b/backend/src/crd/controller/scheduledworkflow/util>

mod error;
mod expression;
mod field;
mod schedule;

pub use error::CronError;
pub use expression::CronExpression;
pub use schedule::{Schedule, Trigger};

#[cfg(test)]
mod tests;
