//! `kfp-console demo`: a simulated Kubeflow with the console in it, on loopback.
//!
//! The console is the real one, started with the very configuration of a cluster: it verifies its peer, reads a rotating
//! token from a file, and asks a (simulated) Kubernetes for access reviews.

mod browser;
mod form;
mod latency;
mod running;
mod schedules;
mod smoke;

use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Instant;

use running::Running;

use crate::asked_to_stop;

/// What the demo is started with.
#[derive(Clone, Debug, clap::Args)]
pub struct DemoConfig {
    /// Port of the gateway on 127.0.0.1; everything else takes free ports
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    pub port: u16,

    /// Which login service the gateway plays
    #[arg(long, value_enum, default_value_t)]
    pub login: Login,

    /// Keep the simulated Kubeflow in this file, and take up what is in it
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,

    /// Folder of the built browser program; without it only the API is served
    #[arg(long, value_name = "DIR")]
    pub assets: Option<PathBuf>,

    /// Start on free ports, sign in as the sample owner, read experiments and runs, print one line of JSON, end
    #[arg(long, requires = "assets", conflicts_with = "port")]
    pub smoke: bool,

    /// Which log lines are written, such as `info,kfp_console=debug`
    #[arg(long = "log", value_name = "FILTER", default_value = "error")]
    pub log_filter: String,
}

/// The login services of Kubeflow's releases.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Login {
    /// Kubeflow up to 1.8.
    Authservice,
    /// Kubeflow from 1.9.1.
    #[default]
    Oauth2Proxy,
}

/// Why the demo did not do what it was asked for.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DemoError {
    /// The gateway's port is taken.
    #[error("port {port} on 127.0.0.1 is taken; choose another one with --port")]
    PortTaken {
        /// The port.
        port: u16,
    },
    /// The simulated Kubeflow did not start.
    #[error("the simulated Kubeflow did not start")]
    Sandbox(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The console did not start.
    #[error("the console did not start")]
    Console(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A file or the terminal failed.
    #[error("{what} failed")]
    Io {
        /// What was done.
        what: &'static str,
        /// What the operating system says.
        source: io::Error,
    },
    /// The smoke test found something that does not work.
    #[error("smoke: {step}: {problem}")]
    Smoke {
        /// What was tried.
        step: &'static str,
        /// What was found.
        problem: String,
    },
}

/// Runs the demo until it is asked to stop, or the smoke test to its end.
///
/// # Errors
/// [`DemoError`] says what failed.
pub async fn run(config: DemoConfig) -> Result<(), DemoError> {
    let started = Instant::now();
    let log = crate::config::LogConfig {
        log_format: crate::config::LogFormat::Text,
        log_filter: config.log_filter.clone(),
    };
    // Standard output is for the greeting, or for the one line of the smoke test.
    // Whoever runs the demo inside a program of theirs may have a log already.
    let _ = crate::telemetry::init(&log, crate::LogTo::Stderr);
    let gateway = if config.smoke { 0 } else { config.port };
    let running = Running::start(&config, SocketAddr::from((Ipv4Addr::LOCALHOST, gateway))).await?;
    let result = if config.smoke {
        smoke::run(&running, started)
            .await
            .and_then(|figures| print(&format!("{figures}\n")))
    } else {
        print(&running.greeting())?;
        asked_to_stop().await;
        print("\nstopping\n")
    };
    running.stop().await;
    result
}

fn print(text: &str) -> Result<(), DemoError> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|source| DemoError::Io {
            what: "writing to the terminal",
            source,
        })
}
