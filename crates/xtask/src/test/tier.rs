//! The tiers: what each runs, and what it needs.

use std::{
    env, fmt,
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result};
use clap::ValueEnum;

use super::{count::Count, readme, targets};
use crate::{
    context::Context,
    deps, frontend, process,
    setup::{self, Part},
    size,
};

/// Where proptest reads the seed of its cases. The tests of one commit say the same each time; looking for new
/// counter-examples is a run of its own, with another seed and more cases (`docs/testing.md`).
const PROPERTY_SEED: &str = "PROPTEST_RNG_SEED";

/// A tier of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TierName {
    Fmt,
    Clippy,
    Docs,
    Deps,
    Unit,
    Integration,
    Envoy,
    Python,
    Browser,
    Readme,
    Size,
}

impl TierName {
    /// All tiers: the quick and the often broken ones first.
    pub(super) const ALL: [Self; 11] = [
        Self::Fmt,
        Self::Clippy,
        Self::Docs,
        Self::Deps,
        Self::Unit,
        Self::Integration,
        Self::Envoy,
        Self::Python,
        Self::Browser,
        Self::Readme,
        Self::Size,
    ];

    pub(super) fn what(self) -> &'static str {
        match self {
            Self::Fmt => "the sources are formatted",
            Self::Clippy => "clippy has nothing to say",
            Self::Docs => "the documentation builds, and its examples run",
            Self::Deps => "members and the browser's tree follow the dependency rule",
            Self::Unit => "tests beside the code",
            Self::Integration => "tests through public interfaces",
            Self::Envoy => "behind the real Envoy",
            Self::Python => "with the real Python client",
            Self::Browser => "in the real browser, through the gateway",
            Self::Readme => "the README's commands do what it says",
            Self::Size => "the first load is within its budget",
        }
    }

    /// Run the tier. An error is a failure as well: the tier could not run.
    ///
    /// All calls of cargo select the whole workspace: see [`targets::integration`].
    pub(super) fn run(self, context: &Context) -> Result<Count> {
        match self {
            Self::Fmt => {
                setup::run(context, &[Part::Lint]).into_result()?;
                check(process::cargo(context).args(["fmt", "--all", "--", "--check"]))
            }
            Self::Clippy => {
                setup::run(context, &[Part::Lint]).into_result()?;
                clippy(context)
            }
            Self::Docs => docs(context),
            Self::Deps => deps::check(context).map(|_| Count::success()),
            Self::Unit => tests(process::cargo(context).args([
                "test",
                "--workspace",
                "--no-fail-fast",
                "--lib",
                "--bins",
            ])),
            Self::Integration => {
                // Where they cannot be had, a few tests are skipped and say so.
                let _ = setup::run(context, &[Part::Kubectl, Part::Postgres]).report();
                integration(context)
            }
            Self::Envoy => {
                setup::run(context, &[Part::Envoy]).into_result()?;
                tests(&mut of_e2e(context, "envoy"))
            }
            Self::Python => {
                setup::run(context, &[Part::Python]).into_result()?;
                // Python tests start the sandbox as a process; its results are compared with those of kfpc.
                let programs = [
                    "build",
                    "--workspace",
                    "--bin",
                    "kfp-sandbox",
                    "--bin",
                    "kfpc",
                ];
                process::run(process::cargo(context).args(programs))?;
                tests(&mut of_e2e(context, "python"))
            }
            Self::Browser => {
                setup::run(context, &[Part::Browser]).into_result()?;
                let assets = frontend::build(context)?;
                tests(of_e2e(context, "browser").env("KFP_CONSOLE_ASSETS", assets))
            }
            Self::Readme => readme::check(context),
            Self::Size => {
                let load = size::first_load(&frontend::build(context)?)?;
                eprintln!("size: {}", load.to_json());
                load.within_budget().map(|()| Count::success())
            }
        }
    }
}

impl fmt::Display for TierName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.to_possible_value();
        f.write_str(value.as_ref().map_or("", |value| value.get_name()))
    }
}

/// A command that is one check.
fn check(command: &mut Command) -> Result<Count> {
    process::run(command).map(|()| Count::success())
}

/// The lints of the workspace as it is built, and once more with what is off by default.
fn clippy(context: &Context) -> Result<Count> {
    let all = ["clippy", "--workspace", "--all-targets"];
    let deny = ["--", "-D", "warnings"];
    let mut count = check(process::cargo(context).args(all).args(deny))?;
    for featured in targets::featured(context)? {
        let with = ["--features", &featured.features];
        count += check(process::cargo(context).args(all).args(with).args(deny))?;
    }
    Ok(count)
}

fn docs(context: &Context) -> Result<Count> {
    let mut build = process::cargo(context);
    build
        .env("RUSTDOCFLAGS", "-D warnings")
        .args(["doc", "--workspace", "--no-deps"]);
    let mut count = check(&mut build)?;
    let examples = tests_or_none(process::cargo(context).args([
        "test",
        "--workspace",
        "--no-fail-fast",
        "--doc",
    ]))?;
    count += examples;
    Ok(count)
}

fn integration(context: &Context) -> Result<Count> {
    let mut cargo = process::cargo(context);
    cargo.args(["test", "--workspace", "--no-fail-fast"]);
    for name in targets::integration(context)? {
        cargo.args(["--test", &name]);
    }
    let mut count = tests(&mut cargo)?;
    for featured in targets::featured(context)? {
        let mut cargo = process::cargo(context);
        cargo.args(["test", "--workspace", "--features", &featured.features]);
        count += tests(cargo.args(["--test", &featured.name]))?;
    }
    Ok(count)
}

/// A test program of `e2e`.
fn of_e2e(context: &Context, name: &str) -> Command {
    let mut cargo = process::cargo(context);
    cargo.args(["test", "--workspace", "--no-fail-fast", "--test", name]);
    cargo
}

/// Run test programs, show what they print, and count.
fn tests(command: &mut Command) -> Result<Count> {
    let (count, succeeded) = counted(command)?;
    Ok(count.concluded(succeeded))
}

/// The same where having no test is no failure.
fn tests_or_none(command: &mut Command) -> Result<Count> {
    let (count, succeeded) = counted(command)?;
    Ok(if succeeded {
        count
    } else {
        count.concluded(false)
    })
}

fn counted(command: &mut Command) -> Result<(Count, bool)> {
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    if env::var_os(PROPERTY_SEED).is_none() {
        command.env(PROPERTY_SEED, "1");
    }
    let mut child = command.spawn().context("cannot start cargo")?;
    let mut count = Count::default();
    if let Some(stdout) = child.stdout.take() {
        for line in BufReader::new(stdout).split(b'\n') {
            // A test may print anything; what is no UTF-8 is shown as far as it is.
            let line = line.context("cannot read what cargo prints")?;
            let line = String::from_utf8_lossy(&line);
            println!("{line}");
            count.add_line(&line);
        }
    }
    let status = child.wait().context("cannot wait for cargo")?;
    Ok((count, status.success()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tier_runs_by_default_and_has_the_name_of_the_documentation() {
        assert_eq!(TierName::ALL.as_slice(), TierName::value_variants());
        assert_eq!(TierName::Integration.to_string(), "integration");
    }

    #[test]
    fn a_program_that_dies_counts_as_a_failure() {
        let script = "echo 'test result: ok. 2 passed; 0 failed; 0 ignored'; exit 1";
        let count = super::tests(Command::new("sh").args(["-c", script])).unwrap();
        assert_eq!(count.to_string(), "2 passed, 1 failed");
    }
}
