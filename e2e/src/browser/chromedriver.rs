//! The WebDriver server as a child process.

use std::net::TcpListener;
use std::ops::Range;
use std::process::{self, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::settings;

/// How long the server may take to say that it listens.
const START: Duration = Duration::from_secs(20);
/// A part of the sentence in which it says so.
const STARTED: &str = "started successfully";
/// Ports that no system hands out by itself. `chromedriver` listens on two addresses with one port, and gives up when a
/// port that it was handed for the one is in use at the other.
const PORTS: Range<u16> = 20_000..30_000;

/// A running `chromedriver` on a free port; killed when dropped.
#[derive(Debug)]
pub(super) struct Chromedriver {
    process: Child,
    url: String,
}

impl Chromedriver {
    pub(super) async fn start() -> Result<Self> {
        let program = settings::chromedriver()?;
        let port = free_port()?;
        let mut process = Command::new(&program)
            .arg(format!("--port={port}"))
            .arg("--log-level=SEVERE")
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let output = process.stdout.take().context("no output to read")?;
        let mut lines = BufReader::new(output).lines();
        timeout(START, async {
            let mut said = String::new();
            while let Some(line) = lines.next_line().await? {
                if line.contains(STARTED) {
                    return Ok(());
                }
                said.push_str(&line);
            }
            bail!("{} ended: {said}", program.display())
        })
        .await
        .with_context(|| format!("{} did not start within {START:?}", program.display()))??;
        // A pipe that nobody reads would stop the server once it is full.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(Self {
            process,
            url: format!("http://127.0.0.1:{port}"),
        })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) async fn stop(mut self) -> Result<()> {
        self.process
            .kill()
            .await
            .context("cannot stop chromedriver")
    }
}

/// A port that is free now and that no other browser of this process is given.
fn free_port() -> Result<u16> {
    static GIVEN: AtomicU16 = AtomicU16::new(0);
    let count = PORTS.end - PORTS.start;
    let first = u16::try_from(process::id() % u32::from(count))?;
    for _ in 0..count {
        let step = GIVEN.fetch_add(1, Ordering::Relaxed);
        let port = PORTS.start + (first + step % count) % count;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    bail!("every port from {} to {} is taken", PORTS.start, PORTS.end)
}
