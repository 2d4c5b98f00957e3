//! The words of `kfpc recurring-runs`.

use clap::Subcommand;

use super::ListFlags;

#[derive(Debug, Subcommand)]
pub(crate) enum RecurringRuns {
    /// List, newest first
    #[command(visible_alias = "ls")]
    List(ListFlags),
    /// Show one
    Get { id: String },
    /// Let one fire again
    Enable { id: String },
    /// Keep one from firing
    Disable { id: String },
    /// Delete one; its runs stay
    Delete { id: String },
}
