//! The browser program: built once per state of its sources, kept in the cache.

mod place;
pub(crate) mod precompress;
pub(crate) mod split;
mod stamp;

use place::copy;
pub(crate) use place::{check, put};

use std::{
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use anyhow::{Context as _, Result};

use crate::{
    context::Context,
    process,
    progress::Progress,
    setup::{self, Part, WasmCompiler},
};

/// How many built frontends are kept.
const KEPT: usize = 6;
/// Stands in the name of a folder that is being built into, before the process that builds.
const UNFINISHED: &str = ".unfinished-";
/// A folder that has been unfinished for so long was left behind.
const LEFT_BEHIND: Duration = Duration::from_hours(24);

/// The folder that holds the built frontend of exactly these sources; builds it when it is not there.
///
/// Setting up the tools is part of building, so a machine that finds the result in its cache needs no tool.
pub(crate) fn build(context: &Context) -> Result<PathBuf> {
    let progress = Progress::start("frontend");
    let stamp = stamp::of(context)?;
    let dist = context.cache().dist().join(&stamp);
    if dist.join("index.html").is_file() {
        progress.say("built from these sources before; nothing to do");
        touch(&dist);
        return Ok(dist);
    }
    setup::run(context, &[Part::Wasm]).into_result()?;
    let compiler = WasmCompiler::find(context).context("no compiler for wasm32")?;
    progress.say(format!("building with {compiler}"));
    // Another checkout with the same sources may build at this moment: each builds apart, the first one stays.
    let name = format!("{stamp}{UNFINISHED}{}", std::process::id());
    let unfinished = context.cache().dist().join(name);
    fs::create_dir_all(&unfinished)?;
    fetch(context, &compiler)?;
    trunk(context, &compiler, &unfinished)?;
    progress.say("compressing");
    precompress::folder(&unfinished)?;
    if let Err(error) = fs::rename(&unfinished, &dist) {
        fs::remove_dir_all(&unfinished)?;
        if !dist.join("index.html").is_file() {
            return Err(error)
                .with_context(|| format!("cannot put the frontend at {}", dist.display()));
        }
    }
    forget_old(&context.cache().dist());
    progress.say(format!("built at {}", dist.display()));
    Ok(dist)
}

/// Have all crates on disk, so that trunk and what it calls can be told to download nothing.
fn fetch(context: &Context, compiler: &WasmCompiler) -> Result<()> {
    let mut cargo = process::command(compiler.cargo());
    compiler.apply_to(&mut cargo);
    cargo
        .current_dir(context.root())
        .args(["fetch", "--locked", "--target", setup::WASM_TARGET]);
    process::run(&mut cargo)
}

fn trunk(context: &Context, compiler: &WasmCompiler, dist: &Path) -> Result<()> {
    let cache = context.cache();
    let (bin, node) = (cache.bin(), cache.node_bin());
    let (stand_in, parts) = (
        context.wasm_target().join("stand-in"),
        context.wasm_target().join(split::PARTS),
    );
    split::write_stand_in(&stand_in, &bin.join("wasm-bindgen"), &parts)?;
    let mut trunk = process::command(bin.join("trunk"));
    compiler.apply_to(&mut trunk);
    // Trunk calls `cargo` by its name: the compiler's folder must come before all others.
    let cargo = compiler.cargo().parent().unwrap_or(Path::new(""));
    let first = [stand_in.as_path(), bin.as_path(), node.as_path(), cargo];
    trunk
        .current_dir(context.root().join("frontend"))
        .env(
            "PATH",
            process::path_with(
                first
                    .into_iter()
                    .filter(|folder| !folder.as_os_str().is_empty()),
            )?,
        )
        .env("CARGO_TARGET_DIR", context.wasm_target())
        // Trunk reads it as a flag with a value and refuses the usual `1`.
        .env_remove("NO_COLOR")
        .args(["build", "--release", "--offline", "--locked", "--dist"])
        .arg(dist);
    process::run(&mut trunk).context("the frontend does not build")?;
    // Trunk leaves nothing in its folder that it did not put there itself.
    copy(&parts, &dist.join(split::PARTS))
}

/// Newest last, by the time of the folder: using a result counts.
fn touch(dist: &Path) {
    if let Ok(folder) = fs::File::open(dist) {
        // A cache on a read-only disk works as well.
        drop(folder.set_modified(SystemTime::now()));
    }
}

/// Remove all but the latest results, and what was left behind unfinished. What cannot be removed stays.
fn forget_old(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    let found = entries.filter_map(|entry| {
        let entry = entry.ok()?;
        Some((entry.metadata().ok()?.modified().ok()?, entry.path()))
    });
    let (unfinished, mut finished): (Vec<_>, Vec<_>) = found.partition(|(_, path)| {
        let name = path.file_name().unwrap_or_default();
        name.to_string_lossy().contains(UNFINISHED)
    });
    finished.sort();
    finished.reverse();
    let left_behind = unfinished.into_iter().filter(|(time, _)| {
        // A time in the future is none to judge by.
        time.elapsed().is_ok_and(|age| age > LEFT_BEHIND)
    });
    for (_, path) in finished.into_iter().skip(KEPT).chain(left_behind) {
        drop(fs::remove_dir_all(path));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_results_are_forgotten() {
        let cache = tempfile::tempdir().unwrap();
        let dist = |name: &str| cache.path().join(name);
        let make = |name: &str, age: Duration| {
            fs::create_dir(dist(name)).unwrap();
            let folder = fs::File::open(dist(name)).unwrap();
            folder.set_modified(SystemTime::now() - age).unwrap();
        };
        for age in 0..KEPT + 2 {
            make(&age.to_string(), Duration::from_secs(60 * age as u64));
        }
        make("7.unfinished-1", Duration::from_secs(1));
        make("8.unfinished-2", LEFT_BEHIND * 2);
        forget_old(cache.path());
        assert!(dist("0").exists() && !dist(&(KEPT + 1).to_string()).exists());
        assert!(dist("7.unfinished-1").exists() && !dist("8.unfinished-2").exists());
        let kept = fs::read_dir(cache.path()).unwrap().count();
        assert_eq!(
            kept,
            KEPT + 1,
            "one that is being built takes nobody's place"
        );
    }
}
