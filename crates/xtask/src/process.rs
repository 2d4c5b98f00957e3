//! Other programs: how they are found, called and judged.

use std::{
    env,
    ffi::{OsStr, OsString},
    io,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context as _, Result, bail};

use crate::context::Context;

/// A program with the environment that the person has, less what cargo added for this one.
///
/// Cargo sets `CARGO_PKG_*`, `CARGO_MANIFEST_*` and others for the program it runs. Handed down to another
/// cargo they look like changed settings to the build scripts that watch them (ring's does), and those
/// crates would compile again on every change between `cargo test` and `cargo xtask test`.
pub(crate) fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(is_added_by_cargo) {
            command.env_remove(name);
        }
    }
    // Nothing here may make rustup fetch a toolchain behind the person's back.
    command.env("RUSTUP_AUTO_INSTALL", "0");
    command
}

fn is_added_by_cargo(name: &str) -> bool {
    [
        "CARGO_PKG_",
        "CARGO_MANIFEST_",
        "CARGO_BIN_",
        "CARGO_FEATURE_",
        "CARGO_CFG_",
    ]
    .iter()
    .any(|prefix| name.starts_with(prefix))
        || ["CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE", "OUT_DIR"].contains(&name)
}

/// Cargo, in the checkout, building into the context's target folder.
pub(crate) fn cargo(context: &Context) -> Command {
    let mut command = command(cargo_program());
    command
        .current_dir(context.root())
        .env("CARGO_TARGET_DIR", context.target());
    command.env("KFP_CONSOLE_CACHE", context.cache().root());
    command
}

/// The cargo that started this program.
pub(crate) fn cargo_program() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// Run to the end; whatever the program prints goes to stderr.
///
/// # Errors
/// The program cannot be started or ends with a failure.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::from(io::stderr()));
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Run to the end and return what the program printed on stdout; its stderr is part of the error only.
///
/// # Errors
/// The program cannot be started or ends with a failure.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| cannot_start(command))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!(
            "`{}` failed ({}): {}",
            shown(command),
            output.status,
            said.trim()
        );
    }
    String::from_utf8(output.stdout)
        .with_context(|| format!("`{}` printed no UTF-8", shown(command)))
}

/// As [`output`], for a program that takes long: its stderr is shown as it comes.
///
/// # Errors
/// The program cannot be started or ends with a failure.
pub(crate) fn output_of_routine(command: &mut Command) -> Result<String> {
    command.stderr(Stdio::inherit());
    output(command)
}

/// The first line a program prints when asked for its version, or nothing when it cannot be run.
pub(crate) fn version(program: impl AsRef<OsStr>) -> Option<String> {
    let text = output(command(program).arg("--version")).ok()?;
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty())
        .map(str::to_owned)
}

/// The file that the name stands for on `PATH`.
pub(crate) fn find_on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// `PATH` with these folders before all others.
///
/// # Errors
/// One of the folders contains the separator of `PATH`.
pub(crate) fn path_with<'a>(first: impl IntoIterator<Item = &'a Path>) -> Result<OsString> {
    let rest = env::var_os("PATH").unwrap_or_default();
    let folders = first
        .into_iter()
        .map(Path::to_owned)
        .chain(env::split_paths(&rest));
    env::join_paths(folders).context("a folder with a colon in its name cannot stand on PATH")
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`", command.get_program().to_string_lossy())
}

fn shown(command: &Command) -> String {
    let mut text = command.get_program().to_string_lossy().into_owned();
    for argument in command.get_args() {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_of_the_person_are_kept_and_those_of_cargo_are_not() {
        for kept in [
            "CARGO_TARGET_DIR",
            "CARGO_HOME",
            "CARGO_PROFILE_RELEASE_LTO",
            "RUSTFLAGS",
            "PATH",
        ] {
            assert!(!is_added_by_cargo(kept), "{kept}");
        }
        for dropped in [
            "CARGO_PKG_NAME",
            "CARGO_MANIFEST_DIR",
            "CARGO_MANIFEST_PATH",
            "CARGO_BIN_NAME",
        ] {
            assert!(is_added_by_cargo(dropped), "{dropped}");
        }
    }

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let error = output(command("sh").args(["-c", "echo broken >&2; exit 3"])).unwrap_err();
        let text = format!("{error:#}");
        assert!(
            text.contains("sh -c") && text.contains("broken") && text.contains('3'),
            "{text}"
        );
    }

    #[test]
    fn a_missing_program_is_named() {
        let error = run(&mut command("no-such-program-here")).unwrap_err();
        assert!(format!("{error:#}").contains("cannot start `no-such-program-here`"));
        assert_eq!(version("no-such-program-here"), None);
    }
}
