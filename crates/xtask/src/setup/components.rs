//! Components of the toolchain that a minimal installation leaves out.

use anyhow::Result;

use super::step::Step;
use crate::process;

pub(super) fn steps() -> Vec<Step> {
    vec![
        Step {
            name: "rustfmt",
            purpose: "the tests check that the sources are formatted",
            cost: "the fmt tier fails",
            find: |_| version("fmt"),
            install: |_| add("rustfmt"),
        },
        Step {
            name: "clippy",
            purpose: "the tests check that it has nothing to say",
            cost: "the clippy tier fails",
            find: |_| version("clippy"),
            install: |_| add("clippy"),
        },
    ]
}

fn version(subcommand: &str) -> Option<String> {
    let mut cargo = process::command(process::cargo_program());
    let said = process::output(cargo.args([subcommand, "--version"])).ok()?;
    said.lines().next().map(str::to_owned)
}

fn add(component: &str) -> Result<()> {
    process::run(process::command("rustup").args(["component", "add", component]))
}
