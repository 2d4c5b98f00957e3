//! Tests written in Python, which start the sandbox as a process.

use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::process::Command;

use crate::tools;

/// A module that hangs must not hang the tests.
const PATIENCE: Duration = Duration::from_mins(5);

/// Runs a module of tests in `folder` of the checkout, with the sandbox's fixture at hand.
///
/// # Errors
/// When a test fails, when there is none, or when client or program are missing.
pub async fn unittest(folder: &str, module: &str) -> Result<()> {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let sandbox = checkout.join("crates/kfp-sandbox");
    let home = tempfile::tempdir().context("no folder for a home")?;
    let running = Command::new(tools::file("python/bin/python")?)
        .args(["-m", "unittest", module])
        .current_dir(checkout.join(folder))
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", home.path())
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONPATH", sandbox.join("examples/python"))
        .env(
            "KFP_SANDBOX_PROGRAM",
            tools::built("kfp-sandbox", "KFP_SANDBOX_PROGRAM")?,
        )
        .env("KFP_SANDBOX_PIPELINES", sandbox.join("data/pipelines"))
        .stdin(Stdio::null())
        .kill_on_drop(true)
        .output();
    let output = tokio::time::timeout(PATIENCE, running)
        .await
        .context("the Python tests do not end")?
        .context("cannot start Python")?;
    let said = String::from_utf8_lossy(&output.stderr);
    if !output.status.success() || said.contains("Ran 0 tests") {
        bail!("Python tests failed ({}): {}", output.status, said.trim());
    }
    Ok(())
}
