//! Shared reading of lists: one reader for each namespace and kind, whatever the number of viewers.
//!
//! [`Feed`] hands out [`Watch`]es on topics. The first watch of a topic starts its reader, and some time after the last one
//! has gone it ends. A reader asks KFP what is cheap to ask ([`read`]), as often as what runs there deserves ([`pace`]),
//! finds out what changed ([`objects`]), and numbers the changes ([`topic`]), so that a viewer who was cut off goes on
//! where it was.
//!
//! What is kept is what KFP said to the console. Whether somebody may see it is asked before, for each of them, by whoever
//! hands it out.

mod back;
mod lists;
mod may;
mod objects;
mod pace;
mod page;
mod read;
mod reader;
mod runs;
#[cfg(test)]
pub(crate) mod scripted;
mod shared;
mod source;
mod topic;
mod written;

pub(crate) use may::{may_name, may_watch};
pub(crate) use shared::Feed;
pub(crate) use topic::Watch;
