//! Runs.

mod control;
mod create;
mod handlers;
mod report;
mod store;

pub(super) use control::{retry, terminate};
pub(super) use create::create;
pub(super) use create::{NewRun, Recurrence, default_account, make};
pub(super) use handlers::{archive, delete, get, list, unarchive};
pub(super) use report::report;
pub(crate) use store::conditions;
