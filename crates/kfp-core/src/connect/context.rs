//! Named contexts: an address, a namespace and one credential each, in a file that only its owner can read.

use std::fmt;
use std::fs;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::choice::Setting;
use crate::error::Hint;

/// Largest file that is read; one context has a few kB.
const MAX_BYTES: u64 = 1024 * 1024;

/// How to reach one KFP as one user. Field names are those of KFP's own context file where it has them; what this
/// version does not know is kept.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Context {
    /// The address of KFP's API.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub endpoint: String,
    /// The namespace to work in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// A session cookie, as `name=value`.
    #[serde(
        rename = "client_authentication_cookie",
        with = "secret",
        skip_serializing_if = "Option::is_none"
    )]
    pub cookie: Option<SecretString>,
    /// When that cookie's session ends, as far as the gateway said.
    #[serde(
        with = "crate::model::timestamp",
        skip_serializing_if = "Option::is_none"
    )]
    pub cookie_expires_at: Option<OffsetDateTime>,
    /// The name of a header that proves who we are.
    #[serde(
        rename = "client_authentication_header_name",
        skip_serializing_if = "Option::is_none"
    )]
    pub header_name: Option<String>,
    /// The value of that header.
    #[serde(
        rename = "client_authentication_header_value",
        with = "secret",
        skip_serializing_if = "Option::is_none"
    )]
    pub header_value: Option<SecretString>,
    /// A bearer token.
    #[serde(with = "secret", skip_serializing_if = "Option::is_none")]
    pub token: Option<SecretString>,
    /// A file with a bearer token, read for every call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// A program and its arguments that print a bearer token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_command: Option<Vec<String>>,
    /// A file of certificates to trust beside those of the system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_file: Option<PathBuf>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Context {
    /// What kinds of credentials it keeps. More than one is refused when it is used.
    pub fn credentials(&self) -> Vec<Setting> {
        let header = self.header_name.is_some() && self.header_value.is_some();
        let kept = [
            (self.token.is_some(), Setting::Bearer),
            (self.token_file.is_some(), Setting::TokenFile),
            (self.token_command.is_some(), Setting::TokenCommand),
            (self.cookie.is_some(), Setting::Cookie),
            (header, Setting::Header),
        ];
        let kept = kept.into_iter().filter(|(is_kept, _)| *is_kept);
        kept.map(|(_, setting)| setting).collect()
    }

    /// Takes all credentials out of it, and what is said about them.
    pub fn remove_credentials(&mut self) {
        *self = Self {
            endpoint: std::mem::take(&mut self.endpoint),
            namespace: self.namespace.take(),
            ca_file: self.ca_file.take(),
            unknown: std::mem::take(&mut self.unknown),
            ..Self::default()
        };
    }

    fn holds_secrets(&self) -> bool {
        self.cookie.is_some() || self.header_value.is_some() || self.token.is_some()
    }
}

/// Says what there is, never what it is.
impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context")
            .field("endpoint_bytes", &self.endpoint.len())
            .field("namespace", &self.namespace)
            .field("holds_secrets", &self.holds_secrets())
            .finish_non_exhaustive()
    }
}

mod secret {
    use secrecy::ExposeSecret as _;

    use super::{Deserialize, SecretString};

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<SecretString>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        Ok(text.filter(|text| !text.is_empty()).map(Into::into))
    }

    #[expect(clippy::ref_option, reason = "serde passes a reference to the field")]
    pub(super) fn serialize<S: serde::Serializer>(
        secret: &Option<SecretString>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match secret {
            Some(secret) => serializer.serialize_some(secret.expose_secret()),
            None => serializer.serialize_none(),
        }
    }
}

/// The file of all contexts, and which is used when none is named.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContextFile {
    /// The name of the context that is used when none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current: Option<String>,
    /// The contexts by their names.
    pub contexts: std::collections::BTreeMap<String, Context>,
    /// What this version does not know.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

/// Not what this version does not know: it may be a secret of another program's.
impl fmt::Debug for ContextFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContextFile")
            .field("current", &self.current)
            .field("contexts", &self.contexts)
            .finish_non_exhaustive()
    }
}

impl ContextFile {
    /// Reads the file; one that is not there is empty.
    ///
    /// # Errors
    /// [`ContextFileError`] names the file and what is wrong with it: above all when it holds secrets that others can read.
    pub fn read(path: &Path) -> Result<Self, ContextFileError> {
        let fail = |fault| ContextFileError {
            path: path.to_owned(),
            fault,
        };
        let Some((text, readable_by_others)) = read_small(path).map_err(fail)? else {
            return Ok(Self::default());
        };
        let file: Self = parse(&text).map_err(fail)?;
        if readable_by_others && file.contexts.values().any(Context::holds_secrets) {
            return Err(fail(ContextFault::ReadableByOthers));
        }
        Ok(file)
    }

    /// Writes the file: whole or not at all, and readable by its owner alone.
    ///
    /// # Errors
    /// [`ContextFileError`]; the file is then as it was.
    pub fn write(&self, path: &Path) -> Result<(), ContextFileError> {
        self.try_write(path).map_err(|_| ContextFileError {
            path: path.to_owned(),
            fault: ContextFault::NotWritable,
        })
    }

    fn try_write(&self, path: &Path) -> io::Result<()> {
        let folder = make_folder(path)?;
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.new", std::process::id()));
        let unfinished = folder.join(name);
        let written = self
            .write_new(&unfinished)
            .and_then(|()| fs::rename(&unfinished, path));
        if written.is_err() {
            // Nothing is lost by it, and the first error says more.
            let _ = fs::remove_file(&unfinished);
        }
        written
    }

    fn write_new(&self, path: &Path) -> io::Result<()> {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        let mut text = serde_json::to_vec_pretty(self)?;
        text.push(b'\n');
        file.write_all(&text)?;
        file.sync_all()
    }
}

/// The folder of a file, which is made if there is none, for its owner alone.
pub(super) fn make_folder(path: &Path) -> io::Result<&Path> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let folder = folder.unwrap_or(Path::new("."));
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)?;
    Ok(folder)
}

/// The text of a small file and whether others may read it; `None` when there is no file.
pub(super) fn read_small(path: &Path) -> Result<Option<(Vec<u8>, bool)>, ContextFault> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(ContextFault::NotReadable),
    };
    // Opening a pipe would wait for its writer.
    if !metadata.is_file() {
        return Err(ContextFault::NotAFile);
    }
    let file = fs::File::open(path).map_err(|_| ContextFault::NotReadable)?;
    let mut text = Vec::new();
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut text)
        .map_err(|_| ContextFault::NotReadable)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(ContextFault::TooLong);
    }
    #[cfg(unix)]
    let readable_by_others =
        std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o077 != 0;
    #[cfg(not(unix))]
    let readable_by_others = false;
    Ok(Some((text, readable_by_others)))
}

/// Reads JSON; the error says where it is wrong, with nothing of the text.
pub(super) fn parse<'a, T: Deserialize<'a>>(text: &'a [u8]) -> Result<T, ContextFault> {
    // serde would take an array for a struct whose fields all have defaults.
    if !text.trim_ascii_start().starts_with(b"{") {
        return Err(ContextFault::NotAnObject);
    }
    crate::response::decode(text).map_err(|at| ContextFault::Broken { at })
}

/// What is wrong with a file of contexts, and which file it is.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} {fault}", path.display())]
pub struct ContextFileError {
    /// The file.
    pub path: PathBuf,
    /// What is wrong with it.
    pub fault: ContextFault,
}

/// What is wrong with a file of contexts. Says nothing of its content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContextFault {
    /// It may not be read.
    #[error("may not be read")]
    NotReadable,
    /// It is a folder, a pipe or a device.
    #[error("is not a file")]
    NotAFile,
    /// It is longer than any such file.
    #[error("is longer than 1 MiB")]
    TooLong,
    /// It is not a JSON object.
    #[error("is not a JSON object")]
    NotAnObject,
    /// It cannot be read from some place on.
    #[error("cannot be read at {at}")]
    Broken {
        /// The field, as far as it is known, and the place.
        at: Box<str>,
    },
    /// It holds secrets and others may read it.
    #[error("holds secrets and can be read by others")]
    ReadableByOthers,
    /// It cannot be written.
    #[error("could not be written, and is as it was")]
    NotWritable,
}

impl ContextFileError {
    /// What to do about it.
    pub fn hint(&self) -> Hint {
        Hint::fixed(match self.fault {
            ContextFault::ReadableByOthers => {
                "Run `chmod 600` on the file, and get new credentials if others may have read it."
            }
            ContextFault::NotWritable => {
                "Look at the rights of the folder and at the room on the disk."
            }
            ContextFault::NotReadable => "Look at the owner and the rights of the file.",
            _ => "Mend the file at that place, or move it away and make the contexts anew.",
        })
    }
}
