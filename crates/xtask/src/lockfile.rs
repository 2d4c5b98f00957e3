//! The versions that `Cargo.lock` holds.

use std::fs;

use anyhow::{Context as _, Result};

use crate::context::Context;

/// The locked version of a package.
///
/// # Errors
/// `Cargo.lock` cannot be read or does not name the package.
pub(crate) fn version_of(context: &Context, package: &str) -> Result<String> {
    let path = context.root().join("Cargo.lock");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    find(&text, package)
        .map(str::to_owned)
        .with_context(|| format!("{} does not name the package {package}", path.display()))
}

/// The first version of `package`. Cargo writes `name` directly before `version`, one entry per line.
fn find<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines();
    lines.find(|line| *line == name)?;
    lines
        .next()?
        .strip_prefix("version = \"")?
        .strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.1\"\n\n\
        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\ndependencies = [\n \"cfg-if\",\n]\n";

    #[test]
    fn the_name_must_match_as_a_whole() {
        assert_eq!(find(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(find(LOCK, "wasm"), None);
        assert_eq!(find(LOCK, "cfg-if"), None);
    }
}
