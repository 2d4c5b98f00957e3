//! PostgreSQL, through which replicas share their index.

use std::path::PathBuf;

use super::{apt, step::Step};
use crate::process;

pub(super) fn steps() -> Vec<Step> {
    vec![Step {
        name: "PostgreSQL",
        purpose: "two replicas share the index of runs through a real one",
        cost: "that test is skipped",
        find: |_| {
            let initdb = debian().or_else(|| process::find_on_path("initdb"))?;
            let said = process::output(process::command(initdb).arg("--version")).ok()?;
            Some(said.trim().to_owned())
        },
        install: |_| apt::install(&["postgresql"]),
    }]
}

/// Debian keeps the server's programs off the path, a folder for each version.
fn debian() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let initdb = versions.map(|version| version.path().join("bin/initdb"));
    initdb.filter(|initdb| initdb.is_file()).max()
}
