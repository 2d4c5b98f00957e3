//! Experiments.

mod handlers;
mod store;

pub(super) use handlers::{
    archive, create, default_id, delete, get, list, namespace_of, unarchive,
};
pub(super) use store::{find, touch};
