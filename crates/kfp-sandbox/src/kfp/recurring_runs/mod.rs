//! Recurring runs.

mod create;
mod firing;
mod handlers;
mod report;
mod schedule;
mod store;
mod trigger;

pub(super) use create::{create, create_pinned};
pub(crate) use firing::Schedules;
pub(super) use handlers::{delete, disable, enable, get, list};
pub(super) use report::report;
pub(super) use store::{disable_all_of, exists};
