//! The words of `kfpc runs`.

use clap::Subcommand;

use super::ListFlags;

#[derive(Debug, Subcommand)]
pub(crate) enum Runs {
    /// List, newest first
    #[command(visible_alias = "ls")]
    List {
        #[command(flatten)]
        list: ListFlags,
        /// Of one experiment
        #[arg(long, value_name = "ID")]
        experiment: Option<String>,
        /// In one of these states, such as failed
        #[arg(long, value_name = "STATE")]
        state: Vec<String>,
    },
    /// Show one
    Get { id: String },
    /// Wait until one has ended; fails unless it succeeded
    Wait {
        id: String,
        /// Seconds to wait at most
        #[arg(long, value_name = "SECONDS")]
        timeout: Option<u64>,
    },
    /// End one before its time
    Terminate { id: String },
    /// Go on with a failed one
    Retry { id: String },
    /// Archive one
    Archive { id: String },
    /// Take one out of the archive
    Restore { id: String },
    /// Delete one
    Delete { id: String },
}
