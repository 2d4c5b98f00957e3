//! Where the tools and the built frontend are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// Path of the WebDriver server of Chromium.
const CHROMEDRIVER: &str = "KFP_CONSOLE_CHROMEDRIVER";
/// Path of Chromium.
const CHROMIUM: &str = "KFP_CONSOLE_CHROMIUM";
/// Path of `axe.min.js`.
const AXE: &str = "KFP_CONSOLE_AXE";
/// The folder of the tools that `cargo xtask setup` fetched.
const CACHE: &str = "KFP_CONSOLE_CACHE";

pub(super) fn chromedriver() -> Result<PathBuf> {
    tool(CHROMEDRIVER, &["chromedriver"])
}

pub(super) fn chromium() -> Result<PathBuf> {
    tool(CHROMIUM, &["chromium", "chromium-browser", "google-chrome"])
}

/// The script of axe-core.
pub(super) fn axe() -> Result<PathBuf> {
    let path = match env::var_os(AXE) {
        Some(path) => PathBuf::from(path),
        None => cache()?.join("node/node_modules/axe-core/axe.min.js"),
    };
    if !path.is_file() {
        bail!(
            "axe-core is not at {}: run `cargo xtask setup`, or name the file in {AXE}",
            path.display()
        );
    }
    Ok(path)
}

/// The folder for what a run leaves behind: pictures, audits, failures.
pub(super) fn artifacts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts")
}

fn cache() -> Result<PathBuf> {
    if let Some(folder) = env::var_os(CACHE) {
        return Ok(folder.into());
    }
    let base = match env::var_os("XDG_CACHE_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(env::var_os("HOME").context("HOME is not set")?).join(".cache"),
    };
    Ok(base.join("kfp-console"))
}

fn tool(variable: &str, names: &[&str]) -> Result<PathBuf> {
    if let Some(path) = env::var_os(variable) {
        return Ok(path.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path)
        .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
        .find(|candidate| candidate.is_file())
        .with_context(|| {
            format!(
                "no {} on PATH: run `cargo xtask setup`, or name the file in {variable}",
                names.join(", ")
            )
        })
}
