//! Envoy as a child process.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::{Instant, sleep};

use super::client;
use super::settings;

/// How long a start may take; one second is usual.
const START: Duration = Duration::from_secs(30);
const LOOK_AGAIN: Duration = Duration::from_millis(10);

/// A running Envoy; killed when dropped.
#[derive(Debug)]
pub(super) struct Envoy {
    process: Child,
    folder: TempDir,
}

/// The log's name in its folder.
const LOG: &str = "envoy.log";

impl Envoy {
    /// Starts Envoy with `config` and waits until it says that it is ready and listens at every one of `ports`.
    pub(super) async fn start(config: &Value, ports: &[SocketAddr]) -> Result<Self> {
        let program = settings::envoy()?;
        let folder = TempDir::new()?;
        let file = folder.path().join("envoy.json");
        std::fs::write(&file, serde_json::to_vec(config)?)?;
        let log = folder.path().join(LOG);
        let admin = folder.path().join("admin");
        let mut process = Command::new(&program)
            .arg("--config-path")
            .arg(&file)
            .arg("--log-path")
            .arg(&log)
            .arg("--admin-address-path")
            .arg(&admin)
            // Several of them run at the same time, and none is ever restarted hot.
            .args([
                "--concurrency",
                "1",
                "--disable-hot-restart",
                "--log-level",
                "warning",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        wait_until_ready(&mut process, &admin, ports, &log).await?;
        Ok(Self { process, folder })
    }

    /// Ends it at once, with all that passes through it.
    pub(super) async fn kill(&mut self) -> Result<()> {
        self.process.kill().await.context("Envoy cannot be ended")
    }

    /// What it has logged.
    pub(super) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join(LOG)).unwrap_or_default()
    }
}

async fn wait_until_ready(
    process: &mut Child,
    admin: &Path,
    ports: &[SocketAddr],
    log: &Path,
) -> Result<()> {
    let deadline = Instant::now() + START;
    loop {
        if is_ready(admin, ports).await {
            return Ok(());
        }
        if let Some(status) = process.try_wait()? {
            bail!(
                "Envoy ended with {status}:\n{}",
                std::fs::read_to_string(log).unwrap_or_default()
            );
        }
        if Instant::now() >= deadline {
            bail!(
                "Envoy is not ready after {START:?}:\n{}",
                std::fs::read_to_string(log).unwrap_or_default()
            );
        }
        sleep(LOOK_AGAIN).await;
    }
}

/// Envoy writes where its admin port is into a file, and answers there once it is configured; its listeners open a moment
/// later.
async fn is_ready(admin: &Path, ports: &[SocketAddr]) -> bool {
    let Ok(text) = std::fs::read_to_string(admin) else {
        return false;
    };
    let Ok(address) = text.trim().parse::<SocketAddr>() else {
        return false;
    };
    if !client::try_get(address, "/ready")
        .await
        .is_ok_and(|reply| reply.status.is_success())
    {
        return false;
    }
    for port in ports {
        if TcpStream::connect(port).await.is_err() {
            return false;
        }
    }
    true
}
