//! Taking the YAML out of an archive.

use std::io::{Cursor, Read};
use std::path::{Component, Path};

use flate2::read::GzDecoder;

use super::error::{ArchiveFault, PackageError};
use crate::request::{GZIP, MAX_PACKAGE_BYTES, ZIP};

/// Largest text that is taken out of an archive.
const MAX_UNPACKED_BYTES: usize = MAX_PACKAGE_BYTES;
/// Most bytes that a whole tar may unpack to: one has to go through the others to the file that is wanted.
const MAX_TAR_BYTES: u64 = 4 * MAX_PACKAGE_BYTES as u64;
/// Most files that are looked at.
const MAX_FILES: usize = 1_000;
/// How many names an error repeats.
const SHOWN_NAMES: usize = 5;

/// The YAML in an archive; `None` when the content is no archive.
pub(super) fn unpack(content: &[u8]) -> Result<Option<Vec<u8>>, PackageError> {
    let text = if content.starts_with(ZIP) {
        of_zip(content)
    } else if content.starts_with(GZIP) {
        of_tar(content)
    } else {
        return Ok(None);
    };
    text.map(Some).map_err(PackageError::archive)
}

fn damaged<E>(_: E) -> ArchiveFault {
    ArchiveFault::Damaged
}

fn of_zip(content: &[u8]) -> Result<Vec<u8>, ArchiveFault> {
    let mut archive = zip::ZipArchive::new(Cursor::new(content)).map_err(damaged)?;
    if archive.len() > MAX_FILES {
        return Err(ArchiveFault::TooManyFiles { limit: MAX_FILES });
    }
    let mut choice = Choice::default();
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(damaged)?;
        let name = file.name().to_owned();
        if !file.is_dir() && choice.takes(&name)? {
            choice.add(&name, limited(file, MAX_UNPACKED_BYTES)?);
        }
    }
    choice.chosen()
}

fn of_tar(content: &[u8]) -> Result<Vec<u8>, ArchiveFault> {
    let unpacked = GzDecoder::new(content).take(MAX_TAR_BYTES);
    let mut archive = tar::Archive::new(unpacked);
    let mut choice = Choice::default();
    for (number, file) in archive.entries().map_err(damaged)?.enumerate() {
        if number >= MAX_FILES {
            return Err(ArchiveFault::TooManyFiles { limit: MAX_FILES });
        }
        let file = file.map_err(damaged)?;
        let name = String::from_utf8_lossy(&file.path_bytes()).into_owned();
        // Links lead anywhere, and devices are no text.
        if file.header().entry_type().is_file() && choice.takes(&name)? {
            choice.add(&name, limited(file, MAX_UNPACKED_BYTES)?);
        }
    }
    if archive.into_inner().limit() == 0 {
        return Err(ArchiveFault::Bomb {
            limit: MAX_UNPACKED_BYTES,
        });
    }
    choice.chosen()
}

/// Reads to the end or to the limit, whatever size is claimed.
fn limited(file: impl Read, limit: usize) -> Result<Vec<u8>, ArchiveFault> {
    let mut text = Vec::new();
    file.take(limit as u64 + 1)
        .read_to_end(&mut text)
        .map_err(damaged)?;
    if text.len() > limit {
        return Err(ArchiveFault::Bomb { limit });
    }
    Ok(text)
}

fn is_named(name: &str) -> bool {
    name.trim_start_matches("./") == "pipeline.yaml"
}

/// Which file it is: `pipeline.yaml` at the top, else the only YAML anywhere.
#[derive(Default)]
struct Choice {
    named: Option<Vec<u8>>,
    names: Vec<String>,
    other: Option<Vec<u8>>,
}

impl Choice {
    /// Whether the text of a file of this name is to be read: of the one at the top, and of the first other. A second other
    /// makes it nobody's guess, and would be unpacked for nothing.
    fn takes(&mut self, name: &str) -> Result<bool, ArchiveFault> {
        let inside = Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if !inside || name.contains('\\') || name.contains('\0') {
            return Err(ArchiveFault::Traversal);
        }
        let extension = Path::new(name).extension();
        let is_yaml = extension.is_some_and(|end| end == "yaml" || end == "yml");
        if !is_yaml || self.named.is_some() {
            return Ok(false);
        }
        if is_named(name) {
            return Ok(true);
        }
        self.names.push(name.to_owned());
        Ok(self.names.len() == 1)
    }

    fn add(&mut self, name: &str, text: Vec<u8>) {
        if is_named(name) {
            self.named = Some(text);
        } else {
            self.other = Some(text);
        }
    }

    fn chosen(self) -> Result<Vec<u8>, ArchiveFault> {
        match (self.named, self.other, self.names.len()) {
            (Some(text), ..) | (None, Some(text), 1) => Ok(text),
            (None, None, _) => Err(ArchiveFault::NoYaml),
            (None, Some(_), _) => {
                let names = self.names.into_iter().take(SHOWN_NAMES);
                let plain = |name: String| {
                    let plain = name.chars().filter(|c| !c.is_control());
                    plain.take(100).collect()
                };
                Err(ArchiveFault::Several {
                    names: names.map(plain).collect(),
                })
            }
        }
    }
}
