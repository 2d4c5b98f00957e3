//! What changes while a page is open, told by the console on one websocket for each tab.
//!
//! [`course`] decides when the websocket is opened and when the console is asked instead, [`topic`] reads what is said,
//! [`feed`] joins both to the browser, [`ledger`] keeps what was told, and [`runs`] puts it into a list without moving a row;
//! [`changes`] only says that there is something new.

mod changes;
mod course;
mod feed;
mod ledger;
mod merge;
mod runs;
mod socket;
mod topic;

pub(crate) use changes::use_run_changes;
pub(crate) use feed::{Live, LiveState, use_live};
pub(crate) use merge::Waiting;
pub(crate) use runs::{LiveRuns, use_live_runs};
pub(super) use topic::Asked;
