//! Where Envoy is.

use std::env;
use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::tools;

/// Path of Envoy.
const ENVOY: &str = "KFP_CONSOLE_ENVOY";

/// The program.
///
/// # Errors
/// When it is not there: the sentence says how to get it.
pub(super) fn envoy() -> Result<PathBuf> {
    let Some(path) = env::var_os(ENVOY).map(PathBuf::from) else {
        return tools::file("python/bin/envoy");
    };
    if !path.is_file() {
        bail!(
            "{ENVOY} names {}, which is not there; `cargo xtask setup` installs Envoy",
            path.display()
        );
    }
    Ok(path)
}
