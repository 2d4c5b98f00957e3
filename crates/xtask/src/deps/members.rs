//! What the members' manifests import, held against the rule.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result};
use serde::Deserialize;

use super::rule::{IMPORTED_BY_NOBODY, MEMBERS, Member};

/// The members as `cargo metadata --no-deps` shows them.
#[derive(Debug, Deserialize)]
pub(super) struct Workspace {
    packages: Vec<Package>,
}

#[derive(Debug, Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
    #[serde(default)]
    features: BTreeMap<String, Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
    #[serde(default)]
    optional: bool,
    target: Option<String>,
}

impl Dependency {
    fn is_of_tests(&self) -> bool {
        self.kind.as_deref() == Some("dev")
    }

    /// Whether a build for the browser has this dependency.
    fn reaches_browser(&self) -> bool {
        self.target
            .as_deref()
            .is_none_or(|target| !target.contains("not(target_arch = \"wasm32\")"))
    }
}

impl Workspace {
    pub(super) fn parse(metadata: &str) -> Result<Self> {
        serde_json::from_str(metadata).context("cannot read what `cargo metadata` prints")
    }

    pub(super) fn edges_between_members(&self) -> usize {
        self.packages
            .iter()
            .flat_map(|package| &package.dependencies)
            .filter(|to| self.is_member(&to.name))
            .count()
    }

    fn is_member(&self, name: &str) -> bool {
        self.packages.iter().any(|package| package.name == name)
    }

    /// One line per edge that breaks the rule.
    pub(super) fn violations(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for package in &self.packages {
            let Some(member) = MEMBERS.iter().find(|member| member.name == package.name) else {
                broken.push(format!(
                    "{}: the rule has no row for this member",
                    package.name
                ));
                continue;
            };
            for dependency in &package.dependencies {
                let problem = if self.is_member(&dependency.name) {
                    own(member, package, dependency)
                } else {
                    foreign(member, dependency)
                };
                if let Some(problem) = problem {
                    broken.push(format!(
                        "{} -> {}: {problem}",
                        package.name, dependency.name
                    ));
                }
            }
        }
        broken
    }
}

/// What is wrong with an edge between members.
fn own(member: &Member, package: &Package, to: &Dependency) -> Option<String> {
    let name = to.name.as_str();
    if name == IMPORTED_BY_NOBODY {
        return Some("nobody imports this member".to_owned());
    }
    if member.imports.contains(&name) {
        return None;
    }
    if to.is_of_tests() {
        return (!member.in_tests.contains(&name))
            .then(|| "not even its tests may import it".to_owned());
    }
    match member
        .behind_feature
        .iter()
        .find(|(allowed, _)| *allowed == name)
    {
        Some((_, feature)) if is_only_behind(package, to, feature) => None,
        Some((_, feature)) => Some(format!(
            "only behind the feature `{feature}`, which must be off by default"
        )),
        None => Some("it may not import it".to_owned()),
    }
}

/// Whether this feature, and no other, brings the dependency in, and the default features do not name it.
fn is_only_behind(package: &Package, to: &Dependency, feature: &str) -> bool {
    let brings_in = |with: &String| *with == format!("dep:{}", to.name) || *with == to.name;
    let elsewhere = package
        .features
        .iter()
        .filter(|(name, _)| *name != feature)
        .flat_map(|(_, with)| with);
    to.optional
        && !elsewhere
            .into_iter()
            .any(|with| brings_in(with) || with == feature)
}

/// What is wrong with an edge to a crate of others.
fn foreign(member: &Member, to: &Dependency) -> Option<String> {
    let banned =
        !to.is_of_tests() && to.reaches_browser() && member.banned.contains(&to.name.as_str());
    banned.then(|| "this crate is banned here".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One package with one dependency, among members that the rule knows.
    fn violations(name: &str, dependency: &str, features: &str) -> Vec<String> {
        let members = [
            "kfp-core",
            "kfp-sandbox",
            "frontend",
            "xtask",
            "kfp-console",
            "console-api",
        ];
        let others: Vec<String> = members
            .iter()
            .filter(|other| **other != name)
            .map(|other| format!(r#"{{"name":"{other}","dependencies":[]}}"#))
            .collect();
        let others = others.join(",");
        let metadata = format!(
            r#"{{"packages":[{{"name":"{name}","dependencies":[{dependency}],"features":{features}}},{others}]}}"#
        );
        Workspace::parse(&metadata).unwrap().violations()
    }

    fn normal(name: &str) -> String {
        format!(r#"{{"name":"{name}","kind":null,"target":null}}"#)
    }

    fn of_tests(name: &str) -> String {
        format!(r#"{{"name":"{name}","kind":"dev","target":null}}"#)
    }

    #[test]
    fn the_wrong_way_is_refused() {
        for (from, to) in [
            ("kfp-core", "console-api"),
            ("kfp-core", "kfp-sandbox"),
            ("kfp-sandbox", "kfp-core"),
            ("console-api", "kfp-console"),
            ("frontend", "kfp-console"),
            ("frontend", "kfp-sandbox"),
            ("e2e", "frontend"),
            ("kfp-console", "frontend"),
            ("e2e", "xtask"),
        ] {
            let broken = violations(from, &normal(to), "{}");
            assert_eq!(broken.len(), 1, "{from} -> {to}: {broken:?}");
            assert!(
                broken[0].starts_with(&format!("{from} -> {to}: ")),
                "{broken:?}"
            );
        }
    }

    #[test]
    fn the_right_way_is_allowed() {
        for (from, to) in [
            ("console-api", "kfp-core"),
            ("kfp-console", "kfp-core"),
            ("frontend", "console-api"),
            ("e2e", "kfp-console"),
            ("xtask", "kfp-sandbox"),
        ] {
            assert_eq!(
                violations(from, &normal(to), "{}"),
                Vec::<String>::new(),
                "{from} -> {to}"
            );
        }
    }

    #[test]
    fn tests_have_edges_of_their_own() {
        assert!(violations("kfp-console", &of_tests("kfp-sandbox"), "{}").is_empty());
        assert!(violations("kfp-core", &of_tests("kfp-sandbox"), "{}").is_empty());
        // The other side of the wire stays the other side in its tests too.
        assert_eq!(
            violations("kfp-sandbox", &of_tests("kfp-core"), "{}").len(),
            1
        );
        assert_eq!(violations("e2e", &of_tests("frontend"), "{}").len(), 1);
        assert_eq!(violations("kfp-core", &of_tests("xtask"), "{}").len(), 1);
    }

    #[test]
    fn the_sandbox_comes_into_the_server_only_with_the_demo() {
        let optional = r#"{"name":"kfp-sandbox","kind":null,"optional":true,"target":null}"#;
        assert!(violations("kfp-console", optional, r#"{"demo":["dep:kfp-sandbox"]}"#).is_empty());
        for features in [
            r#"{"demo":["dep:kfp-sandbox"],"default":["demo"]}"#,
            r#"{"demo":["dep:kfp-sandbox"],"serve":["dep:kfp-sandbox"]}"#,
        ] {
            assert_eq!(
                violations("kfp-console", optional, features).len(),
                1,
                "{features}"
            );
        }
        assert_eq!(
            violations("kfp-console", &normal("kfp-sandbox"), r#"{"demo":[]}"#).len(),
            1
        );
    }

    #[test]
    fn banned_crates_are_refused_where_they_reach_the_browser() {
        for name in [
            "tokio",
            "hyper",
            "reqwest",
            "url",
            "regex",
            "chrono",
            "serde-saphyr",
            "leptos-use",
        ] {
            assert_eq!(
                violations("frontend", &normal(name), "{}").len(),
                1,
                "{name}"
            );
            assert_eq!(
                violations("kfp-core", &normal(name), "{}").len(),
                1,
                "{name}"
            );
            assert!(
                violations("frontend", &of_tests(name), "{}").is_empty(),
                "{name}"
            );
        }
        let native =
            r#"{"name":"tokio","kind":null,"target":"cfg(not(target_arch = \"wasm32\"))"}"#;
        assert!(violations("kfp-core", native, "{}").is_empty());
        let wasm = r#"{"name":"tokio","kind":null,"target":"cfg(target_arch = \"wasm32\")"}"#;
        assert_eq!(violations("kfp-core", wasm, "{}").len(), 1);
        assert_eq!(violations("kfp-core", &normal("anyhow"), "{}").len(), 1);
    }

    #[test]
    fn a_member_without_a_row_is_refused() {
        let broken = violations("kfp-helpers", "", "{}");
        assert_eq!(broken.len(), 1);
        assert!(broken[0].contains("no row"), "{broken:?}");
    }
}
