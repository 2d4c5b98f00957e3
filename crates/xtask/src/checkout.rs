//! One target folder for several checkouts, without their results being taken for each other's.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{context::Context, lockfile};

/// Below the target folder: whose members were built last.
const MARKER: &str = "checkout";
/// Below the target folder: held by every routine that builds into it.
const LOCK: &str = "checkout.lock";
/// What cargo locks while it builds into a folder; the names differ between its versions.
const LOCKS: [&str; 3] = [".cargo-lock", ".cargo-artifact-lock", ".cargo-build-lock"];
/// `TARGET/wasm/TRIPLE/PROFILE/.fingerprint` is the deepest.
const DEPTH: usize = 4;

/// While it lives, the members' results in the target folder are those of this checkout.
///
/// Every routine of a checkout holds one and shares it with the other routines of the same checkout; another checkout
/// waits until the last of them is dropped. The operating system drops it with the process.
#[derive(Debug)]
#[must_use]
pub(crate) struct Claim {
    _lock: fs::File,
}

/// Take the target folder for this checkout, and make cargo build the members again when another one built them last.
///
/// Cargo names a member's results after its place in the workspace and not on the disk, and tells by the files'
/// times whether they are up to date. A checkout whose files are older than another one's last build would
/// therefore be given the other one's programs, at the start as well as in the middle of a routine. Dependencies from
/// the registry are the same for both and stay.
///
/// # Errors
/// The target folder cannot be written to.
pub(crate) fn claim(context: &Context) -> Result<Claim> {
    let target = context.target();
    fs::create_dir_all(target).with_context(|| format!("cannot create {}", target.display()))?;
    let members = lockfile::members(context)?;
    let wait = |last: &str| {
        eprintln!(
            "waiting: a routine of the checkout {last} is using {}; set CARGO_TARGET_DIR to another folder to build \
             at the same time",
            target.display()
        );
    };
    hold(target, &context.root().to_string_lossy(), wait, || {
        forget(target, &members, DEPTH)
    })
    .map(|lock| Claim { _lock: lock })
    .with_context(|| format!("cannot claim {}", target.display()))
}

/// The lock of a target folder, shared, with the marker saying that the folder is `ours`.
///
/// Only who holds the lock alone changes the marker. Between that and sharing the lock another checkout may do the same,
/// hence the loop.
fn hold(
    target: &Path,
    ours: &str,
    wait: impl Fn(&str),
    forget: impl Fn() -> io::Result<()>,
) -> io::Result<fs::File> {
    let marker = target.join(MARKER);
    let last = || fs::read_to_string(&marker).unwrap_or_default();
    let lock = fs::File::options()
        .create(true)
        .append(true)
        .open(target.join(LOCK))?;
    loop {
        lock.lock_shared()?;
        if last() == ours {
            return Ok(lock);
        }
        lock.unlock()?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(fs::TryLockError::WouldBlock) => {
                wait(&last());
                lock.lock()?;
            }
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
        if last() != ours {
            forget()?;
            fs::write(&marker, ours)?;
        }
        lock.unlock()?;
    }
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
///
/// None is waited for while another one is held: cargo takes them in an order that changed between its versions, and
/// two that wait for each other would wait for ever.
fn locked(folder: &Path) -> io::Result<Vec<fs::File>> {
    loop {
        let mut held = Vec::new();
        let Some(busy) = take_free(folder, &mut held)? else {
            return Ok(held);
        };
        drop(held);
        eprintln!("waiting for another build that uses {}", folder.display());
        busy.lock()?;
    }
}

/// Takes the locks that are free, in turn, up to one that is not.
fn take_free(folder: &Path, held: &mut Vec<fs::File>) -> io::Result<Option<fs::File>> {
    for name in LOCKS {
        let file = match fs::File::open(folder.join(name)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        match file.try_lock() {
            Ok(()) => held.push(file),
            Err(fs::TryLockError::WouldBlock) => return Ok(Some(file)),
            Err(fs::TryLockError::Error(error)) => return Err(error),
        }
    }
    Ok(None)
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
    fn a_cargo_that_holds_one_lock_can_take_the_others_meanwhile() {
        let folder = tempfile::tempdir().unwrap();
        for name in LOCKS {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let open = |name: &str| fs::File::open(folder.path().join(name)).unwrap();
        for first in LOCKS {
            let held = open(first);
            held.lock().unwrap();
            let path = folder.path().to_owned();
            let ours = std::thread::spawn(move || locked(&path).map(|locks| locks.len()));
            let others: Vec<_> = LOCKS.into_iter().filter(|name| *name != first).collect();
            for name in others {
                // Would never return if the locks were waited for one inside the other.
                open(name).lock().unwrap();
            }
            drop(held);
            assert_eq!(ours.join().unwrap().unwrap(), LOCKS.len());
        }
    }

    #[test]
    fn routines_of_one_checkout_share_and_another_checkout_waits_for_the_last_of_them() {
        let target = tempfile::tempdir().unwrap();
        let path = target.path().to_owned();
        let nobody = |last: &str| panic!("waited for {last}");
        let first = hold(&path, "/a", nobody, || Ok(())).unwrap();
        let second = hold(&path, "/a", nobody, || panic!("forgot its own results")).unwrap();
        let (waits, waited) = std::sync::mpsc::channel();
        let other = std::thread::spawn({
            let path = path.clone();
            move || {
                let forgot = std::cell::Cell::new(false);
                let say = |last: &str| waits.send(last.to_owned()).unwrap();
                let lock = hold(&path, "/b", say, || {
                    forgot.set(true);
                    Ok(())
                });
                (lock.unwrap(), forgot.get())
            }
        });
        assert_eq!(waited.recv().unwrap(), "/a");
        drop(first);
        assert_eq!(fs::read_to_string(path.join(MARKER)).unwrap(), "/a");
        drop(second);
        let (_held, forgot) = other.join().unwrap();
        assert!(forgot);
        assert_eq!(fs::read_to_string(path.join(MARKER)).unwrap(), "/b");
    }

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
