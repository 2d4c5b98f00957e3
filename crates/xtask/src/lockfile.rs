//! The versions that `Cargo.lock` holds.

use std::fs;

use anyhow::{Context as _, Result};

use crate::context::Context;

/// The locked version of a package.
///
/// # Errors
/// `Cargo.lock` cannot be read or does not name the package.
pub(crate) fn version_of(context: &Context, package: &str) -> Result<String> {
    find(&read(context)?, package)
        .map(str::to_owned)
        .with_context(|| format!("Cargo.lock does not name the package {package}"))
}

/// The members of the workspace: the packages that come from nowhere else.
///
/// # Errors
/// `Cargo.lock` cannot be read.
pub(crate) fn members(context: &Context) -> Result<Vec<String>> {
    Ok(without_source(&read(context)?))
}

fn read(context: &Context) -> Result<String> {
    let path = context.root().join("Cargo.lock");
    fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))
}

fn without_source(lock: &str) -> Vec<String> {
    lock.split("[[package]]")
        .skip(1)
        .filter(|package| !package.lines().any(|line| line.starts_with("source = ")))
        .filter_map(|package| {
            package
                .lines()
                .find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'))
        })
        .map(str::to_owned)
        .collect()
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
    fn members_are_the_packages_without_a_source() {
        let lock = "[[package]]\nname = \"serde\"\nversion = \"1.0.0\"\nsource = \"registry+x\"\n\n\
            [[package]]\nname = \"kfp-core\"\nversion = \"0.1.0\"\ndependencies = [\n \"serde\",\n]\n";
        assert_eq!(without_source(lock), ["kfp-core"]);
    }

    #[test]
    fn the_name_must_match_as_a_whole() {
        assert_eq!(find(LOCK, "wasm-bindgen"), Some("0.2.130"));
        assert_eq!(find(LOCK, "wasm"), None);
        assert_eq!(find(LOCK, "cfg-if"), None);
    }
}
