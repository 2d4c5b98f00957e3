//! A compiler that can build for wasm32: rustup's where it can be had, else Debian's.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context as _, Result};

use super::{apt, step::Step, wasm_std};
use crate::{context::Context, process};

/// The target triple of the browser program.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

pub(super) fn step() -> Step {
    Step {
        name: "Rust for wasm32",
        purpose: "the console in the browser is a WebAssembly program",
        cost: "the frontend cannot be built, so `demo` and the tiers browser, readme and size fail",
        find: |context| WasmCompiler::find(context).map(|compiler| compiler.to_string()),
        install,
    }
}

fn install(context: &Context) -> Result<()> {
    let rustup = process::find_on_path("rustup").is_some_and(|rustup| {
        process::run(process::command(rustup).args(["target", "add", TARGET])).is_ok()
    });
    if !rustup {
        eprintln!(
            "setup: rustup cannot add the target here; building its standard library with Debian's compiler"
        );
        wasm_std::install(context)?;
    }
    if linker(context).is_none() {
        apt::install(&["lld"])?;
    }
    Ok(())
}

/// A pair of cargo and rustc that has proved that it can build for wasm32.
#[derive(Debug, Clone)]
pub(crate) struct WasmCompiler {
    cargo: PathBuf,
    rustc: PathBuf,
    linker: Option<PathBuf>,
    version: String,
}

impl WasmCompiler {
    /// The compiler that started this program if it can, else Debian's, else none.
    pub(crate) fn find(context: &Context) -> Option<Self> {
        let ours = Self {
            cargo: process::cargo_program().into(),
            rustc: std::env::var_os("RUSTC").map_or_else(|| "rustc".into(), PathBuf::from),
            linker: None,
            version: String::new(),
        };
        let debian = Self {
            cargo: wasm_std::CARGO.into(),
            rustc: wasm_std::RUSTC.into(),
            linker: linker(context),
            version: String::new(),
        };
        [ours, debian]
            .into_iter()
            .find_map(|compiler| compiler.proved(context))
    }

    /// Compile an empty program: the files of a target may be there and belong to another version.
    fn proved(mut self, context: &Context) -> Option<Self> {
        self.version = process::version(&self.rustc)?;
        let folder = context.cache().root().join("probe");
        fs::create_dir_all(&folder).ok()?;
        let source = folder.join("probe.rs");
        fs::write(&source, "").ok()?;
        let mut rustc = process::command(&self.rustc);
        rustc
            .args(["--target", TARGET, "--crate-type", "cdylib", "--out-dir"])
            .arg(&folder);
        if let Some(linker) = &self.linker {
            rustc.arg("-C").arg(format!("linker={}", linker.display()));
        }
        process::output(rustc.arg(&source)).ok()?;
        Some(self)
    }

    /// Make a command that calls cargo use this compiler.
    pub(crate) fn apply_to(&self, command: &mut Command) {
        command.env("CARGO", &self.cargo).env("RUSTC", &self.rustc);
        if let Some(linker) = &self.linker {
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
        }
    }

    /// The cargo of this compiler.
    pub(crate) fn cargo(&self) -> &Path {
        &self.cargo
    }
}

impl std::fmt::Display for WasmCompiler {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {}", self.version, self.rustc.display())
    }
}

/// A linker for wasm: the one inside our toolchain, else LLVM's under the names Debian gives it.
///
/// Debian's compiler names `rust-lld`, which its packages do not put on `PATH`.
fn linker(_context: &Context) -> Option<PathBuf> {
    bundled_linker().or_else(|| {
        let names = ["wasm-ld".to_owned()]
            .into_iter()
            .chain((14..=30).rev().map(|major| format!("wasm-ld-{major}")));
        names
            .into_iter()
            .find_map(|name| process::find_on_path(&name))
    })
}

fn bundled_linker() -> Option<PathBuf> {
    let sysroot = sysroot(Path::new("rustc")).ok()?;
    let host = host(&process::output(process::command("rustc").arg("-vV")).ok()?)?.to_owned();
    let linker = sysroot.join("lib/rustlib").join(host).join("bin/rust-lld");
    linker.is_file().then_some(linker)
}

/// Where a compiler keeps its libraries.
pub(super) fn sysroot(rustc: &Path) -> Result<PathBuf> {
    let text = process::output(process::command(rustc).args(["--print", "sysroot"]))
        .with_context(|| format!("{} does not name its sysroot", rustc.display()))?;
    Ok(PathBuf::from(text.trim()))
}

/// The host triple in the output of `rustc -vV`.
fn host(verbose_version: &str) -> Option<&str> {
    verbose_version
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_read_from_the_verbose_version() {
        let text =
            "rustc 1.95.0 (59807616e 2026-04-14)\nbinary: rustc\nhost: aarch64-unknown-linux-gnu\n";
        assert_eq!(host(text), Some("aarch64-unknown-linux-gnu"));
        assert_eq!(host("rustc 1.95.0"), None);
    }
}
