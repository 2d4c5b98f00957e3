//! Patches: JSON merge patch, JSON patch, strategic merge patch, server-side apply.

mod json_patch;
mod merge;
mod read;
mod strategic;

pub(super) use read::{Change, Patch};
