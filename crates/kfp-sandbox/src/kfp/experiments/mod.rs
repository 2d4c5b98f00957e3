//! Experiments.

mod handlers;
mod store;

pub(super) use handlers::{
    archive, create, create_of, delete, get, list, namespace_of, place, unarchive,
};
pub(super) use store::{find, touch};
