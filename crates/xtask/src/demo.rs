//! `cargo xtask demo`: everything on loopback, from a bare machine.

use std::{
    ffi::OsString,
    io,
    net::{Ipv4Addr, TcpListener},
    path::{Path, PathBuf},
    process::{Command, ExitCode},
};

use anyhow::{Context as _, Result, bail};

use crate::{context::Context, frontend, process, progress::Progress};

/// The port of `kfp-console demo` when none is named.
const DEFAULT_PORT: u16 = 8080;

/// Build what is missing, then become the demo: its signals, its output and its exit code are ours.
pub(crate) fn run(context: &Context, args: &[OsString]) -> Result<ExitCode> {
    let progress = Progress::start("demo");
    // The demo looks again when it starts; a person should not have to wait for the builds to learn of it.
    if let Some(port) = port(args) {
        is_free(port)?;
    }
    let dist = frontend::build(context)?;
    progress.say("building the server");
    let server = build_server(context)?;
    progress.say("starting");
    become_program(command(&server, &dist).args(args))
}

/// The gateway's port that the demo will take, as far as it can be told here; none where it takes a free one or only
/// prints its help. What cannot be read is left to the demo to complain about.
fn port(args: &[OsString]) -> Option<u16> {
    let mut port = DEFAULT_PORT;
    let mut words = args.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        match word.as_ref() {
            "--smoke" | "--help" | "-h" => return None,
            "--port" => port = words.next()?.parse().ok()?,
            word => {
                if let Some(number) = word.strip_prefix("--port=") {
                    port = number.parse().ok()?;
                }
            }
        }
    }
    (port != 0).then_some(port)
}

/// Fails in the words of the demo itself.
fn is_free(port: u16) -> Result<()> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            bail!("port {port} on 127.0.0.1 is taken; choose another one with --port")
        }
        _ => Ok(()),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn port_of(args: &[&str]) -> Option<u16> {
        port(&args.iter().map(OsString::from).collect::<Vec<_>>())
    }

    #[test]
    fn the_port_is_read_as_the_demo_reads_it() {
        assert_eq!(port_of(&[]), Some(DEFAULT_PORT));
        assert_eq!(port_of(&["--port", "9001"]), Some(9001));
        assert_eq!(port_of(&["--login=authservice", "--port=9002"]), Some(9002));
        for none in [
            &["--smoke"][..],
            &["--help"],
            &["--port", "0"],
            &["--port"],
            &["--port=x"],
        ] {
            assert_eq!(port_of(none), None, "{none:?}");
        }
    }

    #[test]
    fn a_taken_port_is_named_with_its_flag() {
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let text = is_free(port).unwrap_err().to_string();
        assert!(
            text.contains(&port.to_string()) && text.contains("--port"),
            "{text}"
        );
        drop(taken);
        assert!(is_free(port).is_ok());
    }
}
