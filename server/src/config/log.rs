//! The log.

use super::env;

/// Form and detail of the log.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Log")]
pub struct LogConfig {
    /// Form of the log lines
    #[arg(long, env = env::LOG_FORMAT, value_enum, default_value_t)]
    pub log_format: LogFormat,

    /// Which lines are written, such as `info,kfp_console=debug`
    // hyper warns of every idle connection that it closes.
    #[arg(long = "log", env = env::LOG, value_name = "FILTER", default_value = "info,hyper=error")]
    pub log_filter: String,
}

/// Form of the log lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// One JSON object a line, for machines.
    #[default]
    Json,
    /// For people.
    Text,
}
