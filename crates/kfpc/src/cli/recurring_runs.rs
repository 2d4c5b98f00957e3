//! The words of `kfpc recurring-runs`.

use clap::Subcommand;

use super::{CreateRecurringRun, ListFlags, Which};

#[derive(Debug, Subcommand)]
pub(crate) enum RecurringRuns {
    /// List, newest first
    #[command(visible_alias = "ls")]
    List(ListFlags),
    /// Show one
    Get(Which),
    /// Make one, which fires from then on
    Create(Box<CreateRecurringRun>),
    /// Let one fire again
    Enable {
        #[command(flatten)]
        which: Which,
        /// Have the firings made up for that it missed; they are counted and refused without this
        #[arg(long)]
        catch_up: bool,
    },
    /// Keep one from firing
    Disable(Which),
    /// Delete one; its runs stay
    Delete(Which),
}
