//! `cargo xtask demo`: everything on loopback, from a bare machine.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context as _, Result};

use crate::{context::Context, frontend, process, progress::Progress};

/// Build what is missing, then become the demo: its signals, its output and its exit code are ours.
pub(crate) fn run(context: &Context, args: &[OsString]) -> Result<ExitCode> {
    let progress = Progress::start("demo");
    let dist = frontend::build(context)?;
    progress.say("building the server");
    let server = build_server(context)?;
    progress.say("starting");
    become_program(command(&server, &dist).args(args))
}

/// Build the server with its sandbox; returns the program.
///
/// The whole workspace is selected although one program is wanted: cargo unites the features of the selected
/// members, and any other selection would compile the shared dependencies a second time for the tests.
pub(crate) fn build_server(context: &Context) -> Result<PathBuf> {
    let mut cargo = process::cargo(context);
    cargo.args([
        "build",
        "--workspace",
        "--bin",
        "kfp-console",
        "--features",
        "kfp-console/demo",
    ]);
    process::run(&mut cargo)?;
    Ok(context.target().join("debug/kfp-console"))
}

/// The demo of a built server with a built frontend.
pub(crate) fn command(server: &Path, dist: &Path) -> Command {
    let mut command = process::command(server);
    command.arg("demo").arg("--assets").arg(dist);
    command
}

#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    // Returns only when the program cannot be started.
    Err(command.exec()).context("cannot start the server")
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<ExitCode> {
    let status = command.status().context("cannot start the server")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
