//! Running one of the scripts in `e2e/python`.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::tools;

/// The client has no timeout of its own; a call that hangs must not hang the tests.
const PATIENCE: Duration = Duration::from_mins(5);

/// A process with nothing of the surroundings: no settings of the person, no proxy, no context file of the client.
pub(super) struct Script {
    command: Command,
    home: TempDir,
}

impl Script {
    /// The Python of the cache folder, with a script.
    pub(super) fn new(name: &str) -> Result<Self> {
        Self::under(&[], name)
    }

    /// The same, run by another program, such as `unshare`.
    pub(super) fn under(runner: &[&OsStr], name: &str) -> Result<Self> {
        let python = tools::file("python/bin/python")?;
        let script = folder().join(name);
        let mut words = runner.iter().copied().chain([
            python.as_os_str(),
            OsStr::new("-I"),
            script.as_os_str(),
        ]);
        let mut command = Command::new(words.next().context("a command has a first word")?);
        let home = tempfile::tempdir().context("no folder for a home")?;
        command
            .args(words)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        Ok(Self { command, home })
    }

    pub(super) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Hands the script its order and returns what it printed.
    pub(super) async fn run(mut self, order: &Value) -> Result<String> {
        let mut child = self.command.spawn().context("cannot start the script")?;
        let mut stdin = child.stdin.take().context("the script has no stdin")?;
        let order = order.to_string();
        let finished = tokio::time::timeout(PATIENCE, async {
            // A script that ends early closes its end; its words on stderr say why.
            drop(stdin.write_all(order.as_bytes()).await);
            drop(stdin);
            child.wait_with_output().await
        });
        let output = finished
            .await
            .context("the script does not end")?
            .context("cannot read from the script")?;
        drop(self.home);
        if !output.status.success() {
            bail!(
                "the script failed ({}): {}",
                output.status,
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        String::from_utf8(output.stdout).context("the script printed no UTF-8")
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("python")
}
