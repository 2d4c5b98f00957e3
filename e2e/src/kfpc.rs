//! The command line, as a person runs it.

use std::process::Stdio;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tempfile::TempDir;
use tokio::process::Command;

use crate::tools;

/// `kfpc` with an address, a session and a namespace, and nothing of the surroundings.
#[derive(Debug)]
pub struct Kfpc {
    home: TempDir,
    address: String,
    namespace: String,
}

/// What came of a call.
#[derive(Debug)]
pub struct Done {
    /// The exit code.
    pub code: Option<i32>,
    /// The result.
    pub out: String,
    /// Words for people.
    pub words: String,
}

impl Kfpc {
    /// The command line at an address, as whoever the cookie (`name=value`) belongs to.
    ///
    /// # Errors
    /// When the file of the cookie cannot be written.
    pub fn at(address: impl Into<String>, cookie: &str, namespace: &str) -> Result<Self> {
        let home = tempfile::tempdir().context("no folder for a home")?;
        std::fs::write(home.path().join("cookie"), cookie).context("no file for the cookie")?;
        Ok(Self {
            home,
            address: address.into(),
            namespace: namespace.to_owned(),
        })
    }

    /// Runs it.
    ///
    /// # Errors
    /// When it was not built or cannot be started.
    pub async fn run(&self, args: &[&str]) -> Result<Done> {
        let output = Command::new(tools::built("kfpc", "KFPC_PROGRAM")?)
            .args(["--endpoint", &self.address, "--namespace", &self.namespace])
            .arg("--cookie-file")
            .arg(self.home.path().join("cookie"))
            .args(args)
            .env_clear()
            .env("HOME", self.home.path())
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .output()
            .await
            .context("cannot start kfpc")?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Done {
            code: output.status.code(),
            out: text(&output.stdout),
            words: text(&output.stderr),
        })
    }

    /// Runs it with `-o json`; the result.
    ///
    /// # Errors
    /// When it fails, or its result is no JSON.
    pub async fn json(&self, args: &[&str]) -> Result<Value> {
        let done = self.run(&[args, &["-o", "json"]].concat()).await?;
        if done.code != Some(0) {
            bail!("{args:?}: {done:?}");
        }
        serde_json::from_str(&done.out).with_context(|| format!("{args:?}: {}", done.out))
    }

    /// Runs what says no more than that it is done.
    ///
    /// # Errors
    /// When it fails.
    pub async fn done(&self, args: &[&str]) -> Result<()> {
        let done = self.run(args).await?;
        if done.code != Some(0) {
            bail!("{args:?}: {done:?}");
        }
        Ok(())
    }
}
