//! The words of `kfpc versions`.

use clap::Subcommand;

use super::{ListFlags, Package};

#[derive(Debug, Subcommand)]
pub(crate) enum Versions {
    /// List those of a pipeline, newest first
    #[command(visible_alias = "ls")]
    List {
        /// The pipeline
        #[arg(value_name = "PIPELINE")]
        pipeline: String,
        #[command(flatten)]
        list: ListFlags,
    },
    /// Show one
    Get {
        /// The pipeline
        pipeline: String,
        /// The version
        version: String,
    },
    /// Make one of a pipeline from a package
    #[command(visible_alias = "create")]
    Upload {
        /// The pipeline
        pipeline: String,
        #[command(flatten)]
        package: Package,
    },
    /// Delete one; runs that were made from it stay
    Delete {
        /// The pipeline
        pipeline: String,
        /// The version
        version: String,
    },
}
