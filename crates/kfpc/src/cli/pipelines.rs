//! The words of `kfpc pipelines`.

use clap::Subcommand;

use super::{ListFlags, Which};

#[derive(Debug, Subcommand)]
pub(crate) enum Pipelines {
    /// List, newest first
    #[command(visible_alias = "ls")]
    List {
        /// Shared ones in place of the namespace's
        #[arg(long)]
        shared: bool,
        #[command(flatten)]
        list: ListFlags,
    },
    /// Show one
    Get(Which),
    /// Delete one without versions
    Delete {
        #[command(flatten)]
        which: Which,
        /// Its versions as well
        #[arg(long)]
        cascade: bool,
    },
}
