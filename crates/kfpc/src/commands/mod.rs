//! One file for each noun of the command line.

mod completion;
mod connect_kit;
mod contexts;
mod doctor;
mod experiments;
mod generation;
mod kept;
mod listing;
mod login;
mod logs;
mod man;
mod open;
mod origin;
mod pipelines;
mod recurring_runs;
mod runs;
mod session;
mod start;
mod start_recurring_run;
mod start_run;
mod timetable;
mod upload;
mod versions;

use crate::cli::{Call, Cli, Command, Format, RecurringRuns};
use crate::connection::Connected;
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
        Command::Call(Call::RecurringRuns(RecurringRuns::Create(flags))) if flags.dry_run => {
            start_recurring_run::preview(&flags, output, terminal)
        }
        Command::Man { folder } => man::run(&folder),
        Command::Completion { shell } => completion::run(shell, terminal),
        Command::Call(call) => {
            let connected = connection.connect()?;
            let done = called(call, &connected, output, terminal).await;
            if let Ok(contexts) = connection.contexts_path() {
                session::keep(&connected, &contexts, terminal);
            }
            match done {
                Err(failure) => Err(generation::explained(failure, &connected).await),
                done => done,
            }
        }
    }
}

async fn called(
    call: Call,
    connected: &Connected,
    output: Format,
    terminal: &mut Terminal,
) -> Result<Exit, Failure> {
    match call {
        Call::Experiments(command) => experiments::run(command, connected, output, terminal).await,
        Call::Runs(command) => runs::run(command, connected, output, terminal).await,
        Call::Pipelines(command) => pipelines::run(command, connected, output, terminal).await,
        Call::Versions(command) => versions::run(command, connected, output, terminal).await,
        Call::RecurringRuns(command) => {
            recurring_runs::run(command, connected, output, terminal).await
        }
        Call::Open(flags) => open::run(flags, connected, terminal).await,
    }
}
