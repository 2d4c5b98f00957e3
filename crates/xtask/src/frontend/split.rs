//! Cuts the browser program into the first load and the parts that are fetched when they are opened.
//!
//! Between the compiler and wasm-bindgen trunk has no place for this, so what it finds as `wasm-bindgen` is a script that
//! calls [`stand_in`], which cuts and then calls the real one.

use std::{
    ffi::{OsStr, OsString},
    fmt::Write as _,
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, anyhow, bail};
use sha2::{Digest as _, Sha256};
use wasm_split_cli_support as wasm_split;

use crate::process;

/// The folder of the parts, beside the script that fetches them.
pub(crate) const PARTS: &str = "parts";
/// What trunk calls.
const WASM_BINDGEN: &str = "wasm-bindgen";
/// What the program imports its loaders from; the name is the splitter's.
const LOADERS: &str = "./__wasm_split.js";

/// Write the script into a folder that is to stand first on trunk's `PATH`. The parts go to `parts`.
pub(super) fn write_stand_in(folder: &Path, wasm_bindgen: &Path, parts: &Path) -> Result<()> {
    fs::create_dir_all(folder)?;
    let own = std::env::current_exe().context("this program does not know its own place")?;
    let own = replaced(own);
    let quoted = |path: &Path| format!("'{}'", path.display().to_string().replace('\'', r"'\''"));
    let script = format!(
        "#!/bin/sh\nexec {} split-program --wasm-bindgen {} --parts {} -- \"$@\"\n",
        quoted(&own),
        quoted(wasm_bindgen),
        quoted(parts)
    );
    let path = folder.join(WASM_BINDGEN);
    // A copy of the target folder may share the file: writing into it would lead the other's build here.
    if path.exists() {
        fs::remove_file(&path).with_context(|| format!("cannot replace {}", path.display()))?;
    }
    fs::write(&path, script).with_context(|| format!("cannot write {}", path.display()))?;
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

/// Where this program stands, though cargo has linked it anew while it runs: Linux then adds a word to the name.
fn replaced(own: PathBuf) -> PathBuf {
    let name = own
        .to_str()
        .and_then(|name| name.strip_suffix(" (deleted)"));
    name.map(PathBuf::from).unwrap_or(own)
}

/// What trunk asked of wasm-bindgen.
struct Asked<'a> {
    program: &'a Path,
    folder: PathBuf,
    name: String,
}

impl<'a> Asked<'a> {
    /// Nothing if no program is to be processed, as for `--version`.
    fn read(args: &'a [OsString]) -> Option<Self> {
        let value = |name: &str| {
            let mut args = args.iter().filter_map(|arg| arg.to_str());
            args.find_map(|arg| arg.strip_prefix(name)?.strip_prefix('='))
        };
        let mut programs = args.iter().map(Path::new);
        Some(Self {
            program: programs.rfind(|path| path.extension() == Some(OsStr::new("wasm")))?,
            folder: value("--out-dir")?.into(),
            name: value("--out-name")?.to_owned(),
        })
    }
}

/// Do what trunk asks of wasm-bindgen, with the program cut before.
///
/// # Errors
/// The program was linked without its relocations, one of the tools fails, or their output has another form than it had.
pub(crate) fn stand_in(wasm_bindgen: &Path, parts: &Path, args: &[OsString]) -> Result<()> {
    let Some(asked) = Asked::read(args) else {
        let status = process::command(wasm_bindgen).args(args).status()?;
        return if status.success() {
            Ok(())
        } else {
            bail!("`{}` failed ({status})", wasm_bindgen.display())
        };
    };
    let cut = asked.folder.join("cut");
    for folder in [&cut, &parts.to_owned()] {
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        fs::create_dir_all(folder)?;
    }
    let program = fs::read(asked.program)?;
    let first = cut.join("first.wasm");
    let mut options = wasm_split::Options::new(&program);
    options.output_dir = &cut;
    options.main_out_path = &first;
    options.link_name = LOADERS;
    let made = wasm_split::transform(options)
        .map_err(|error| anyhow!("the program cannot be cut: {error:#}"))?;

    let others = args.iter().filter(|arg| Path::new(arg) != asked.program);
    // The parts use the memory and the table of the first.
    let mut bind = process::command(wasm_bindgen);
    bind.args(others).arg("--keep-lld-exports").arg(&first);
    process::run(&mut bind)?;

    let page = fs::read_to_string("index.html").context("the page says how to optimise")?;
    let flags = flags_of(&page)?;
    let script = asked.folder.join(format!("{}.js", asked.name));
    let mut loaders = fs::read_to_string(cut.join(LOADERS))?;
    for part in made.split_modules {
        let name = optimised(&part, flags, parts)?;
        let stem = part.file_name().unwrap_or_default().to_string_lossy();
        loaders = loaders.replace(&format!("\"./{stem}\""), &format!("\"./{PARTS}/{name}\""));
    }
    let joined = joined(&fs::read_to_string(&script)?, &loaders)?;
    fs::write(&script, bare(&joined)).with_context(|| format!("cannot write {}", script.display()))
}

/// How trunk is told to optimise the first load.
fn flags_of(page: &str) -> Result<&str> {
    page.split_once("data-wasm-opt-params=\"")
        .and_then(|(_, rest)| Some(rest.split_once('"')?.0))
        .context("the page does not say how to optimise")
}

/// Make a part smaller, and name it by what is in it, so that a browser can keep it for ever. Returns the name.
fn optimised(part: &Path, flags: &str, to: &Path) -> Result<String> {
    let small = part.with_extension("small");
    let mut optimise = process::command("wasm-opt");
    optimise.args(flags.split_whitespace()).arg("-Oz");
    process::run(optimise.arg(part).arg("-o").arg(&small))?;
    let bytes = fs::read(&small)?;
    let mut name = part
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    name.push('-');
    for byte in Sha256::digest(&bytes).iter().take(8) {
        write!(name, "{byte:02x}")?;
    }
    name.push_str(".wasm");
    fs::write(to.join(&name), bytes)?;
    Ok(name)
}

/// The loaders as a part of the script that imported them: one request less, and the script's own name, which trunk
/// chooses later, need not stand in them.
fn joined(script: &str, loaders: &str) -> Result<String> {
    let (mut out, mut aliases) = (String::new(), Vec::new());
    for line in script.lines() {
        let import = line
            .strip_prefix("import * as ")
            .and_then(|import| import.trim_end_matches(';').split_once(" from "));
        match import {
            Some((name, from)) if from.trim_matches(['"', '\'']) == LOADERS => aliases.push(name),
            _ => out.extend([line, "\n"]),
        }
    }
    if aliases.is_empty() {
        bail!("the program imports no loaders: is a page marked to be split?");
    }
    let mut names = Vec::new();
    for line in loaders.lines() {
        if line.starts_with("import ") {
            continue;
        }
        let line = match line.strip_prefix("export const ") {
            Some(rest) => {
                names.extend(rest.split_whitespace().next());
                format!("const {rest}")
            }
            None => line.to_owned(),
        };
        out.extend([&line, "\n"]);
    }
    let names = names.join(", ");
    for alias in aliases {
        out.extend(["const ", alias, " = { ", &names, " };\n"]);
    }
    Ok(out)
}

/// A script without its comments, which trunk's minifier would take away if it understood the rest.
fn bare(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut is_comment = false;
    for line in script.lines() {
        let line = line.trim();
        is_comment |= line.starts_with("/*");
        if !is_comment && !line.starts_with("//") {
            out.extend([line, "\n"]);
        }
        is_comment &= !line.ends_with("*/");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_was_linked_anew_is_found_at_its_old_place() {
        assert_eq!(replaced("/t/xtask (deleted)".into()), Path::new("/t/xtask"));
        assert_eq!(replaced("/t/xtask".into()), Path::new("/t/xtask"));
    }

    #[test]
    fn trunk_asks_for_a_version_or_for_a_program() {
        let args = |args: &[&str]| args.iter().map(OsString::from).collect::<Vec<_>>();
        assert!(Asked::read(&args(&["--version"])).is_none());
        let args = args(&[
            "--target=web",
            "--out-dir=/o",
            "--out-name=page",
            "/t/a.wasm",
        ]);
        let asked = Asked::read(&args).unwrap();
        assert_eq!(asked.program, Path::new("/t/a.wasm"));
        assert_eq!(
            (asked.folder.to_str(), asked.name.as_str()),
            (Some("/o"), "page")
        );
    }

    #[test]
    fn the_loaders_become_a_part_of_the_script() {
        let script = "import * as import1 from \"./__wasm_split.js\"\nimport * as import2 from \"./__wasm_split.js\"\nlet wasm;\nexport { initSync };\n";
        let loaders = "import { initSync } from \"./main.js\";\n\nconst one = makeLoad();\nexport const load_a = wrap(one);\nexport const load_b = wrap(\n);\n";
        assert_eq!(
            joined(script, loaders).unwrap(),
            "let wasm;\nexport { initSync };\n\nconst one = makeLoad();\nconst load_a = wrap(one);\nconst load_b = wrap(\n);\nconst import1 = { load_a, load_b };\nconst import2 = { load_a, load_b };\n"
        );
        assert!(joined("let wasm;", loaders).is_err());
    }

    #[test]
    fn comments_do_not_travel() {
        let script = "/** One\n * two.\n */\nfunction a() {\n    // three\n    return 1 / 2;\n}\n/* a */\na();\n";
        assert_eq!(bare(script), "function a() {\nreturn 1 / 2;\n}\na();\n");
    }

    #[test]
    fn a_copy_of_the_folder_keeps_its_script() {
        let (folder, copy) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let write = |parts: &str| {
            write_stand_in(folder.path(), Path::new("/w"), Path::new(parts)).unwrap();
        };
        write("/first");
        let copied = copy.path().join(WASM_BINDGEN);
        fs::hard_link(folder.path().join(WASM_BINDGEN), &copied).unwrap();
        write("/second");
        assert!(fs::read_to_string(copied).unwrap().contains("/first"));
    }

    #[test]
    fn the_script_quotes_what_a_shell_would_read() {
        let folder = tempfile::tempdir().unwrap();
        write_stand_in(folder.path(), Path::new("/a b/it's"), Path::new("/p")).unwrap();
        let script = fs::read_to_string(folder.path().join(WASM_BINDGEN)).unwrap();
        assert!(
            script.contains(r"--wasm-bindgen '/a b/it'\''s' --parts '/p' --"),
            "{script}"
        );
    }
}
