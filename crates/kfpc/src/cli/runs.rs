//! The words of `kfpc runs`.

use clap::Subcommand;

use super::{ListFlags, Start, Which};

#[derive(Debug, Subcommand)]
pub(crate) enum Runs {
    /// List, newest first
    #[command(visible_alias = "ls")]
    List {
        #[command(flatten)]
        list: ListFlags,
        /// Of one experiment
        #[arg(long, value_name = "ID|NAME")]
        experiment: Option<String>,
        /// In one of these states, such as failed
        #[arg(long, value_name = "STATE")]
        state: Vec<String>,
    },
    /// Show one
    Get {
        #[command(flatten)]
        which: Which,
        /// Show it again after each change of its state, until it has ended
        #[arg(long, short)]
        watch: bool,
    },
    /// Start one
    #[command(visible_alias = "start")]
    Create {
        #[command(flatten)]
        start: Start,
        /// Wait until it has ended; fails unless it succeeded
        #[arg(long)]
        wait: bool,
        /// Seconds to wait at most
        #[arg(long, value_name = "SECONDS", requires = "wait")]
        timeout: Option<u64>,
    },
    /// Wait until one has ended; fails unless it succeeded
    Wait {
        #[command(flatten)]
        which: Which,
        /// Seconds to wait at most
        #[arg(long, value_name = "SECONDS")]
        timeout: Option<u64>,
        /// Show it after each change of its state, and not at its end alone
        #[arg(long, short)]
        watch: bool,
    },
    /// Show what its tasks have written
    Logs {
        #[command(flatten)]
        which: Which,
        /// Of one task, by its name or that of its pod
        task: Option<String>,
        /// Go on until the run has ended
        #[arg(long, short)]
        follow: bool,
    },
    /// End one before its time
    Terminate(Which),
    /// Go on with a failed one
    Retry(Which),
    /// Archive one
    Archive(Which),
    /// Take one out of the archive
    Restore(Which),
    /// Delete one
    Delete(Which),
}
