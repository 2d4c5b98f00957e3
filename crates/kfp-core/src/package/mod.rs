//! Reading packages: what the compiler writes, as a file or in an archive.
//!
//! ```no_run
//! use kfp_core::package::Package;
//! use kfp_core::spec::Caching;
//!
//! let mut package = Package::open("train.yaml".as_ref())?;
//! let problems = package.pipeline.spec.check_parameters(&serde_json::Map::new());
//! for problem in problems {
//!     eprintln!("{problem}");
//! }
//! package.pipeline.spec.set_caching(&Caching::Off);
//! let spec = package.pipeline.to_document(); // for `PipelineSource::Spec`
//! # let _ = spec;
//! # Ok::<(), kfp_core::package::PackageError>(())
//! ```
//!
//! Nothing of an archive is ever written to a disk, and nothing of a package is believed: sizes are counted while
//! unpacking, names that leave the archive are refused, and a document that nests or repeats itself without end ends at a
//! limit.

mod archive;
mod error;
mod glance;
mod yaml;

use std::fs;
use std::io::Read as _;
use std::ops::RangeInclusive;
use std::path::Path;

use bytes::Bytes;

pub use error::{ArchiveFault, PackageError};
pub use glance::Glance;

use crate::request::MAX_PACKAGE_BYTES;
use crate::spec::CompiledPipeline;

/// A package that was read.
#[derive(Clone, Debug)]
pub struct Package {
    /// The pipeline in it.
    pub pipeline: CompiledPipeline,
    /// The lines of a comment that spilled out of it and were left out, from 1; `None` when the text is sound.
    ///
    /// KFP's compiler writes a default with a line break into the comment at the top without a `#` before its second
    /// line. KFP refuses such a package.
    pub spilled_comment: Option<RangeInclusive<usize>>,
    content: Bytes,
    file_name: String,
}

impl Package {
    /// Reads a package from a file.
    ///
    /// # Errors
    /// [`PackageError`] says what is wrong and where. A file of more than 32 MiB, which KFP does not take, is not read.
    pub fn open(path: &Path) -> Result<Self, PackageError> {
        let metadata = fs::metadata(path).map_err(|error| PackageError::unreadable(&error))?;
        if !metadata.is_file() {
            return Err(PackageError::NotAFile);
        }
        let limit = MAX_PACKAGE_BYTES;
        if metadata.len() > limit as u64 {
            return Err(PackageError::TooLarge { limit });
        }
        let file = fs::File::open(path).map_err(|error| PackageError::unreadable(&error))?;
        let mut content = Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or_default());
        file.take(limit as u64 + 1)
            .read_to_end(&mut content)
            .map_err(|error| PackageError::unreadable(&error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        Self::read(&name, content)
    }

    /// What can be told of a package, which is checked as [`open`](Self::open) does it and not kept: neither the
    /// file nor what is long in it is ever in memory as a whole. For a file that is then sent as it is.
    ///
    /// `None` when it cannot be told so: for an archive, and for all that `open` refuses or repairs.
    pub fn at_a_glance(path: &Path) -> Option<Glance> {
        if !fs::metadata(path).ok()?.is_file() {
            return None;
        }
        let file = fs::File::open(path).ok()?;
        glance::of(file.take(MAX_PACKAGE_BYTES as u64 + 1))
    }

    /// Reads a package from memory: YAML, JSON, a zip, or a gzipped tar; told apart by the first bytes.
    ///
    /// # Errors
    /// [`PackageError`] says what is wrong and where.
    pub fn read(file_name: &str, content: impl Into<Bytes>) -> Result<Self, PackageError> {
        Self::read_at_most(file_name, content, yaml::MAX_VALUES)
    }

    /// The same with a limit of one's own on how many values are read, for packages of strangers: a value takes up to half
    /// a kilobyte of memory, however short its text. A pipeline of 500 tasks has 40,000.
    ///
    /// # Errors
    /// As [`read`](Self::read); [`PackageError::Excessive`] beyond the limit.
    pub fn read_at_most(
        file_name: &str,
        content: impl Into<Bytes>,
        most_values: usize,
    ) -> Result<Self, PackageError> {
        let content = content.into();
        let limit = MAX_PACKAGE_BYTES;
        if content.len() > limit {
            return Err(PackageError::TooLarge { limit });
        }
        let unpacked = archive::unpack(&content)?;
        let text = unpacked.map_or_else(|| content.clone(), Bytes::from);
        let read = yaml::read(&text, most_values)?;
        let (content, file_name) = match read.repaired {
            // KFP would refuse it as it is.
            Some(text) => (text.into(), "pipeline.yaml".to_owned()),
            None => (content, file_name.to_owned()),
        };
        Ok(Self {
            pipeline: read.pipeline,
            spilled_comment: read.spilled_comment,
            content,
            file_name,
        })
    }

    /// What to upload: the package as it is, or its repaired text.
    pub fn content(&self) -> &Bytes {
        &self.content
    }

    /// The name to upload it under, with an ending by which KFP knows what it is.
    pub fn file_name(&self) -> &str {
        &self.file_name
    }
}
