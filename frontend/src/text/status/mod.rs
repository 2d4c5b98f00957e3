//! The word of a status.

pub(super) mod english;
pub(super) mod korean;
