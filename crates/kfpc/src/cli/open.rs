//! The words of `kfpc open`.

use clap::{Args, ValueEnum};

use super::Which;

#[derive(Debug, Args)]
pub(crate) struct Open {
    /// What it is
    #[arg(value_enum)]
    pub(crate) kind: Kind,
    #[command(flatten)]
    pub(crate) which: Which,
    /// Write the address and open nothing
    #[arg(long)]
    pub(crate) print: bool,
}

/// What has a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// A run
    Run,
    /// An experiment
    Experiment,
    /// A pipeline
    Pipeline,
    /// A recurring run
    RecurringRun,
}
