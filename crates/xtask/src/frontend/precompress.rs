//! Compressed files beside the built ones, so that the server never compresses what does not change.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

/// What is worth compressing; pictures and fonts are compressed already.
const EXTENSIONS: [&str; 8] = ["wasm", "js", "css", "html", "svg", "json", "txt", "ico"];
/// The page holds placeholders that the server fills in per answer, so it cannot be compressed beforehand.
const PAGE: &str = "index.html";

/// Write `NAME.br` and `NAME.gz` beside every file below the folder that gains by it.
pub(super) fn folder(folder: &Path) -> Result<()> {
    for entry in
        fs::read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?
    {
        let path = entry?.path();
        if path.is_dir() {
            self::folder(&path)?;
        } else if is_worth_it(&path) {
            let plain = fs::read(&path)?;
            write_if_smaller(&path, "br", &plain, &brotli(&plain)?)?;
            write_if_smaller(&path, "gz", &plain, &gzip(&plain)?)?;
        }
    }
    Ok(())
}

/// Brotli at its best: what a browser receives.
pub(crate) fn brotli(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut compressed = Vec::new();
    let parameters = BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: plain.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*plain, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(plain)?;
    encoder.finish()
}

fn is_worth_it(path: &Path) -> bool {
    let extension = path
        .extension()
        .and_then(|extension| extension.to_str())
        .unwrap_or_default();
    EXTENSIONS.contains(&extension) && path.file_name().is_some_and(|name| name != PAGE)
}

fn write_if_smaller(path: &Path, extension: &str, plain: &[u8], compressed: &[u8]) -> Result<()> {
    if compressed.len() >= plain.len() {
        return Ok(());
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    let path = PathBuf::from(name);
    fs::write(&path, compressed).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn both_kinds_decompress_to_the_file() {
        let dist = tempfile::tempdir().unwrap();
        let text = "body { color: red }\n".repeat(50);
        fs::write(dist.path().join("a.css"), &text).unwrap();
        folder(dist.path()).unwrap();

        let mut plain = Vec::new();
        brotli::BrotliDecompress(
            &mut fs::read(dist.path().join("a.css.br")).unwrap().as_slice(),
            &mut plain,
        )
        .unwrap();
        assert_eq!(plain, text.as_bytes());
        let mut plain = String::new();
        flate2::read::GzDecoder::new(fs::File::open(dist.path().join("a.css.gz")).unwrap())
            .read_to_string(&mut plain)
            .unwrap();
        assert_eq!(plain, text);
    }

    #[test]
    fn the_page_pictures_and_what_would_grow_stay_alone() {
        let dist = tempfile::tempdir().unwrap();
        for name in ["index.html", "picture.png", "tiny.js"] {
            fs::write(dist.path().join(name), "x").unwrap();
        }
        folder(dist.path()).unwrap();
        assert_eq!(fs::read_dir(dist.path()).unwrap().count(), 3);
    }
}
