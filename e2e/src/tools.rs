//! Programs that `cargo xtask setup` has put into its cache folder, and those of this workspace.

use std::env;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

/// The cache folder: `$KFP_CONSOLE_CACHE`, else `$XDG_CACHE_HOME/kfp-console`, else `~/.cache/kfp-console`.
///
/// # Errors
/// When no variable names an absolute path.
pub fn cache() -> Result<PathBuf> {
    let absolute = |name: &str| {
        env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    absolute("KFP_CONSOLE_CACHE")
        .or_else(|| absolute("XDG_CACHE_HOME").map(|path| path.join("kfp-console")))
        .or_else(|| absolute("HOME").map(|path| path.join(".cache/kfp-console")))
        .context("neither KFP_CONSOLE_CACHE nor XDG_CACHE_HOME nor HOME is set to an absolute path")
}

/// A file of the cache folder.
///
/// # Errors
/// When it is not there; the text says how to get it.
pub fn file(relative: &str) -> Result<PathBuf> {
    let path = cache()?.join(relative);
    if !path.is_file() {
        bail!(
            "{} is missing; `cargo xtask setup` installs it",
            path.display()
        );
    }
    Ok(path)
}

/// A program of this workspace: what `variable` names, else the one beside this test's folder.
///
/// # Errors
/// When it was not built; the text says how.
pub fn built(program: &str, variable: &str) -> Result<PathBuf> {
    if let Some(named) = env::var_os(variable) {
        return Ok(named.into());
    }
    let test = env::current_exe().context("a program has a path")?;
    let folder = test.ancestors().nth(2).context("a test lies in `deps`")?;
    let path = folder.join(program);
    if !path.is_file() {
        bail!(
            "{} is missing; `cargo build --workspace --bin {program}` makes it",
            path.display()
        );
    }
    Ok(path)
}
