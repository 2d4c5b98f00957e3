//! The words of `kfpc experiments`.

use clap::Subcommand;

use super::ListFlags;

#[derive(Debug, Subcommand)]
pub(crate) enum Experiments {
    /// List, newest first
    #[command(visible_alias = "ls")]
    List(ListFlags),
    /// Show one
    Get { id: String },
    /// Make one
    Create {
        name: String,
        /// Free text
        #[arg(long)]
        description: Option<String>,
    },
    /// Archive one, with its runs
    Archive { id: String },
    /// Take one out of the archive
    Restore { id: String },
    /// Delete one; its runs stay
    Delete { id: String },
}
