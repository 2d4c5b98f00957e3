//! Runs.

mod control;
mod create;
mod handlers;
mod macros;
mod report;
mod store;
mod wanted;

pub(super) use control::{retry, terminate};
pub(super) use create::{NewRun, Recurrence, default_account, make};
pub(super) use create::{create, create_named};
pub(super) use handlers::{archive, delete, get, known_id, list, permit_reporting, unarchive};
pub(super) use report::report;
pub(crate) use store::conditions;
pub(super) use store::experiment_of;
pub(super) use wanted::{MAX_TEXT, Source, check_inputs, document, reference};
