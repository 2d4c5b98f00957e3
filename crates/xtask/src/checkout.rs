//! One target folder for several checkouts, without their results being taken for each other's.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{context::Context, lockfile};

/// Below the target folder: whose members were built last.
const MARKER: &str = "checkout";
/// What cargo locks while it builds into a folder; the names differ between its versions.
const LOCKS: [&str; 3] = [".cargo-lock", ".cargo-artifact-lock", ".cargo-build-lock"];
/// `TARGET/wasm/TRIPLE/PROFILE/.fingerprint` is the deepest.
const DEPTH: usize = 4;

/// Make cargo build the members again when another checkout built them last.
///
/// Cargo names a member's results after its place in the workspace and not on the disk, and tells by the files'
/// times whether they are up to date. A checkout whose files are older than another one's last build would
/// therefore be given the other one's programs. Dependencies from the registry are the same for both and stay.
pub(crate) fn claim(context: &Context) -> Result<()> {
    let target = context.target();
    fs::create_dir_all(target).with_context(|| format!("cannot create {}", target.display()))?;
    let marker = target.join(MARKER);
    let ours = context.root().to_string_lossy();
    if fs::read_to_string(&marker).is_ok_and(|last| last == ours) {
        return Ok(());
    }
    let members = lockfile::members(context)?;
    forget(target, &members, DEPTH)
        .with_context(|| format!("cannot clean {}", target.display()))?;
    fs::write(&marker, ours.as_bytes())
        .with_context(|| format!("cannot write {}", marker.display()))
}

/// Remove the fingerprints of the members from every profile's folder.
fn forget(folder: &Path, members: &[String], depth: usize) -> io::Result<()> {
    for path in folders(folder)? {
        if path.file_name().is_some_and(|name| name == ".fingerprint") {
            // A cargo that is at work there would stumble over the missing files.
            let _locks = locked(folder)?;
            for unit in folders(&path)? {
                let name = unit
                    .file_name()
                    .and_then(|name| name.to_str())
                    .unwrap_or_default();
                if name
                    .rsplit_once('-')
                    .is_some_and(|(package, _)| members.iter().any(|member| member == package))
                {
                    fs::remove_dir_all(&unit)?;
                }
            }
        } else if depth > 1 {
            forget(&path, members, depth - 1)?;
        }
    }
    Ok(())
}

/// The locks of a folder that cargo builds into, held until they are dropped.
fn locked(folder: &Path) -> io::Result<Vec<fs::File>> {
    let mut held = Vec::new();
    for name in LOCKS {
        match fs::File::open(folder.join(name)) {
            Ok(file) => {
                file.lock()?;
                held.push(file);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(held)
}

fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            found.push(entry.path());
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_members_are_forgotten() {
        let target = tempfile::tempdir().unwrap();
        let units = |profile: &str| target.path().join(profile).join(".fingerprint");
        for profile in ["debug", "wasm/wasm32-unknown-unknown/wasm-release"] {
            for unit in ["kfp-core-0123", "kfp-core-types-0123", "tokio-4567"] {
                fs::create_dir_all(units(profile).join(unit)).unwrap();
            }
        }
        forget(target.path(), &["kfp-core".to_owned()], DEPTH).unwrap();
        for profile in ["debug", "wasm/wasm32-unknown-unknown/wasm-release"] {
            assert!(!units(profile).join("kfp-core-0123").exists(), "{profile}");
            assert!(
                units(profile).join("kfp-core-types-0123").exists(),
                "{profile}"
            );
            assert!(units(profile).join("tokio-4567").exists(), "{profile}");
        }
    }
}
