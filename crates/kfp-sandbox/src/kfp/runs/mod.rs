//! Runs.

mod create;
mod handlers;
mod store;

pub(super) use create::create;
pub(super) use handlers::{archive, delete, get, list, retry, terminate, unarchive};
