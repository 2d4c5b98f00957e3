//! Where a package is.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use kfp_core::package::{Package, PackageError};
use kfp_core::request::MAX_PACKAGE_BYTES;
use kfp_core::spec::{KubernetesSettings, is_pipeline_name, proposed_pipeline_name};
use kfp_core::transport::Body;

use crate::cli::Package as Flags;
use crate::failure::Failure;
use crate::output::Terminal;
use crate::words::both;

/// From here on people want to know that something goes on.
const LARGE: u64 = 1024 * 1024;

/// Where a package is.
pub(super) enum Source {
    /// Where KFP can fetch it.
    Url(String),
    /// Here.
    Package(Content),
}

/// A package that is sent.
pub(super) struct Content {
    /// The name of the pipeline in it, or what was said in its place.
    pub(super) name: String,
    /// The name it is sent under.
    pub(super) file_name: String,
    /// What it asks of Kubernetes, as far as it was looked at.
    pub(super) kubernetes: Vec<KubernetesSettings>,
    bytes: Where,
}

enum Where {
    /// In a file, which is read as it goes out.
    File(PathBuf),
    /// Here, as KFP would refuse the file as it is.
    Mended(Bytes),
}

impl Source {
    /// Looks at the package, unless that was declined; what KFP would refuse is told before anything is sent.
    pub(super) fn of(flags: &Flags, terminal: &mut Terminal) -> Result<Self, Failure> {
        let text = &flags.source;
        if text.contains("://") {
            return Ok(Self::Url(text.clone()));
        }
        let path = Path::new(text);
        let length = length(path).map_err(|source| unusable(path, source))?;
        let content = if flags.no_check {
            unchecked(flags, path)
        } else {
            checked(flags, path, terminal)?
        };
        if length >= LARGE {
            let mib = length.div_ceil(LARGE);
            terminal.say(&terminal.language.uploading(mib, &content.file_name));
        }
        Ok(Self::Package(content))
    }
}

impl Content {
    /// A body for one attempt.
    pub(super) async fn body(&self) -> Result<Body, Failure> {
        match &self.bytes {
            Where::Mended(bytes) => Ok(Body::full(bytes.clone())),
            Where::File(path) => {
                let unreadable = |_| unusable(path, PackageError::NotReadable);
                let file = tokio::fs::File::open(path).await.map_err(unreadable)?;
                let length = file.metadata().await.map_err(unreadable)?.len();
                Ok(Body::reading(file, Some(length)))
            }
        }
    }
}

/// Reads a package that is sent along with something else.
pub(in crate::commands) fn read(path: &Path, terminal: &mut Terminal) -> Result<Package, Failure> {
    let package = Package::open(path).map_err(|source| unusable(path, source))?;
    named(&package.pipeline.spec.pipeline_info.name, path)?;
    if let Some(lines) = &package.spilled_comment {
        let path = path.display().to_string();
        let language = terminal.language;
        terminal.say(&language.lines_left_out(&path, *lines.start(), *lines.end()));
    }
    Ok(package)
}

fn checked(flags: &Flags, path: &Path, terminal: &mut Terminal) -> Result<Content, Failure> {
    if let Some(glance) = Package::at_a_glance(path) {
        named(&glance.name, path)?;
        return Ok(Content {
            name: flags.name.clone().unwrap_or(glance.name),
            kubernetes: glance.kubernetes,
            ..unchecked(flags, path)
        });
    }
    let package = read(path, terminal)?;
    let name = package.pipeline.spec.pipeline_info.name.clone();
    Ok(Content {
        name: flags.name.clone().unwrap_or(name),
        file_name: package.file_name().to_owned(),
        kubernetes: package.pipeline.kubernetes_settings(),
        bytes: match package.spilled_comment {
            Some(_) => Where::Mended(package.content().clone()),
            None => Where::File(path.to_owned()),
        },
    })
}

/// Refuses a name that KFP refuses, and proposes another.
fn named(name: &str, path: &Path) -> Result<(), Failure> {
    if is_pipeline_name(name) {
        return Ok(());
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let proposal = proposed_pipeline_name(name).or_else(|| proposed_pipeline_name(&stem));
    let proposal = proposal.as_deref().unwrap_or("pipeline");
    let (name, path) = (name.escape_debug(), path.display());
    Err(Failure::Usage {
        problem: both!(
            "the pipeline in {path} is named `{name}`, and KFP makes names in the cluster of that: it needs a small letter or a \
             digit of ASCII",
            "{path}에 든 파이프라인의 이름은 `{name}`이에요. KFP가 이 이름으로 클러스터의 이름을 만들므로 영문 소문자나 숫자가 있어야 해요"
        ),
        hint: both!(
            "Compile it with @dsl.pipeline(name=\"{proposal}\", display_name=\"{name}\"): the name for people stays.",
            "@dsl.pipeline(name=\"{proposal}\", display_name=\"{name}\")으로 컴파일하세요. 사람이 보는 이름은 그대로예요."
        ),
    })
}

fn unchecked(flags: &Flags, path: &Path) -> Content {
    let file_name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.strip_suffix(".tar").unwrap_or(&stem);
    Content {
        name: flags.name.clone().unwrap_or_else(|| stem.to_owned()),
        file_name: file_name.into_owned(),
        kubernetes: Vec::new(),
        bytes: Where::File(path.to_owned()),
    }
}

fn length(path: &Path) -> Result<u64, PackageError> {
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => PackageError::Missing,
        _ => PackageError::NotReadable,
    })?;
    let limit = MAX_PACKAGE_BYTES;
    match metadata.len() {
        _ if !metadata.is_file() => Err(PackageError::NotAFile),
        0 => Err(PackageError::Empty),
        length if length > limit as u64 => Err(PackageError::TooLarge { limit }),
        length => Ok(length),
    }
}

fn unusable(path: &Path, source: PackageError) -> Failure {
    Failure::Package {
        path: path.display().to_string(),
        source,
    }
}

/// A package that we do not see has no name that we know.
pub(super) fn name_of_url(flags: &Flags, url: &str) -> Result<String, Failure> {
    if let Some(name) = &flags.name {
        return Ok(name.clone());
    }
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let file = path.rsplit('/').next().unwrap_or_default();
    let stem = [".yaml", ".yml", ".zip", ".tar.gz", ".tgz"]
        .iter()
        .find_map(|end| file.strip_suffix(end));
    stem.filter(|stem| !stem.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| Failure::Usage {
            problem: both!("the address says no name", "주소에 이름이 없어요"),
            hint: both!("Give one with --name.", "--name 옵션으로 주세요."),
        })
}
