//! What each kind of object demands when it is made, changed or removed.

mod access;
mod config_maps;
mod escalation;
mod lifecycle;
mod metadata;
mod names;
mod profiles;

pub(super) use escalation::Giver;
pub(super) use lifecycle::{
    MAX_DEPTH, after_create, after_update, assemble_update, check_size, check_update, depth,
    prepare_create, remove,
};
pub(crate) use names::is_dns_label;
