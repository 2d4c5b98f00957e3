//! The command line.

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::connection::ConnectionFlags;

const CODES: &str = "Exit codes: 0 done, 1 failed, 2 usage, 3 the run did not succeed, 4 not signed in, 5 not allowed, \
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
    /// Write what a pod of a namespace needs to reach KFP: manifests and snippets
    ConnectKit(ConnectKit),
    /// Experiments
    #[command(subcommand, visible_alias = "experiment")]
    Experiments(Experiments),
    /// Runs
    #[command(subcommand, visible_alias = "run")]
    Runs(Runs),
    /// Pipelines
    #[command(subcommand, visible_alias = "pipeline")]
    Pipelines(Pipelines),
    /// Recurring runs
    #[command(subcommand, visible_aliases = ["recurring-run", "schedules"])]
    RecurringRuns(RecurringRuns),
    /// Write completions for a shell
    Completion {
        /// The shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Of a step that fails, every cause that looks the same from here
    #[arg(long)]
    pub(crate) explain: bool,
    /// The report as JSON; the same as --output json
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ConnectKit {
    /// The namespace of the pod
    #[arg(value_name = "NAMESPACE")]
    pub(crate) pod_namespace: String,
    /// Its service account
    #[arg(long, value_name = "NAME", default_value = "default-editor")]
    pub(crate) service_account: String,
    /// The audience that KFP asks of tokens
    #[arg(
        long,
        value_name = "AUDIENCE",
        default_value = "pipelines.kubeflow.org"
    )]
    pub(crate) audience: String,
    /// Where KFP is installed
    #[arg(long, value_name = "NAMESPACE", default_value = "kubeflow")]
    pub(crate) install_namespace: String,
    /// Read only
    #[arg(long)]
    pub(crate) view: bool,
    /// Add a policy that admits the account at ml-pipeline, for sites that replaced Kubeflow's own
    #[arg(long)]
    pub(crate) mesh_policy: bool,
    /// What to write
    #[arg(long, value_enum, default_value_t = Part::Manifests)]
    pub(crate) part: Part,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// YAML for kubectl apply
    Manifests,
    /// The volume and its mount, for a Deployment of one's own
    Volume,
    /// A notebook's first cell
    Python,
    /// The same as a Rust program
    Rust,
    /// Commands that check it
    Checks,
}

/// What a list shows.
#[derive(Debug, Args)]
pub(crate) struct ListFlags {
    /// Archived ones in place of active ones
    #[arg(long)]
    pub(crate) archived: bool,
    /// Those whose name holds this text, case aside
    #[arg(long, value_name = "TEXT")]
    pub(crate) contains: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 20, conflicts_with = "all")]
    pub(crate) limit: usize,
    /// All of them, page by page
    #[arg(long)]
    pub(crate) all: bool,
}

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

#[derive(Debug, Subcommand)]
pub(crate) enum RecurringRuns {
    /// List, newest first
    #[command(visible_alias = "ls")]
    List(ListFlags),
    /// Show one
    Get { id: String },
    /// Let one fire again
    Enable { id: String },
    /// Keep one from firing
    Disable { id: String },
    /// Delete one; its runs stay
    Delete { id: String },
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
