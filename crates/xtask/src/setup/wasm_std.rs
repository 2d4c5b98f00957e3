//! The standard library for wasm32, built with Debian's compiler.
//!
//! For machines where rustup can download nothing. Debian ships a current compiler together with the source
//! of its standard library; it is built once and laid where that compiler looks for it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};

use super::{
    apt,
    wasm_target::{TARGET, sysroot},
};
use crate::{context::Context, process};

pub(super) const CARGO: &str = "/usr/bin/cargo";
pub(super) const RUSTC: &str = "/usr/bin/rustc";
const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
/// The crate whose build pulls in the standard library; its own file is not part of it.
const EMPTY: &str = "empty";

/// Get the compiler if needed, build the library, and lay it where the compiler looks.
pub(super) fn install(context: &Context) -> Result<()> {
    if !has_source() {
        apt::install(&PACKAGES)?;
        if !has_source() {
            bail!(
                "the packages {} hold no source of the standard library",
                PACKAGES.join(", ")
            );
        }
    }
    let built = build(context)?;
    copy(
        &built,
        &sysroot(Path::new(RUSTC))?
            .join("lib/rustlib")
            .join(TARGET)
            .join("lib"),
    )?;
    // Cargo does not notice that the library changed, and fails on crates built against the old one.
    let stale = context.wasm_target().join(TARGET);
    if stale.exists() {
        fs::remove_dir_all(&stale).with_context(|| format!("cannot remove {}", stale.display()))?;
    }
    Ok(())
}

fn has_source() -> bool {
    sysroot(Path::new(RUSTC)).is_ok_and(|root| {
        root.join("lib/rustlib/src/rust/library/std/Cargo.toml")
            .is_file()
    })
}

/// Build the library; returns the folder that holds its files. Built anew for every compiler version.
fn build(context: &Context) -> Result<PathBuf> {
    let folder = context.cache().std();
    let built = folder.join("target").join(TARGET).join("release/deps");
    let version = process::version(RUSTC).context("Debian's compiler does not run")?;
    let stamp = folder.join("rustc-version");
    if fs::read_to_string(&stamp).is_ok_and(|of| of == version)
        && !library_files(&built)?.is_empty()
    {
        return Ok(built);
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)
            .with_context(|| format!("cannot empty {}", folder.display()))?;
    }
    fs::create_dir_all(folder.join("src"))?;
    let manifest = format!(
        "[package]\nname = \"{EMPTY}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), "#![no_std]\n")?;
    // The standard library's own features need the switch of the bootstrap; without the embedded bitcode a
    // later `lto = true` fails.
    let mut cargo = process::command(CARGO);
    cargo
        .current_dir(&folder)
        .env("RUSTC", RUSTC)
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTFLAGS", "-Cembed-bitcode=yes -Ccodegen-units=1")
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .args([
            "build",
            "--release",
            "--target",
            TARGET,
            "-Zbuild-std=std,panic_abort",
        ]);
    process::run(&mut cargo).context("the standard library for wasm32 does not build")?;
    fs::write(&stamp, version)?;
    Ok(built)
}

/// Replace what stands in the compiler's folder, so that no file of an older version remains.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let place = || -> io::Result<()> {
        fs::create_dir_all(to)?;
        for old in library_files(to)? {
            fs::remove_file(old)?;
        }
        for file in library_files(from)? {
            let Some(name) = file.file_name() else {
                continue;
            };
            fs::copy(&file, to.join(name))?;
        }
        Ok(())
    };
    place().map_err(|error| {
        let what = match error.kind() {
            io::ErrorKind::PermissionDenied => format!(
                "no right to write {to}; run `sudo mkdir -p {to} && sudo cp {from}/*.rlib {to}/` and then this again",
                to = to.display(),
                from = from.display()
            ),
            _ => format!("cannot copy the standard library to {}", to.display()),
        };
        anyhow!(error).context(what)
    })
}

/// The library files in a folder, less the one of the empty crate; none when there is no folder.
fn library_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if path
            .extension()
            .is_some_and(|extension| extension == "rlib")
            && !name.starts_with(&format!("lib{EMPTY}-"))
        {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copying_replaces_older_files_and_leaves_out_the_empty_crate() {
        let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        for name in ["libcore-1.rlib", "libempty-1.rlib", "libcore-1.rmeta"] {
            fs::write(from.path().join(name), name).unwrap();
        }
        fs::write(to.path().join("libcore-0.rlib"), "old").unwrap();
        copy(from.path(), to.path()).unwrap();
        let names: Vec<_> = fs::read_dir(to.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        assert_eq!(names, ["libcore-1.rlib"]);
    }

    #[test]
    fn a_folder_that_is_not_there_holds_no_files() {
        let folder = tempfile::tempdir().unwrap();
        assert!(
            library_files(&folder.path().join("absent"))
                .unwrap()
                .is_empty()
        );
    }
}
