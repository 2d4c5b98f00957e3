//! What each kind of object demands when it is made, changed or removed.

mod access;
mod config_maps;
mod lifecycle;
mod metadata;
mod names;
mod profiles;

pub(super) use lifecycle::{
    MAX_DEPTH, after_create, after_update, depth, prepare_create, prepare_update, remove,
};
