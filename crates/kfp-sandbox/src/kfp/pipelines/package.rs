//! An uploaded file: plain text, zip or tar.gz.

use std::io::{Cursor, Read};

use flate2::read::GzDecoder;

/// Largest file, and largest content of an archive.
pub(super) const MAX_BYTES: usize = 32 * 1024 * 1024;

/// Why a file is no package.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PackageError {
    #[error(
        "File size too large. Maximum supported size: {MAX_BYTES}. Consider moving large embedded artifacts or \
         notebooks or Python code into a container image or object store."
    )]
    TooLarge,
    #[error("Unexpected pipeline file format. Support .zip, .tar.gz, .json or YAML")]
    Format,
    /// An archive that cannot be read, or has no YAML file where it should.
    #[error("Error decompress the pipeline file")]
    Archive,
}

/// The pipeline's text in `file`. Its name decides before its first bytes do: a zip under a `.yaml` name is taken as
/// text.
pub(super) fn read_package(name: &str, file: &[u8]) -> Result<Vec<u8>, PackageError> {
    if file.len() > MAX_BYTES {
        return Err(PackageError::TooLarge);
    }
    if is_yaml(name) || is_json(name) {
        return Ok(file.to_vec());
    }
    match file {
        [b'P', b'K', _, ..] => from_zip(file).ok_or(PackageError::Archive),
        [0x1f, 0x8b, _, ..] => from_tar_gz(file).ok_or(PackageError::Archive),
        _ => Err(PackageError::Format),
    }
}

/// The ending counts in lower case only.
#[expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the real server refuses .YAML"
)]
fn is_yaml(name: &str) -> bool {
    name.ends_with(".yaml") || name.ends_with(".yml")
}

#[expect(
    clippy::case_sensitive_file_extension_comparisons,
    reason = "the real server refuses .JSON"
)]
fn is_json(name: &str) -> bool {
    name.ends_with(".json")
}

/// `pipeline.yaml`, else the first file.
fn from_zip(file: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).ok()?;
    let index = (0..archive.len())
        .find(|index| {
            archive
                .by_index(*index)
                .is_ok_and(|entry| entry.name() == "pipeline.yaml")
        })
        .unwrap_or(0);
    let entry = archive.by_index(index).ok()?;
    if !is_yaml(entry.name()) {
        return None;
    }
    read_bounded(entry)
}

/// `pipeline.yaml`, else the first file.
fn from_tar_gz(file: &[u8]) -> Option<Vec<u8>> {
    let mut first = None;
    let mut archive = tar::Archive::new(GzDecoder::new(file));
    for entry in archive.entries().ok()? {
        let entry = entry.ok()?;
        let name = entry.path().ok()?.to_string_lossy().into_owned();
        if name == "pipeline.yaml" {
            return read_bounded(entry);
        }
        if first.is_none() {
            first = Some(if is_yaml(&name) {
                read_bounded(entry)
            } else {
                None
            });
        }
    }
    first.flatten()
}

/// What the reader gives, unless it is too much: a small archive may hold a large file.
fn read_bounded(reader: impl Read) -> Option<Vec<u8>> {
    let mut content = Vec::new();
    let limit = u64::try_from(MAX_BYTES).unwrap_or(u64::MAX);
    reader.take(limit + 1).read_to_end(&mut content).ok()?;
    (content.len() <= MAX_BYTES).then_some(content)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn tar_gz(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (name, content) in entries {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            builder.append_data(&mut header, name, *content).unwrap();
        }
        builder.into_inner().unwrap().finish().unwrap()
    }

    fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, content) in entries {
            writer
                .start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            writer.write_all(content).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn the_name_decides_before_the_content() {
        let archive = zip(&[("pipeline.yaml", b"a: 1")]);
        assert_eq!(read_package("p.yaml", &archive), Ok(archive.clone()));
        assert_eq!(read_package("p", &archive), Ok(b"a: 1".to_vec()));
        assert_eq!(read_package("p.yml", b"a: 1"), Ok(b"a: 1".to_vec()));
        assert_eq!(read_package("p.YAML", b"a: 1"), Err(PackageError::Format));
        assert_eq!(read_package("p", b"a: 1"), Err(PackageError::Format));
    }

    #[test]
    fn pipeline_yaml_goes_before_the_first_file() {
        let entries: [(&str, &[u8]); 2] =
            [("diamond.yaml", b"first"), ("pipeline.yaml", b"second")];
        assert_eq!(
            read_package("p.zip", &zip(&entries)),
            Ok(b"second".to_vec())
        );
        assert_eq!(
            read_package("p.tar.gz", &tar_gz(&entries)),
            Ok(b"second".to_vec())
        );
        let other: [(&str, &[u8]); 1] = [("dir/pipeline.yaml", b"inside")];
        assert_eq!(
            read_package("p.tgz", &tar_gz(&other)),
            Ok(b"inside".to_vec())
        );
        let text: [(&str, &[u8]); 1] = [("readme.txt", b"text")];
        assert_eq!(
            read_package("p.zip", &zip(&text)),
            Err(PackageError::Archive)
        );
        assert_eq!(
            read_package("p.tgz", &tar_gz(&text)),
            Err(PackageError::Archive)
        );
    }

    #[test]
    fn an_archive_cannot_hold_more_than_a_file_may() {
        let zeros = vec![0_u8; MAX_BYTES + 1];
        let archive = tar_gz(&[("pipeline.yaml", &zeros)]);
        assert!(archive.len() < MAX_BYTES / 100);
        assert_eq!(read_package("p.tgz", &archive), Err(PackageError::Archive));
    }
}
