//! The WebDriver server as a child process.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use super::settings;

/// How long the server may take to say on which port it listens.
const START: Duration = Duration::from_secs(20);
/// The end of the sentence in which it says so.
const STARTED: &str = "started successfully on port ";

/// A running `chromedriver` on a free port; killed when dropped.
#[derive(Debug)]
pub(super) struct Chromedriver {
    process: Child,
    url: String,
}

impl Chromedriver {
    pub(super) async fn start() -> Result<Self> {
        let program = settings::chromedriver()?;
        let mut process = Command::new(&program)
            .args(["--port=0", "--log-level=SEVERE"])
            .env("TZ", "UTC")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let output = process.stdout.take().context("no output to read")?;
        let mut lines = BufReader::new(output).lines();
        let port = timeout(START, async {
            let mut said = String::new();
            while let Some(line) = lines.next_line().await? {
                if let Some((_, port)) = line.split_once(STARTED) {
                    return port.trim_end_matches('.').parse::<u16>().context(line);
                }
                said.push_str(&line);
            }
            anyhow::bail!(
                "{} ended without naming its port: {said}",
                program.display()
            )
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
