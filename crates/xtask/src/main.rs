//! Every routine of this repository: `cargo xtask --help` lists them.
//!
//! Results that another program may read (a line of JSON, the count of the tests, the folder of the built
//! frontend) go to stdout; everything meant for a person goes to stderr.
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a command line speaks to the person who called it"
)]

mod bench;
mod checkout;
mod cli;
mod context;
mod demo;
mod deps;
mod frontend;
mod lockfile;
mod process;
mod progress;
mod setup;
mod size;
mod test;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match cli.run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
