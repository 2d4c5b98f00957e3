//! Packages of npm, in a folder of the cache.

use std::{fs, path::Path};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::{BINARYEN, apt, step::Step};
use crate::{context::Context, process};

const AXE_CORE: &str = "4.14.1";

pub(super) fn wasm_opt_steps() -> Vec<Step> {
    let cost =
        "the frontend cannot be built, so `demo` and the tiers browser, readme and size fail";
    vec![
        node("wasm-opt comes as a package of npm", cost),
        Step {
            name: "wasm-opt",
            purpose: "it makes the WebAssembly smaller; Debian's is too old for today's compiler",
            cost,
            find: |context| {
                installed_version(context, "binaryen").filter(|version| version == BINARYEN)?;
                process::version(context.cache().node_bin().join("wasm-opt"))
            },
            install: |context| install(context, "binaryen", BINARYEN),
        },
    ]
}

pub(super) fn axe_steps() -> Vec<Step> {
    let cost = "the browser tier cannot check accessibility and fails";
    vec![
        node("axe-core comes as a package of npm", cost),
        Step {
            name: "axe-core",
            purpose: "it finds accessibility mistakes in every page",
            cost,
            find: |context| {
                installed_version(context, "axe-core").filter(|version| version == AXE_CORE)
            },
            install: |context| install(context, "axe-core", AXE_CORE),
        },
    ]
}

fn node(purpose: &'static str, cost: &'static str) -> Step {
    Step {
        name: "npm",
        purpose,
        cost,
        find: |_| {
            let npm = process::version("npm")?;
            process::version("node").map(|node| format!("npm {npm}, node {node}"))
        },
        install: |_| apt::install(&["nodejs", "npm"]),
    }
}

fn install(context: &Context, package: &str, version: &str) -> Result<()> {
    let folder = context.cache().node();
    fs::create_dir_all(&folder)?;
    let mut npm = process::command("npm");
    npm.current_dir(&folder)
        .args([
            "install",
            "--no-audit",
            "--no-fund",
            "--save-exact",
            "--prefix",
        ])
        .arg(&folder)
        .arg(format!("{package}@{version}"));
    process::run(&mut npm)
}

fn installed_version(context: &Context, package: &str) -> Option<String> {
    let manifest = context
        .cache()
        .node()
        .join("node_modules")
        .join(package)
        .join("package.json");
    version_in(&manifest).ok()
}

fn version_in(manifest: &Path) -> Result<String> {
    let value: Value = serde_json::from_slice(&fs::read(manifest)?)?;
    let version = value
        .get("version")
        .and_then(Value::as_str)
        .context("no version")?;
    Ok(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_a_package_is_read_from_its_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let manifest = folder.path().join("package.json");
        fs::write(&manifest, r#"{"name":"axe-core","version":"4.14.1"}"#).unwrap();
        assert_eq!(version_in(&manifest).unwrap(), "4.14.1");
        fs::write(&manifest, r#"{"name":"axe-core"}"#).unwrap();
        assert!(version_in(&manifest).is_err());
    }
}
