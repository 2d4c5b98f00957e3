//! The program `kfp-sandbox`: the simulated Kubeflow in a process of its own.

mod cli;
mod report;
mod serve;
mod stop;

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    cli::run().await
}
