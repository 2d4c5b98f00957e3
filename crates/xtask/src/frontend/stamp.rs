//! A name for the state of everything that goes into the browser program.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::{
    context::Context,
    setup::{BINARYEN, TRUNK},
};

/// Changed by hand when this program begins to do something else with what trunk built.
const FORMAT: &str = "2";
const SOURCES: [&str; 7] = [
    ".cargo/config.toml",
    "Cargo.toml",
    "Cargo.lock",
    "frontend",
    "crates/kfp-core",
    "crates/console-api",
    "crates/dag-layout",
];
/// Folders that hold results, or tests that the browser program does not contain.
const NOT_SOURCES: [&str; 4] = ["dist", "target", "tests", "benches"];

/// The stamp of the sources, the locked dependencies and the pinned tools (`Cargo.lock` pins wasm-bindgen).
///
/// The compiler is left out on purpose: the result then holds for every machine whose cache it reaches.
pub(super) fn of(context: &Context) -> Result<String> {
    let mut files = Vec::new();
    for source in SOURCES {
        let path = context.root().join(source);
        if path.exists() {
            collect(&path, &mut files)
                .with_context(|| format!("cannot list {}", path.display()))?;
        }
    }
    let tools = format!("format {FORMAT}, trunk {TRUNK}, binaryen {BINARYEN}");
    digest(context.root(), files, &tools)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        if !NOT_SOURCES.iter().any(|not| name == *not) {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}

/// Names and contents, each with its length before it, so that no two states give the same bytes.
fn digest(root: &Path, mut files: Vec<PathBuf>, tools: &str) -> Result<String> {
    files.sort();
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    add(tools.as_bytes());
    for file in files {
        let name = file.strip_prefix(root).unwrap_or(&file);
        add(name.to_string_lossy().as_bytes());
        add(&fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?);
    }
    let mut name = String::with_capacity(32);
    for byte in hash.finalize().iter().take(16) {
        write!(name, "{byte:02x}")?;
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(root: &Path) -> String {
        let mut files = Vec::new();
        collect(root, &mut files).unwrap();
        digest(root, files, "tools").unwrap()
    }

    #[test]
    fn contents_and_names_count_and_the_place_does_not() {
        let (a, b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for root in [a.path(), b.path()] {
            fs::create_dir(root.join("src")).unwrap();
            fs::write(root.join("src/main.rs"), "fn main() {}").unwrap();
        }
        let first = stamp(a.path());
        assert_eq!(first, stamp(b.path()));
        fs::write(b.path().join("src/main.rs"), "fn main() { }").unwrap();
        assert_ne!(first, stamp(b.path()));
        fs::rename(a.path().join("src/main.rs"), a.path().join("src/lib.rs")).unwrap();
        assert_ne!(first, stamp(a.path()));
    }

    #[test]
    fn results_and_tests_do_not_count() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("index.html"), "").unwrap();
        let before = stamp(root.path());
        for folder in ["dist", "tests"] {
            fs::create_dir(root.path().join(folder)).unwrap();
            fs::write(root.path().join(folder).join("x"), "x").unwrap();
        }
        assert_eq!(before, stamp(root.path()));
    }
}
