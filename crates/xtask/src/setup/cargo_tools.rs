//! Tools that `cargo install` builds.

use std::fs;

use anyhow::Result;

use super::{TRUNK, step::Step};
use crate::{context::Context, lockfile, process};

const COST: &str =
    "the frontend cannot be built, so `demo` and the tiers browser, readme and size fail";

pub(super) fn steps() -> Vec<Step> {
    vec![
        Step {
            name: "trunk",
            purpose: "it builds the frontend: compiler, wasm-bindgen, wasm-opt and hashed names (5 to 10 minutes)",
            cost: COST,
            find: |context| find(context, "trunk", TRUNK),
            install: |context| install(context, "trunk", TRUNK, true),
        },
        Step {
            name: "wasm-bindgen",
            purpose: "it writes the JavaScript side of the frontend; library and tool must be of one version (2 to 4 minutes)",
            cost: COST,
            find: |context| {
                find(
                    context,
                    "wasm-bindgen",
                    &wasm_bindgen_version(context).ok()?,
                )
            },
            // Its own lock file names a crate that some registries do not hold yet: let cargo choose.
            install: |context| {
                install(
                    context,
                    "wasm-bindgen-cli",
                    &wasm_bindgen_version(context)?,
                    false,
                )
            },
        },
    ]
}

/// The version of the library in `Cargo.lock`, which the tool must equal.
fn wasm_bindgen_version(context: &Context) -> Result<String> {
    lockfile::version_of(context, "wasm-bindgen")
}

fn find(context: &Context, program: &str, version: &str) -> Option<String> {
    let said = process::version(context.cache().bin().join(program))?;
    is_version(&said, version).then_some(said)
}

/// Whether the words a program says of itself hold exactly this version.
fn is_version(said: &str, version: &str) -> bool {
    said.split_whitespace().any(|word| word == version)
}

/// Link-time optimisation doubles the time of these builds and saves nothing on tools that run for seconds.
fn install(context: &Context, package: &str, version: &str, locked: bool) -> Result<()> {
    let target = context.cache().root().join("tool-target");
    let bin = context.cache().bin();
    let mut cargo = process::command(process::cargo_program());
    cargo
        .current_dir(context.cache().root())
        // Nobody has to put the folder on their PATH, nor can do anything about the lints of old crates: cargo would
        // advise both.
        .env("PATH", process::path_with([bin.as_path()])?)
        .env("CARGO_FUTURE_INCOMPAT_REPORT_FREQUENCY", "never")
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .args([
            "install",
            package,
            "--force",
            "--version",
            &format!("={version}"),
            "--root",
        ])
        .arg(context.cache().root());
    if locked {
        cargo.arg("--locked");
    }
    process::run(&mut cargo)?;
    // Half a gigabyte that nothing reads again.
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_compared_as_a_whole_word() {
        assert!(is_version("wasm-bindgen 0.2.130", "0.2.130"));
        assert!(!is_version("wasm-bindgen 0.2.130", "0.2.13"));
        assert!(!is_version("trunk 0.21.14-beta.1", "0.21.14"));
    }
}
