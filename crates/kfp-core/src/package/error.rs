//! Why a package cannot be read.

use std::io;

use crate::error::Hint;
use crate::spec::NotAPipeline;

/// Why a package cannot be read. Of its content it repeats names of files and fields alone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PackageError {
    /// There is no such file.
    #[error("there is no such file")]
    Missing,
    /// The file may not be read.
    #[error("the file cannot be read")]
    NotReadable,
    /// It is a folder, a pipe or a device.
    #[error("it is not a file")]
    NotAFile,
    /// It is larger than KFP takes.
    #[error("it is larger than the {} MiB that KFP takes", limit / (1024 * 1024))]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It is neither text nor an archive.
    #[error("it is neither YAML, nor a zip, nor a gzipped tar")]
    NotText,
    /// The archive cannot be used.
    #[error("the archive cannot be used: {fault}")]
    Archive {
        /// What is wrong with it.
        fault: ArchiveFault,
    },
    /// It is no sound YAML.
    #[error("it is not YAML from line {line}, column {column} on")]
    Yaml {
        /// The line, from 1.
        line: u64,
        /// The column, from 1.
        column: u64,
    },
    /// It nests too deep, or repeats itself by aliases.
    #[error("it nests too deep or repeats itself too often to be a pipeline")]
    Excessive,
    /// A document after the first is no object.
    #[error("document {number} is not a set of platform settings")]
    Platform {
        /// Which document, from 1.
        number: usize,
    },
    /// It is YAML and no pipeline.
    #[error("{0}")]
    NotAPipeline(NotAPipeline),
}

/// What is wrong with an archive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveFault {
    /// It is damaged, locked with a password, or packed in a way that KFP does not know.
    #[error("it is damaged, or packed in a way that is not known")]
    Damaged,
    /// It unpacks to more than a pipeline can be.
    #[error("it unpacks to more than {} MiB", limit / (1024 * 1024))]
    Bomb {
        /// The limit in bytes.
        limit: usize,
    },
    /// There are too many files in it.
    #[error("there are more than {limit} files in it")]
    TooManyFiles {
        /// The limit.
        limit: usize,
    },
    /// A name in it leads out of it.
    #[error("a name in it leads out of the archive")]
    Traversal,
    /// There is no YAML in it.
    #[error("there is no pipeline.yaml in it, and no other YAML file")]
    NoYaml,
    /// There are several YAML files and none is `pipeline.yaml`.
    #[error("there are several YAML files in it and none is pipeline.yaml: {}", names.join(", "))]
    Several {
        /// The first of their names.
        names: Vec<String>,
    },
}

impl PackageError {
    pub(super) fn unreadable(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Self::Missing,
            _ => Self::NotReadable,
        }
    }

    pub(super) fn archive(fault: ArchiveFault) -> Self {
        Self::Archive { fault }
    }

    /// Stable slug.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "package.missing",
            Self::NotReadable | Self::NotAFile => "package.not_readable",
            Self::TooLarge { .. } => "package.too_large",
            Self::Empty => "package.empty",
            Self::NotText => "package.not_text",
            Self::Archive { .. } => "package.archive",
            Self::Yaml { .. } => "package.yaml",
            Self::Excessive => "package.excessive",
            Self::Platform { .. } => "package.platform",
            Self::NotAPipeline(_) => "package.not_a_pipeline",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Hint {
        Hint::fixed(match self {
            Self::Missing => "Check the path; the compiler writes where `package_path` says.",
            Self::NotReadable | Self::NotAFile => "Name one file that you may read.",
            Self::TooLarge { .. }
            | Self::Excessive
            | Self::Archive {
                fault: ArchiveFault::Bomb { .. },
            } => "Take data out of the pipeline: pass it as an artifact, or by an address.",
            Self::Empty => "Compile the pipeline again; the compiler may have been stopped.",
            Self::NotText => "Give what `kfp.compiler` wrote.",
            Self::Archive {
                fault: ArchiveFault::Damaged,
            } => "Pack it again, as zip or as tar.gz, without a password.",
            Self::Archive { .. } => "Put one file named pipeline.yaml at the top of the archive.",
            Self::Yaml { .. } => {
                "Look at that line; what the compiler wrote should not be changed by hand."
            }
            Self::Platform { .. } => "Leave only platform settings after the first `---`.",
            Self::NotAPipeline(_) => "Compile the pipeline with `kfp.compiler` of KFP 2.",
        })
    }
}
