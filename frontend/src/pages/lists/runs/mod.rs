//! A list of runs, wherever it stands: the filter, the table, and what is in its place.

mod filter;
mod picked;
mod rows;
mod storage;
mod table;
mod tasks;

pub(in crate::pages) use filter::RunFilterBar;
pub(in crate::pages) use picked::{PickedRuns, Told};
pub(in crate::pages) use rows::{VersionName, run_items};
pub(in crate::pages) use storage::RunStorage;
pub(in crate::pages) use table::RunTable;
