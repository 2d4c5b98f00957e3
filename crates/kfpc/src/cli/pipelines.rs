//! The words of `kfpc pipelines`.

use clap::Subcommand;

use super::ListFlags;

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
    Get { id: String },
    /// Delete one without versions
    Delete {
        id: String,
        /// Its versions as well
        #[arg(long)]
        cascade: bool,
    },
}
