//! What the pages with a list have in common.

mod dropped;
mod empty;
mod failed;
mod foot;
mod heard;
mod info;
mod no_match;
mod shown;
mod storage;

pub(super) use dropped::DroppedNote;
pub(super) use empty::EmptyList;
pub(super) use failed::ListFailure;
pub(super) use foot::ListFoot;
pub(super) use heard::announce_matches;
pub(super) use info::ListCall;
pub(super) use no_match::NoMatch;
pub(super) use shown::{Shown, shown};
pub(super) use storage::StorageChoice;
