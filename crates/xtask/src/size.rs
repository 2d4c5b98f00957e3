//! What a browser downloads before it shows the first page.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context as _, Result, bail};
use serde_json::json;

use crate::frontend::{precompress, split::PARTS};

/// 320 kB of brotli for page, script, program, styles and icons together.
const BUDGET_BYTES: usize = 320_000;
const PAGE: &str = "index.html";

/// The files of the first load with the bytes that travel for each.
#[derive(Debug)]
pub(crate) struct FirstLoad {
    files: BTreeMap<String, usize>,
}

/// Follow what the page, and what its scripts and styles, refer to. The parts of the program that the script names are
/// fetched when a page that needs them is opened, and count only for that.
///
/// # Errors
/// The folder holds no page, or the page names no program.
pub(crate) fn first_load(dist: &Path) -> Result<FirstLoad> {
    let mut files = BTreeMap::new();
    let mut open = vec![PAGE.to_owned()];
    while let Some(name) = open.pop() {
        if files.contains_key(&name) {
            continue;
        }
        let path = dist.join(&name);
        let bytes = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        if refers_to_others(&name)
            && let Ok(text) = std::str::from_utf8(&bytes)
        {
            let folder = Path::new(&name).parent().unwrap_or(Path::new(""));
            let known = names(text).filter_map(|reference| local_file(dist, folder, reference));
            open.extend(known.filter(|name| !Path::new(name).starts_with(PARTS)));
        }
        files.insert(name, travelling(&path, &bytes)?);
    }
    if !files.keys().any(|name| is_kind(name, "wasm")) {
        bail!("{PAGE} in {} refers to no program", dist.display());
    }
    Ok(FirstLoad { files })
}

impl FirstLoad {
    pub(crate) fn bytes(&self) -> usize {
        self.files.values().sum()
    }

    pub(crate) fn requests(&self) -> usize {
        self.files.len()
    }

    /// One line for other programs.
    pub(crate) fn to_json(&self) -> String {
        json!({
            "first_load_bytes": self.bytes(),
            "first_load_requests": self.requests(),
            "budget_bytes": BUDGET_BYTES,
            "files": self.files,
        })
        .to_string()
    }

    pub(crate) fn within_budget(&self) -> Result<()> {
        let bytes = self.bytes();
        if bytes > BUDGET_BYTES {
            bail!(
                "the first load is {bytes} bytes of brotli, {} over the budget of {BUDGET_BYTES}; \
                 `twiggy top` on the program names the largest functions",
                bytes - BUDGET_BYTES
            );
        }
        Ok(())
    }
}

/// The bytes on the wire: the compressed sibling when there is one. The page is compressed as it is answered.
fn travelling(path: &Path, plain: &[u8]) -> Result<usize> {
    let mut sibling = path.as_os_str().to_owned();
    sibling.push(".br");
    match fs::metadata(&sibling) {
        Ok(metadata) => Ok(usize::try_from(metadata.len())?),
        Err(_) if path.ends_with(PAGE) => Ok(precompress::brotli(plain)?.len()),
        Err(_) => Ok(plain.len()),
    }
}

fn refers_to_others(name: &str) -> bool {
    ["html", "js", "css"].iter().any(|kind| is_kind(name, kind))
}

fn is_kind(name: &str, kind: &str) -> bool {
    Path::new(name)
        .extension()
        .is_some_and(|extension| extension == kind)
}

/// All pieces of text that could be the name of a file. Not only between quotes: a minified page has none.
fn names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "-_./{}".contains(c)))
        .filter(|word| word.contains('.'))
}

/// The file of the build that a piece of text names, if it names one: addresses are relative to the page in
/// the page and to the file elsewhere.
fn local_file(dist: &Path, folder: &Path, reference: &str) -> Option<String> {
    let reference = reference
        .trim_start_matches("./")
        .trim_start_matches("{{BASE}}");
    if reference.is_empty() || reference.starts_with('/') || reference.contains("..") {
        return None;
    }
    let name = folder.join(reference);
    let known = dist.join(&name).is_file();
    known.then(|| name.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dist(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn references_are_followed_through_scripts_and_styles() {
        let dist = dist(&[
            (
                "index.html",
                r#"<base href="{{BASE}}"><link rel=stylesheet href=./a-1.css><link rel=icon href="{{BASE}}icon.svg">
                <script type="module">import init from './app-1.js'; await init('./app-1_bg.wasm')</script>"#,
            ),
            ("a-1.css", "body { background: url(paper.svg) }"),
            ("paper.svg", "<svg/>"),
            ("icon.svg", "<svg/>"),
            (
                "app-1.js",
                "import { f } from './snippets/x/inline0.js'; const later = () => fetch(\"./parts/a-1.wasm\")",
            ),
            ("parts/a-1.wasm", "not in the first load"),
            ("snippets/x/inline0.js", "export const f = 1"),
            ("app-1_bg.wasm", "0123456789"),
            ("app-1_bg.wasm.br", "0123"),
            ("unused.js", "nobody asks for this"),
        ]);
        let load = first_load(dist.path()).unwrap();
        let names: Vec<_> = load.files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "a-1.css",
                "app-1.js",
                "app-1_bg.wasm",
                "icon.svg",
                "index.html",
                "paper.svg",
                "snippets/x/inline0.js"
            ]
        );
        assert_eq!(
            load.files["app-1_bg.wasm"], 4,
            "the compressed sibling travels"
        );
        assert_eq!(load.requests(), 7);
    }

    #[test]
    fn a_page_without_a_program_is_an_error() {
        let dist = dist(&[("index.html", "<p>Hello</p>")]);
        assert!(
            first_load(dist.path())
                .unwrap_err()
                .to_string()
                .contains("no program")
        );
    }

    #[test]
    fn references_never_leave_the_build() {
        let dist = dist(&[("index.html", ""), ("a.js", "")]);
        for reference in [
            "../a.js",
            "/a.js",
            "https://example.com/a.js",
            "b.js",
            "a b.js",
            "",
        ] {
            assert_eq!(
                local_file(dist.path(), Path::new(""), reference),
                None,
                "{reference}"
            );
        }
        assert_eq!(
            local_file(dist.path(), Path::new(""), "./a.js").as_deref(),
            Some("a.js")
        );
    }

    #[test]
    fn the_budget_counts_all_files() {
        let files = |bytes| FirstLoad {
            files: BTreeMap::from([("a".to_owned(), bytes), ("b".to_owned(), 1)]),
        };
        assert!(files(BUDGET_BYTES - 1).within_budget().is_ok());
        assert!(files(BUDGET_BYTES).within_budget().is_err());
    }
}
