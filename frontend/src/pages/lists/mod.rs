//! What the pages with a list have in common.

mod bulk;
mod dropped;
mod empty;
mod failed;
mod foot;
mod head;
mod heard;
mod home;
mod info;
mod live;
mod namespace;
mod new_run;
mod no_match;
mod notes;
mod runs;
mod shown;
mod storage;
mod table;
mod tags;
mod upload;

pub(super) use bulk::{Bulk, BulkDialog, Check, EnabledSwitch, Item, select_cell};
pub(super) use dropped::DroppedNote;
pub(super) use empty::EmptyList;
use failed::ListFailure;
use foot::ListFoot;
pub(super) use head::ListHead;
pub(super) use heard::announce_matches;
pub(super) use home::{Blocked, dead_end, use_blocked};
pub(super) use info::ListCall;
pub(super) use live::{LiveNote, LiveWord};
pub(super) use namespace::name_of;
pub(super) use new_run::{CloneLink, NewRecurringRunLink, NewRunLink};
pub(super) use no_match::NoMatch;
pub(super) use notes::ListNotes;
pub(super) use runs::{
    PickedRuns, RunFilterBar, RunStorage, RunTable, Told, VersionName, run_items,
};
use shown::{Shown, shown};
pub(super) use storage::StorageChoice;
pub(super) use table::{ListTable, Picking};
pub(super) use tags::Tags;
pub(super) use upload::UploadLink;
