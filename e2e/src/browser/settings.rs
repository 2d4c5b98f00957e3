//! Where the tools and the built frontend are.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::tools;

/// Path of the WebDriver server of Chromium.
const CHROMEDRIVER: &str = "KFP_CONSOLE_CHROMEDRIVER";
/// Path of Chromium.
const CHROMIUM: &str = "KFP_CONSOLE_CHROMIUM";
/// Path of `axe.min.js`.
const AXE: &str = "KFP_CONSOLE_AXE";

pub(super) fn chromedriver() -> Result<PathBuf> {
    tool(CHROMEDRIVER, &["chromedriver"])
}

pub(super) fn chromium() -> Result<PathBuf> {
    tool(CHROMIUM, &["chromium", "chromium-browser", "google-chrome"])
}

/// The script of axe-core.
pub(super) fn axe() -> Result<PathBuf> {
    match env::var_os(AXE) {
        Some(path) => Ok(path.into()),
        None => tools::file("node/node_modules/axe-core/axe.min.js"),
    }
}

/// The folder for what a run leaves behind: pictures, audits, failures.
pub(super) fn artifacts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("artifacts")
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
