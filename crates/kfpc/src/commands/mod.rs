//! One file for each noun of the command line.

mod connect_kit;
mod contexts;
mod doctor;
mod experiments;
mod listing;
mod login;
mod logs;
mod man;
mod open;
mod pipelines;
mod recurring_runs;
mod runs;
mod start;
mod start_recurring_run;
mod start_run;
mod timetable;
mod upload;
mod versions;

use clap::CommandFactory as _;

use crate::cli::{Cli, Command, RecurringRuns};
use crate::failure::{Exit, Failure};
use crate::output::Terminal;

/// Does what was asked for.
pub(crate) async fn run(cli: Cli, terminal: &mut Terminal) -> Result<Exit, Failure> {
    let Cli {
        connection,
        output,
        command,
    } = cli;
    match command {
        Command::Doctor(flags) => doctor::run(&flags, &connection, output, terminal).await,
        Command::Login(flags) => login::run(&flags, &connection, terminal).await,
        Command::Context(command) => contexts::run(&command, &connection, output, terminal),
        Command::ConnectKit(flags) => connect_kit::run(&flags, terminal),
        Command::Experiments(command) => {
            experiments::run(command, &connection.connect()?, output, terminal).await
        }
        Command::Runs(command) => {
            runs::run(command, &connection.connect()?, output, terminal).await
        }
        Command::Pipelines(command) => {
            pipelines::run(command, &connection.connect()?, output, terminal).await
        }
        Command::Versions(command) => {
            versions::run(command, &connection.connect()?, output, terminal).await
        }
        Command::RecurringRuns(RecurringRuns::Create(flags)) if flags.dry_run => {
            start_recurring_run::preview(&flags, output, terminal)
        }
        Command::RecurringRuns(command) => {
            recurring_runs::run(command, &connection.connect()?, output, terminal).await
        }
        Command::Open(flags) => open::run(flags, &connection.connect()?, terminal).await,
        Command::Man { folder } => man::run(&folder),
        Command::Completion { shell } => {
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "kfpc", &mut text);
            terminal.result(String::from_utf8_lossy(&text).trim_end())?;
            Ok(Exit::Done)
        }
    }
}
