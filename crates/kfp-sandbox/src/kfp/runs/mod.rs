//! Runs.

mod control;
mod create;
mod handlers;
mod store;

pub(super) use control::{retry, terminate};
pub(super) use create::create;
#[expect(unused_imports, reason = "recurring runs make their runs with it")]
pub(super) use create::{NewRun, Recurrence, make};
pub(super) use handlers::{archive, delete, get, list, unarchive};
pub(crate) use store::conditions;
