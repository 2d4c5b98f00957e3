//! What there is: health, version, groups, resources, and their schemas.

mod aggregated;
mod groups;
mod openapi;
mod paths;

pub(super) use paths::{answer, no_such_page};
