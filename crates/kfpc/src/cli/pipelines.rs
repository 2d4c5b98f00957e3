//! The words of `kfpc pipelines`.

use clap::Subcommand;

use super::{ListFlags, Package, Which};

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
    /// Make one, with its first version, from a package
    #[command(visible_alias = "create")]
    Upload {
        #[command(flatten)]
        package: Package,
        /// Let every namespace see it
        #[arg(long)]
        shared: bool,
    },
    /// Delete one without versions
    Delete {
        #[command(flatten)]
        which: Which,
        /// Its versions as well
        #[arg(long)]
        cascade: bool,
    },
}
