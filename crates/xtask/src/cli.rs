//! The command line of `cargo xtask`.

use std::{ffi::OsString, path::PathBuf, process::ExitCode};

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::{
    bench, checkout,
    context::Context,
    demo, deps, frontend,
    setup::{self, Part},
    size,
    test::{self, TierName},
};

/// Every routine of this repository.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
pub(crate) struct Cli {
    #[command(subcommand)]
    routine: Routine,
}

#[derive(Debug, Subcommand)]
enum Routine {
    /// Bring this machine to where everything builds and every test runs; skips what is there.
    Setup {
        /// Only this part.
        #[arg(long, value_enum)]
        only: Vec<Part>,
    },
    /// Build what is missing and start sandbox, gateway and console on loopback.
    ///
    /// Arguments are passed on to `kfp-console demo`; `cargo xtask demo -- --help` lists them.
    Demo {
        /// Arguments of `kfp-console demo`, such as `--smoke` or `--port 8081`.
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<OsString>,
    },
    /// Run every tier of the tests, or the named ones; the last line is `N passed, N failed`.
    Test {
        /// Tiers to run; all when none is named.
        #[arg(value_enum)]
        tiers: Vec<TierName>,
    },
    /// Check who imports whom in this workspace, and what the browser program pulls in.
    Deps,
    /// Print bytes and requests of the first load as JSON; fails over the budget.
    Size,
    /// Measure this build and print the figures as JSON.
    Bench {
        /// How often each figure is taken; the median is reported.
        #[arg(long, default_value_t = 5)]
        rounds: usize,
    },
    /// Build the browser program and print the folder that holds it.
    BuildFrontend {
        /// Put the result here as well, for example for a container image: into a new folder, or in the place of an
        /// older result.
        #[arg(long)]
        output: Option<PathBuf>,
    },
    /// What trunk calls in place of wasm-bindgen while it builds the browser program.
    #[command(hide = true)]
    SplitProgram {
        /// The real one.
        #[arg(long)]
        wasm_bindgen: PathBuf,
        /// The folder for the parts that are not in the first load.
        #[arg(long)]
        parts: PathBuf,
        /// Arguments of wasm-bindgen.
        #[arg(last = true)]
        args: Vec<OsString>,
    },
}

impl Cli {
    /// Run the routine that was asked for.
    pub(crate) fn run(self) -> Result<ExitCode> {
        let context = Context::from_env()?;
        let _claim = match self.routine {
            // The routine that has the program split holds the claim.
            Routine::Setup { .. } | Routine::Deps | Routine::SplitProgram { .. } => None,
            _ => Some(checkout::claim(&context)?),
        };
        match self.routine {
            Routine::Setup { only } => {
                let parts = if only.is_empty() {
                    Part::ALL.to_vec()
                } else {
                    only
                };
                Ok(setup::run(&context, &parts).report())
            }
            Routine::SplitProgram {
                wasm_bindgen,
                parts,
                args,
            } => {
                frontend::split::stand_in(&wasm_bindgen, &parts, &args)?;
                Ok(ExitCode::SUCCESS)
            }
            Routine::Demo { args } => demo::run(&context, &args),
            Routine::Test { tiers } => Ok(test::run(&context, &tiers)),
            Routine::Deps => {
                let edges = deps::check(&context)?;
                eprintln!(
                    "deps: {edges} edges between members and the browser's tree follow the rule"
                );
                Ok(ExitCode::SUCCESS)
            }
            Routine::Size => {
                let dist = frontend::build(&context)?;
                let load = size::first_load(&dist)?;
                println!("{}", load.to_json());
                load.within_budget()?;
                Ok(ExitCode::SUCCESS)
            }
            Routine::Bench { rounds } => {
                println!("{}", bench::run(&context, rounds)?);
                Ok(ExitCode::SUCCESS)
            }
            Routine::BuildFrontend { output } => {
                if let Some(output) = &output {
                    frontend::check(output)?;
                }
                let dist = frontend::build(&context)?;
                let folder = match output {
                    Some(output) => {
                        frontend::put(&dist, &output)?;
                        output
                    }
                    None => dist,
                };
                println!("{}", folder.display());
                Ok(ExitCode::SUCCESS)
            }
        }
    }

    /// Whether the words after `cargo xtask` name a routine with valid arguments.
    pub(crate) fn accepts(words: &[&str]) -> Result<()> {
        Self::try_parse_from(std::iter::once("cargo xtask").chain(words.iter().copied()))?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_arguments_of_demo_pass_on_with_and_without_dashes() {
        for words in [["demo", "--smoke"].as_slice(), &["demo", "--", "--smoke"]] {
            let cli =
                Cli::try_parse_from(std::iter::once("xtask").chain(words.iter().copied())).unwrap();
            let Routine::Demo { args } = cli.routine else {
                panic!("not the demo: {cli:?}")
            };
            assert_eq!(args, ["--smoke"]);
        }
    }

    #[test]
    fn an_unknown_routine_or_tier_is_refused() {
        assert!(Cli::accepts(&["test", "browser"]).is_ok());
        assert!(Cli::accepts(&["tset"]).is_err());
        assert!(Cli::accepts(&["test", "everything"]).is_err());
        assert!(Cli::accepts(&["setup", "--only", "wasm"]).is_ok());
    }
}
