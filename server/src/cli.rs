//! The command line.

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use kfp_console::{Config, Console, LogTo, asked_to_stop, init_log};

/// The fastest and safest way to reach Kubeflow Pipelines on a full Kubeflow.
#[derive(Debug, Parser)]
#[command(
    version,
    after_help = "Every flag of `serve` can also be set by the variable named beside it."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the console behind a Kubeflow gateway
    Serve(Box<Serve>),
    /// Start a simulated Kubeflow with the console in it, on this machine alone
    #[cfg(feature = "demo")]
    Demo(kfp_console::demo::DemoConfig),
}

#[derive(Debug, clap::Args)]
struct Serve {
    #[command(flatten)]
    config: Config,

    /// Only look at the configuration: exit with 0 if the console could start with it
    #[arg(long)]
    check_config: bool,
}

/// Runs what the command line asks for.
pub(crate) async fn run() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(serve) => run_serve(*serve).await,
        #[cfg(feature = "demo")]
        Command::Demo(config) => kfp_console::demo::run(config).await.map_err(Into::into),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&*error);
            ExitCode::FAILURE
        }
    }
}

async fn run_serve(serve: Serve) -> Result<(), Box<dyn Error>> {
    if serve.check_config {
        kfp_console::check(&serve.config)?;
        std::io::stdout().write_all(b"the configuration can be used\n")?;
        return Ok(());
    }
    init_log(&serve.config.log, LogTo::Stdout)?;
    let console = Console::start(serve.config).await?;
    tokio::spawn(console.report_to_log());
    asked_to_stop().await;
    console.shutdown().await;
    Ok(())
}

/// An error with its sources, one a line, where an operator looks first.
fn complain(error: &dyn Error) {
    let mut lines = format!("error: {error}\n");
    let mut source = error.source();
    while let Some(error) = source {
        lines.push_str("  because ");
        lines.push_str(&error.to_string());
        lines.push('\n');
        source = error.source();
    }
    let _ = std::io::stderr().write_all(lines.as_bytes());
}
