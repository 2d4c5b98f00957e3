//! The console as a program of its own, which signals reach.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncRead, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// How long a start may take; a tenth of a second is usual.
const START: Duration = Duration::from_secs(30);

/// A running console; killed when dropped.
#[derive(Debug)]
pub struct Program {
    process: Child,
    address: SocketAddr,
    ops_address: SocketAddr,
    log: Arc<Mutex<String>>,
    reading: Vec<JoinHandle<()>>,
}

impl Program {
    /// Starts `program`, which takes the flags of `kfp-console serve`, and waits until it serves.
    ///
    /// # Errors
    /// When it ends before that; the text holds what it logged.
    pub async fn start(program: &Path, flags: &[String]) -> Result<Self> {
        let mut process = Command::new(program)
            .args(flags)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", program.display()))?;
        let log = Arc::default();
        let (serves, mut when_it_serves) = mpsc::unbounded_channel();
        let stdout = process.stdout.take().context("its output is piped")?;
        let stderr = process.stderr.take().context("its errors are piped")?;
        let reading = vec![
            tokio::spawn(read(stdout, Arc::clone(&log), serves.clone())),
            tokio::spawn(read(stderr, Arc::clone(&log), serves)),
        ];
        let Ok(Some((address, ops_address))) = timeout(START, when_it_serves.recv()).await else {
            bail!("the console does not serve:\n{}", text(&log));
        };
        Ok(Self {
            process,
            address,
            ops_address,
            log,
            reading,
        })
    }

    /// Where the gateway's requests arrive.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where health, readiness and metrics are.
    pub fn ops_address(&self) -> SocketAddr {
        self.ops_address
    }

    /// All that it has written so far.
    pub fn log(&self) -> String {
        text(&self.log)
    }

    /// Sends SIGTERM, as Kubernetes does.
    ///
    /// # Errors
    /// When it has ended already.
    pub async fn ask_to_stop(&self) -> Result<()> {
        let id = self.process.id().context("it has ended already")?;
        let kill = format!("kill -TERM {id}");
        let status = Command::new("sh").args(["-c", &kill]).status().await?;
        ensure!(status.success(), "{kill}: {status}");
        Ok(())
    }

    /// Waits for its end, and for the last line of its log.
    ///
    /// # Errors
    /// When it cannot be waited for.
    pub async fn ended(&mut self) -> Result<ExitStatus> {
        let status = self.process.wait().await?;
        for reading in self.reading.drain(..) {
            reading.await?;
        }
        Ok(status)
    }

    /// Ends it at once, with all requests that it serves.
    ///
    /// # Errors
    /// When it cannot be ended.
    pub async fn kill(&mut self) -> Result<()> {
        self.process.kill().await?;
        self.ended().await.map(|_| ())
    }
}

fn text(log: &Mutex<String>) -> String {
    log.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Keeps every line, and tells of the one that says where the console listens.
async fn read(
    from: impl AsyncRead + Unpin,
    log: Arc<Mutex<String>>,
    serves: mpsc::UnboundedSender<(SocketAddr, SocketAddr)>,
) {
    let mut lines = BufReader::new(from).lines();
    while let Ok(Some(line)) = lines.next_line().await {
        if let Some(addresses) = addresses(&line) {
            // Whoever started it waits only for the first.
            let _ = serves.send(addresses);
        }
        let mut log = log.lock().unwrap_or_else(PoisonError::into_inner);
        log.push_str(&line);
        log.push('\n');
    }
}

fn addresses(line: &str) -> Option<(SocketAddr, SocketAddr)> {
    let line: Value = serde_json::from_str(line).ok()?;
    if line["message"] != "console serves" {
        return None;
    }
    let of = |name: &str| line[name].as_str()?.parse().ok();
    Some((of("address")?, of("ops_address")?))
}
