//! The words of `kfpc open`.

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct Open {
    /// What it is
    #[arg(value_enum)]
    pub(crate) kind: Kind,
    /// Its id, or its name in the namespace
    #[arg(
        value_name = "ID|NAME",
        required_if_eq_any([
            ("kind", "run"), ("kind", "experiment"), ("kind", "pipeline"), ("kind", "recurring-run"),
        ]),
    )]
    pub(crate) which: Option<String>,
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
    /// All runs
    Runs,
    /// All experiments
    Experiments,
    /// All pipelines
    Pipelines,
    /// All recurring runs
    RecurringRuns,
}

impl Kind {
    /// Whether it is all of them, which has no name.
    pub(crate) fn is_a_list(self) -> bool {
        matches!(
            self,
            Self::Runs | Self::Experiments | Self::Pipelines | Self::RecurringRuns
        )
    }
}
