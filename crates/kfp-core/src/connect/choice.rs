//! What was taken from where.

use std::fmt;
use std::path::PathBuf;

/// What can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Setting {
    /// The address.
    Endpoint,
    /// The namespace to work in.
    Namespace,
    /// A bearer token.
    Bearer,
    /// A session cookie.
    Cookie,
    /// An identity header.
    Header,
    /// A file with a token.
    TokenFile,
    /// A program that prints a token.
    TokenCommand,
    /// No credentials at all.
    NoCredentials,
}

impl fmt::Display for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Endpoint => "the address",
            Self::Namespace => "the namespace",
            Self::Bearer => "a bearer token",
            Self::Cookie => "a cookie",
            Self::Header => "an identity header",
            Self::TokenFile => "a token file",
            Self::TokenCommand => "a token command",
            Self::NoCredentials => "no credentials",
        })
    }
}

/// Where a setting came from.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Source {
    /// The caller said it.
    Caller,
    /// An environment variable.
    Variable(&'static str),
    /// A named context.
    Context(String),
    /// The context file of KFP's Python client.
    PythonContext(PathBuf),
    /// A file that the kubelet mounts.
    PodFile(&'static str),
    /// What holds in a pod when nothing is said.
    PodDefault,
    /// Nothing was found.
    Nothing,
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Caller => f.write_str("the call"),
            Self::Variable(name) => write!(f, "${name}"),
            Self::Context(name) => write!(f, "the context `{name}`"),
            Self::PythonContext(path) => write!(f, "{}", path.display()),
            Self::PodFile(path) => f.write_str(path),
            Self::PodDefault => f.write_str("the default in a pod"),
            Self::Nothing => f.write_str("nowhere"),
        }
    }
}

/// What was taken, and where it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What.
    pub setting: Setting,
    /// From where.
    pub from: Source,
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} from {}", self.setting, self.from)
    }
}
