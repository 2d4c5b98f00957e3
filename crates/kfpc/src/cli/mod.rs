//! The command line: one file for each noun.

mod connect_kit;
mod contexts;
mod doctor;
mod experiments;
mod list;
mod login;
mod open;
mod package;
mod pipelines;
mod recurring_runs;
mod runs;
mod start;
mod timetable;
mod versions;
mod which;

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

pub(crate) use connect_kit::{ConnectKit, Part};
pub(crate) use contexts::Contexts;
pub(crate) use doctor::Doctor;
pub(crate) use experiments::Experiments;
pub(crate) use list::ListFlags;
pub(crate) use login::Login;
pub(crate) use open::{Kind, Open};
pub(crate) use package::Package;
pub(crate) use pipelines::Pipelines;
pub(crate) use recurring_runs::RecurringRuns;
pub(crate) use runs::Runs;
pub(crate) use start::Start;
pub(crate) use timetable::{CreateRecurringRun, Timetable};
pub(crate) use versions::Versions;
pub(crate) use which::Which;

use crate::connection::ConnectionFlags;

/// What a script goes by.
pub(crate) const CODES: &str = "Exit codes: 0 done, 1 failed, 2 usage, 3 the run did not succeed, 4 not signed in, 5 not allowed, \
    6 not found, 7 unreachable, 8 the deadline passed.";

/// Kubeflow Pipelines from a terminal, a pod or a CI job
#[derive(Debug, Parser)]
#[command(name = "kfpc", version, after_help = CODES, disable_help_subcommand = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) connection: ConnectionFlags,

    /// How the result is written
    #[arg(long, short, global = true, value_enum, default_value_t = Format::Table)]
    pub(crate) output: Format,

    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How a result is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// Columns for people
    Table,
    /// More columns
    Wide,
    /// KFP's own objects as JSON; a list is an array
    Json,
    /// The same as YAML
    Yaml,
    /// Ids alone, one a line
    Name,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Walk the way to KFP and say what is wrong, why, and what mends it
    Doctor(Doctor),
    /// Get a session of the gateway, check it, and keep it in a context
    Login(Login),
    /// Named addresses with their credentials, in a file of yours alone
    #[command(subcommand, visible_alias = "contexts")]
    Context(Contexts),
    /// Write what a pod of a namespace needs to reach KFP: manifests and snippets
    ConnectKit(ConnectKit),
    #[command(flatten)]
    Call(Call),
    /// Write the pages of man into a folder
    #[command(hide = true)]
    Man {
        /// The folder; it is made if there is none
        folder: PathBuf,
    },
    /// Write completions for a shell
    Completion {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// What asks KFP something.
#[derive(Debug, Subcommand)]
pub(crate) enum Call {
    /// Experiments
    #[command(subcommand, visible_alias = "experiment")]
    Experiments(Experiments),
    /// Runs
    #[command(subcommand, visible_alias = "run")]
    Runs(Runs),
    /// Pipelines
    #[command(subcommand, visible_alias = "pipeline")]
    Pipelines(Pipelines),
    /// Versions of pipelines
    #[command(subcommand, visible_alias = "version")]
    Versions(Versions),
    /// Recurring runs
    #[command(subcommand, visible_aliases = ["recurring-run", "schedules"])]
    RecurringRuns(RecurringRuns),
    /// Open the page that shows one in the browser, and write its address
    Open(Open),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Cli;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }
}
