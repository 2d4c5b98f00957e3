//! The words of `kfpc experiments`.

use clap::Subcommand;

use super::{ListFlags, Which};

#[derive(Debug, Subcommand)]
pub(crate) enum Experiments {
    /// List, newest first
    #[command(visible_alias = "ls")]
    List(ListFlags),
    /// Show one
    Get(Which),
    /// Make one
    Create {
        name: String,
        /// Free text
        #[arg(long)]
        description: Option<String>,
    },
    /// Archive one, with its runs
    Archive(Which),
    /// Take one out of the archive
    Restore(Which),
    /// Delete one; its runs stay
    Delete(Which),
}
