//! Packages of Debian and its relatives.

use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::process;

/// Install packages; brings the lists up to date once per run.
///
/// # Errors
/// No `apt-get`, no rights, or a package that cannot be had. Without rights nothing is tried: what to run
/// as root is part of the error.
pub(super) fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if process::find_on_path("apt-get").is_none() {
        bail!("this system has no apt-get; install what its own packages call {names}");
    }
    if !is_root() {
        bail!(
            "installing packages needs root; run `sudo apt-get install --no-install-recommends {names}` and then this again"
        );
    }
    update();
    process::run(
        apt_get()
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(packages),
    )
}

/// A stale list is no reason to stop: the package may be in it.
fn update() {
    static DONE: OnceLock<bool> = OnceLock::new();
    DONE.get_or_init(|| process::run(apt_get().args(["update", "-qq"])).is_ok());
}

fn apt_get() -> std::process::Command {
    let mut command = process::command("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

fn is_root() -> bool {
    process::output(process::command("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}
