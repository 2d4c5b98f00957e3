//! `kfpc`: Kubeflow Pipelines from a terminal, a pod or a CI job.
//!
//! What a program wants stands on stdout and nothing else does; all words for people go to stderr. Exit codes tell a
//! script what failed: see [`failure::Exit`].

mod certificate;
mod cli;
mod commands;
mod connection;
mod failure;
mod login;
mod logs;
mod names;
mod output;
mod pages;
mod proxy;
mod transport;
mod way;
mod words;

use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory as _, FromArgMatches as _};

use cli::Cli;
use failure::Exit;
use output::Terminal;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut terminal = Terminal::of_process();
    let language = terminal.language;
    let matches = language.help(Cli::command()).try_get_matches();
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => return of_usage(&error, &mut terminal),
    };
    match commands::run(cli, &mut terminal).await {
        Ok(exit) => exit.into(),
        Err(failure) => {
            terminal.explain(&failure);
            failure.exit().into()
        }
    }
}

/// Says what is wrong with the command line. Help and the version hold nothing of it, and come out of clap as they are.
fn of_usage(error: &clap::Error, terminal: &mut Terminal) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // Nobody is left to be told that this failed.
            let _ = error.print();
        }
        _ => {
            let slip = terminal.language.slip(error);
            terminal.say(slip.trim_end());
        }
    }
    if error.use_stderr() {
        Exit::Usage.into()
    } else {
        Exit::Done.into()
    }
}
