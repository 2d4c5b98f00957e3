//! The programs in the pods: drivers, the launcher with the user's code, the importer.
//!
//! Drivers do what real ones do: they resolve inputs, evaluate conditions, count items and look for results to reuse.
//! User code does not run. Its outputs are made up from the component's declared outputs and the task's inputs, the
//! same each time, and say that they are simulated.

mod driver;
mod fingerprint;
mod importer;
mod launcher;
mod ledger;
mod output;
mod resolve;
mod seed;

pub(crate) use driver::Driver;
pub use fingerprint::CachedResult;
pub(crate) use importer::import;
pub(crate) use launcher::{Launched, launch};
pub use ledger::{Artifact, Execution as LedgerEntry, ExecutionState, Ledger};
pub(crate) use resolve::RunNames;
pub(crate) use seed::seed;
