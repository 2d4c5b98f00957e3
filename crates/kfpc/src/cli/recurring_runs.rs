//! The words of `kfpc recurring-runs`.

use clap::Subcommand;

use super::{ListFlags, Which};

#[derive(Debug, Subcommand)]
pub(crate) enum RecurringRuns {
    /// List, newest first
    #[command(visible_alias = "ls")]
    List(ListFlags),
    /// Show one
    Get(Which),
    /// Let one fire again
    Enable(Which),
    /// Keep one from firing
    Disable(Which),
    /// Delete one; its runs stay
    Delete(Which),
}
