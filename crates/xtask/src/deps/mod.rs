//! `cargo xtask deps`: the dependency rule of the architecture, enforced.

mod browser;
mod members;
mod rule;

use anyhow::{Result, bail};

use crate::{context::Context, process};

/// Check the members' manifests and the browser's tree; returns how many edges between members were seen.
///
/// # Errors
/// One line for every edge that breaks the rule.
pub(crate) fn check(context: &Context) -> Result<usize> {
    let mut metadata = process::cargo(context);
    metadata.args(["metadata", "--format-version", "1", "--no-deps"]);
    let workspace = members::Workspace::parse(&process::output(&mut metadata)?)?;
    let mut tree = process::cargo(context);
    // The features of this member alone: what other members switch on does not reach the browser.
    tree.args([
        "tree",
        "--package",
        rule::BROWSER_PROGRAM,
        "--target",
        crate::setup::WASM_TARGET,
    ]);
    tree.args([
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]);
    let tree = process::output(&mut tree)?;

    let mut broken = workspace.violations();
    broken.extend(browser::violations(&tree));
    if !broken.is_empty() {
        bail!(
            "{} edges break the dependency rule:\n{}",
            broken.len(),
            broken.join("\n")
        );
    }
    Ok(workspace.edges_between_members())
}
