//! What the pages with a list have in common.

mod dropped;
mod empty;
mod failed;
mod foot;
mod head;
mod heard;
mod info;
mod namespace;
mod no_match;
mod notes;
mod runs;
mod shown;
mod storage;
mod table;

pub(super) use dropped::DroppedNote;
pub(super) use empty::EmptyList;
use failed::ListFailure;
use foot::ListFoot;
pub(super) use head::ListHead;
pub(super) use heard::announce_matches;
pub(super) use info::ListCall;
pub(super) use namespace::name_of;
pub(super) use no_match::NoMatch;
pub(super) use notes::ListNotes;
pub(super) use runs::{Experiments, RunFilterBar, RunStorage, RunTable};
use shown::{Shown, shown};
pub(super) use storage::StorageChoice;
pub(super) use table::ListTable;
