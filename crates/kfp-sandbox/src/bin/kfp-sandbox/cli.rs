//! The command line.

use std::error::Error;
use std::io::Write as _;
use std::net::IpAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{Parser, Subcommand, ValueEnum};
use kfp_sandbox::LoginEra;

use super::serve;

/// A simulated Kubeflow for demos and tests: no cluster, no Istio, no container; invented people and tokens.
#[derive(Debug, Parser)]
#[command(
    name = "kfp-sandbox",
    version,
    after_help = "What it answers is held against recordings of the real programs; what differs stands in DIFFERENCES.md."
)]
pub(super) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the simulated Kubeflow and serve until Ctrl-C or SIGTERM
    Serve(Serve),
}

impl Cli {
    /// The flags of the one command there is.
    pub(super) fn into_serve(self) -> Serve {
        let Command::Serve(arguments) = self.command;
        arguments
    }
}

/// Flags of `serve`.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "switches of a command line stand each for itself"
)]
#[command(after_help = "Examples:\n  \
    kfp-sandbox serve                          everything on free ports, sample people and runs, in memory\n  \
    kfp-sandbox serve --port 8080              gateway on 8080, the other parts on the ports after it\n  \
    kfp-sandbox serve --data runs.db --empty   an empty store that is kept in a file\n  \
    kfp-sandbox serve --json | head -1         the addresses, for a script\n\n\
    The ports after --port: ml-pipeline behind its sidecar, KFP API, Kubernetes API, login services, the console's sidecar, control.")]
pub(super) struct Serve {
    /// Port of the gateway; the other parts take the ports after it. 0 takes a free port for each
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    pub(super) port: u16,

    /// Address to listen on. Beyond loopback, everyone who can reach it can sign in: the passwords are public
    #[arg(long, default_value = "127.0.0.1", value_name = "IP")]
    pub(super) host: IpAddr,

    /// Keep everything in this SQLite file, made if absent; without it everything is gone with the process
    #[arg(long, value_name = "FILE")]
    pub(super) data: Option<PathBuf>,

    /// Begin without sample experiments, pipelines and runs. A file that holds rows is never filled
    #[arg(long)]
    pub(super) empty: bool,

    /// Login services in front: `oauth2-proxy` as from Kubeflow 1.9.1, `authservice` as up to 1.8
    #[arg(long, value_enum, default_value_t = Login::Oauth2Proxy, value_name = "NAME")]
    pub(super) login: Login,

    /// Play a KFP API server without users and namespaces
    #[arg(long)]
    pub(super) single_user: bool,

    /// Base URL of a console to show behind /kfp-console/, for example `http://127.0.0.1:8080`
    #[arg(long, value_name = "URL")]
    pub(super) console: Option<String>,

    /// How long a session at the gateway lives, in seconds
    #[arg(long, default_value = "86400", value_parser = seconds, value_name = "SECONDS")]
    pub(super) session_life: Duration,

    /// Let the sandbox's time pass so many times as fast as the machine's: runs end and schedules fire sooner
    #[arg(
        long,
        default_value_t = 1,
        value_name = "FACTOR",
        conflicts_with = "stand_still"
    )]
    pub(super) speed: u32,

    /// Let the sandbox's time stand still until the control address moves it
    #[arg(long)]
    pub(super) stand_still: bool,

    /// Print the addresses as one line of JSON
    #[arg(long)]
    pub(super) json: bool,

    /// What to write to standard error: a level, or levels by module
    #[arg(
        long,
        default_value = "warn",
        env = "KFP_SANDBOX_LOG",
        value_name = "FILTER"
    )]
    pub(super) log: String,
}

/// [`LoginEra`] as the command line names it.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Login {
    #[value(name = "oauth2-proxy")]
    Oauth2Proxy,
    #[value(name = "authservice")]
    Authservice,
}

impl From<Login> for LoginEra {
    fn from(login: Login) -> Self {
        match login {
            Login::Oauth2Proxy => Self::Oauth2Proxy,
            Login::Authservice => Self::Authservice,
        }
    }
}

fn seconds(text: &str) -> Result<Duration, std::num::ParseIntError> {
    text.parse().map(Duration::from_secs)
}

/// Runs what the command line asks for.
pub(super) async fn run() -> ExitCode {
    match serve::run(Cli::parse().into_serve()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&*error);
            ExitCode::FAILURE
        }
    }
}

/// An error with its sources, one a line.
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

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_sound_and_says_that_all_is_simulated() {
        let mut command = Cli::command();
        command.clone().debug_assert();
        assert!(
            command
                .render_help()
                .to_string()
                .contains("simulated Kubeflow")
        );
        let serve = command.find_subcommand_mut("serve").unwrap();
        assert!(
            serve
                .render_help()
                .to_string()
                .contains("simulated Kubeflow")
        );
    }
}
