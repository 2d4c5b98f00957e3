//! The test programs of the workspace.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use crate::{context::Context, process};

/// The member whose tests need a browser, Envoy or Python, and have tiers of their own.
const E2E: &str = "e2e";

#[derive(Debug, Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    targets: Vec<Target>,
}

#[derive(Debug, Deserialize)]
struct Target {
    name: String,
    kind: Vec<String>,
}

/// Names of the integration tests of all members but [`E2E`].
///
/// They are named one by one to cargo, with the whole workspace selected: leaving out a member with
/// `--exclude` would change the united features and compile the dependencies a second time.
pub(super) fn integration(context: &Context) -> Result<BTreeSet<String>> {
    let mut cargo = process::cargo(context);
    cargo.args(["metadata", "--format-version", "1", "--no-deps"]);
    names(&process::output(&mut cargo)?)
}

fn names(metadata: &str) -> Result<BTreeSet<String>> {
    let metadata: Metadata =
        serde_json::from_str(metadata).context("cannot read what `cargo metadata` prints")?;
    let tests = |of_e2e: bool| {
        metadata
            .packages
            .iter()
            .filter(move |package| (package.name == E2E) == of_e2e)
            .flat_map(|package| &package.targets)
            .filter(|target| target.kind.iter().any(|kind| kind == "test"))
            .map(|target| target.name.clone())
    };
    let ours: BTreeSet<String> = tests(false).collect();
    if let Some(name) = tests(true).find(|name| ours.contains(name)) {
        anyhow::bail!("the test `{name}` of {E2E} needs a name that no other member's test has");
    }
    Ok(ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metadata(e2e: &str) -> String {
        format!(
            r#"{{"packages":[
                {{"name":"server","targets":[{{"name":"server","kind":["lib"]}},{{"name":"it","kind":["test"]}}]}},
                {{"name":"core","targets":[{{"name":"it","kind":["test"]}},{{"name":"recorded","kind":["test"]}}]}},
                {{"name":"e2e","targets":[{{"name":"{e2e}","kind":["test"]}}]}}]}}"#
        )
    }

    #[test]
    fn only_integration_tests_of_other_members_are_named() {
        let names = names(&metadata("browser")).unwrap();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["it", "recorded"]);
    }

    #[test]
    fn one_name_for_two_tiers_is_an_error() {
        assert!(
            names(&metadata("it"))
                .unwrap_err()
                .to_string()
                .contains("`it`")
        );
    }
}
