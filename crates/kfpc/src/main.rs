//! `kfpc`: Kubeflow Pipelines from a terminal, a pod or a CI job.
//!
//! What a program wants stands on stdout and nothing else does; all words for people go to stderr. Exit codes tell a
//! script what failed: see [`failure::Exit`].

mod cli;
mod commands;
mod connection;
mod failure;
mod login;
mod logs;
mod names;
mod output;
mod pages;
mod transport;
mod way;
mod words;

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _};

use cli::Cli;
use output::Terminal;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut terminal = Terminal::of_process();
    let language = terminal.language;
    let matches = language.help(Cli::command()).try_get_matches();
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => language.end_of_usage(&error),
    };
    match commands::run(cli, &mut terminal).await {
        Ok(exit) => exit.into(),
        Err(failure) => {
            terminal.explain(&failure);
            failure.exit().into()
        }
    }
}
