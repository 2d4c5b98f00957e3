//! Recurring runs.

mod create;
mod handlers;
mod store;
mod trigger;

pub(super) use create::create;
pub(super) use handlers::{delete, disable, enable, get, list};
pub(super) use store::disable_all_of;
