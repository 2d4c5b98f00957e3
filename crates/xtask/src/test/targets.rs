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
    #[serde(default, rename = "required-features")]
    required_features: Vec<String>,
}

/// A test program that takes a feature which is off by default.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Featured {
    /// Its name.
    pub(super) name: String,
    /// The features it takes, as `MEMBER/FEATURE`, separated by commas.
    pub(super) features: String,
}

/// Names of the integration tests of all members but [`E2E`], without those that take a [feature](Featured).
///
/// They are named one by one to cargo, with the whole workspace selected: leaving out a member with
/// `--exclude` would change the united features and compile the dependencies a second time.
pub(super) fn integration(context: &Context) -> Result<BTreeSet<String>> {
    names(&metadata(context)?)
}

/// The integration tests that take a feature.
pub(super) fn featured(context: &Context) -> Result<BTreeSet<Featured>> {
    Ok(with_features(&metadata(context)?))
}

fn metadata(context: &Context) -> Result<Metadata> {
    let mut cargo = process::cargo(context);
    cargo.args(["metadata", "--format-version", "1", "--no-deps"]);
    read(&process::output(&mut cargo)?)
}

fn read(metadata: &str) -> Result<Metadata> {
    serde_json::from_str(metadata).context("cannot read what `cargo metadata` prints")
}

fn is_test(target: &Target) -> bool {
    target.kind.iter().any(|kind| kind == "test")
}

fn with_features(metadata: &Metadata) -> BTreeSet<Featured> {
    let of = |package: &Package, target: &Target| Featured {
        name: target.name.clone(),
        features: target
            .required_features
            .iter()
            .map(|feature| format!("{}/{feature}", package.name))
            .collect::<Vec<_>>()
            .join(","),
    };
    metadata
        .packages
        .iter()
        .flat_map(|package| package.targets.iter().map(move |target| (package, target)))
        .filter(|(_, target)| is_test(target) && !target.required_features.is_empty())
        .map(|(package, target)| of(package, target))
        .collect()
}

fn names(metadata: &Metadata) -> Result<BTreeSet<String>> {
    let tests = |of_e2e: bool| {
        metadata
            .packages
            .iter()
            .filter(move |package| (package.name == E2E) == of_e2e)
            .flat_map(|package| &package.targets)
            .filter(|target| is_test(target) && target.required_features.is_empty())
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

    fn metadata(e2e: &str) -> Metadata {
        let text = format!(
            r#"{{"packages":[
                {{"name":"server","targets":[{{"name":"server","kind":["lib"]}},{{"name":"it","kind":["test"]}},
                    {{"name":"traces","kind":["test"],"required-features":["otlp","more"]}}]}},
                {{"name":"core","targets":[{{"name":"it","kind":["test"]}},{{"name":"recorded","kind":["test"]}}]}},
                {{"name":"e2e","targets":[{{"name":"{e2e}","kind":["test"]}}]}}]}}"#
        );
        read(&text).unwrap()
    }

    #[test]
    fn tests_that_take_a_feature_are_named_with_it() {
        let featured: Vec<_> = with_features(&metadata("browser")).into_iter().collect();
        let traces = Featured {
            name: "traces".to_owned(),
            features: "server/otlp,server/more".to_owned(),
        };
        assert_eq!(featured, [traces]);
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
