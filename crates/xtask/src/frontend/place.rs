//! Putting a built frontend where somebody wants it, and nothing of theirs at risk.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail, ensure};

/// Lists what was put into a folder. It begins with a dot, so no server of files hands it out.
const MARK: &str = ".kfp-console-frontend";
/// What the mark begins with.
const FIRST_LINE: &str =
    "# Put here by `cargo xtask build-frontend`, which replaces these files and no others:";

/// Put a built frontend into a folder of its own, in the place of an older one: every build names its files anew, and
/// those of the older would be served for ever.
///
/// Only what was put there in this way is removed. A folder that holds anything else is left as it is.
pub(crate) fn put(dist: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    // A link or another spelling may name the very folder that is copied, and a file copied onto itself is emptied.
    let resolve = |path: &Path| {
        fs::canonicalize(path).with_context(|| format!("cannot find {}", path.display()))
    };
    let (from, into) = (resolve(dist)?, resolve(to)?);
    if from == into {
        return Ok(());
    }
    ensure!(
        !from.starts_with(&into) && !into.starts_with(&from),
        "{} and the cache, which keeps the result at {}, cannot be inside each other; choose another folder",
        to.display(),
        dist.display(),
    );
    remove_older(&into)?;
    // First, so that a copy that is cut short can be replaced.
    let mark = into.join(MARK);
    let listed = files(&from)?
        .into_iter()
        .fold(FIRST_LINE.to_owned(), |listed, file| listed + "\n" + &file);
    fs::write(&mark, listed + "\n").with_context(|| format!("cannot write {}", mark.display()))?;
    copy(&from, &into)
}

/// Whether a folder is a place for a built frontend, so that nobody builds one for minutes to be refused.
///
/// # Errors
/// Where it holds what was not put there by [`put`].
pub(crate) fn check(to: &Path) -> Result<()> {
    if to.exists() {
        older(to).map(drop)
    } else {
        Ok(())
    }
}

/// The files of an earlier result, the mark last: what a removal that is cut short has left can be removed later.
fn older(folder: &Path) -> Result<Vec<String>> {
    let mut found = files(folder)?;
    let text = fs::read_to_string(folder.join(MARK)).unwrap_or_default();
    let listed: BTreeSet<&str> = match text.strip_prefix(FIRST_LINE) {
        Some(listed) => listed.lines().chain([MARK]).collect(),
        None => BTreeSet::new(),
    };
    if let Some(other) = found.iter().find(|file| !listed.contains(file.as_str())) {
        bail!(
            "{} holds {other}, which was not put there by `cargo xtask build-frontend`, so nothing is put there and \
             nothing is removed; choose an empty folder, or one of an earlier `--output`",
            folder.display(),
        );
    }
    found.sort_by_key(|file| file == MARK);
    Ok(found)
}

fn remove_older(folder: &Path) -> Result<()> {
    for file in older(folder)? {
        let path = folder.join(file);
        fs::remove_file(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    // There is nothing but folders left.
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        fs::remove_dir_all(&path).with_context(|| format!("cannot remove {}", path.display()))?;
    }
    Ok(())
}

/// All that a folder holds but folders, in order, by paths within it. A link counts as itself.
fn files(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(inner) = folders.pop() {
        let path = folder.join(&inner);
        for entry in
            fs::read_dir(&path).with_context(|| format!("cannot list {}", path.display()))?
        {
            let entry = entry?;
            let name = inner.join(entry.file_name());
            if entry.file_type()?.is_dir() {
                folders.push(name);
            } else {
                found.push(name.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Copy a folder with all that is in it.
pub(super) fn copy(dist: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot create {}", to.display()))?;
    for entry in fs::read_dir(dist)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)
                .with_context(|| format!("cannot write {}", target.display()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cached result, and what it is put into.
    fn result() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let (dist, to) = (folder.path().join("dist/1"), folder.path().join("to"));
        fs::create_dir_all(dist.join("parts")).unwrap();
        fs::write(dist.join("index.html"), "new").unwrap();
        fs::write(dist.join("parts/new.wasm"), "new").unwrap();
        (folder, dist, to)
    }

    #[test]
    fn nothing_is_left_of_an_older_result() {
        let (folder, dist, to) = result();
        let older = folder.path().join("dist/0");
        fs::create_dir_all(older.join("parts/deep")).unwrap();
        for name in ["index.html", "old.js", "parts/deep/old.wasm"] {
            fs::write(older.join(name), "old").unwrap();
        }
        put(&older, &to).unwrap();
        put(&dist, &to).unwrap();
        assert_eq!(fs::read_to_string(to.join("index.html")).unwrap(), "new");
        assert!(to.join("parts/new.wasm").exists());
        assert!(!to.join("old.js").exists() && !to.join("parts/deep").exists());
        let new = to.join("deep/new");
        put(&dist, &new).unwrap();
        assert!(new.join("parts/new.wasm").exists());
    }

    #[test]
    fn a_folder_that_holds_something_else_is_kept() {
        let (_folder, dist, to) = result();
        fs::create_dir(&to).unwrap();
        fs::write(to.join("thesis.txt"), "mine").unwrap();
        let error = put(&dist, &to).unwrap_err().to_string();
        assert!(error.contains("holds thesis.txt"), "{error}");
        assert_eq!(fs::read_to_string(to.join("thesis.txt")).unwrap(), "mine");
        assert!(!to.join("index.html").exists());
    }

    /// As the folder of the page's sources does, which begins with a page as well.
    #[test]
    fn a_page_of_somebody_elses_is_no_older_result() {
        let (_folder, dist, to) = result();
        fs::create_dir_all(to.join("src")).unwrap();
        for name in ["index.html", "Cargo.toml", "src/lib.rs"] {
            fs::write(to.join(name), "mine").unwrap();
        }
        let error = put(&dist, &to).unwrap_err().to_string();
        assert!(error.contains("nothing is removed"), "{error}");
        assert_eq!(check(&to).unwrap_err().to_string(), error);
        check(&to.join("new")).unwrap();
        for name in ["index.html", "Cargo.toml", "src/lib.rs"] {
            assert_eq!(fs::read_to_string(to.join(name)).unwrap(), "mine", "{name}");
        }
    }

    #[test]
    fn what_was_added_to_an_older_result_is_kept_with_it() {
        let (_folder, dist, to) = result();
        put(&dist, &to).unwrap();
        fs::write(to.join("parts/notes.txt"), "mine").unwrap();
        let error = put(&dist, &to).unwrap_err().to_string();
        assert!(error.contains("holds parts/notes.txt"), "{error}");
        assert!(to.join("index.html").exists() && to.join("parts/notes.txt").exists());
        // A file of the mark's name that is none counts for nothing.
        fs::write(to.join(MARK), "index.html\nparts/notes.txt\n").unwrap();
        put(&dist, &to).unwrap_err();
        assert!(to.join("parts/notes.txt").exists());
    }

    #[test]
    fn a_copy_that_was_cut_short_is_replaced() {
        let (_folder, dist, to) = result();
        put(&dist, &to).unwrap();
        fs::remove_dir_all(to.join("parts")).unwrap();
        put(&dist, &to).unwrap();
        assert!(to.join("parts/new.wasm").exists());
    }

    #[test]
    fn the_cached_result_is_no_place_to_put_it() {
        let (folder, dist, _) = result();
        put(&dist, &dist.join("../1")).unwrap();
        for to in [dist.join("parts"), folder.path().to_owned()] {
            let error = put(&dist, &to).unwrap_err().to_string();
            assert!(error.contains("inside each other"), "{error}");
        }
        assert_eq!(fs::read_to_string(dist.join("index.html")).unwrap(), "new");
        assert!(dist.join("parts/new.wasm").exists());
    }

    #[test]
    fn a_copy_holds_every_file() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        fs::create_dir(from.path().join("snippets")).unwrap();
        fs::write(from.path().join("snippets/a.js"), "a").unwrap();
        fs::write(from.path().join("index.html"), "i").unwrap();
        let target = to.path().join("new");
        copy(from.path(), &target).unwrap();
        assert_eq!(
            fs::read_to_string(target.join("snippets/a.js")).unwrap(),
            "a"
        );
        assert_eq!(fs::read_to_string(target.join("index.html")).unwrap(), "i");
    }
}
