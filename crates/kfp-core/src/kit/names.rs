//! Names that are written into manifests, so checked before.

use std::fmt;
use std::str::FromStr;

use crate::model::Namespace;

/// Longest name of an object of Kubernetes.
const MAX_BYTES: usize = 253;

/// Why a text cannot stand in a manifest. Does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidName {
    /// It is no name that Kubernetes gives a service account.
    #[error(
        "it is not the name of a service account: lower-case letters, digits, `-` and `.`, 253 at most, with a letter or \
         digit at both ends"
    )]
    ServiceAccount,
    /// It is no audience that can be written without quoting.
    #[error("it is not an audience: letters, digits and `.:/_-`, 253 at most")]
    Audience,
}

/// The name of a service account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceAccount(Box<str>);

impl ServiceAccount {
    pub(super) fn default_editor() -> Self {
        Self("default-editor".into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for ServiceAccount {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let end =
            |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let bytes = text.as_bytes();
        let inner = bytes
            .iter()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(b));
        if bytes.len() <= MAX_BYTES && inner && end(bytes.first()) && end(bytes.last()) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidName::ServiceAccount)
        }
    }
}

impl fmt::Display for ServiceAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Whom a token is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience(Box<str>);

impl Audience {
    pub(super) fn pipelines() -> Self {
        Self("pipelines.kubeflow.org".into())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Audience {
    type Err = InvalidName;

    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let plain = text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b".:/_-".contains(&b));
        // Where it begins and ends, YAML would read a colon or a dash as its own.
        let ends = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphanumeric);
        let bytes = text.as_bytes();
        if plain && bytes.len() <= MAX_BYTES && ends(bytes.first()) && ends(bytes.last()) {
            Ok(Self(text.into()))
        } else {
            Err(InvalidName::Audience)
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Where the manifests of Kubeflow install KFP.
pub(super) fn kubeflow() -> Namespace {
    Namespace::new("kubeflow").unwrap_or_else(|_| unreachable!("`kubeflow` is a label"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_leave_its_place_in_a_manifest_is_no_name() {
        for text in [
            "",
            "A",
            "a b",
            "a\nkind: Secret",
            "a:",
            "-a",
            "a-",
            ".a",
            "a'",
            "a\"",
            "a#",
            "ä",
            &"a".repeat(254),
        ] {
            assert_eq!(
                text.parse::<ServiceAccount>(),
                Err(InvalidName::ServiceAccount),
                "{text:?}"
            );
        }
        for text in [
            "",
            "a b",
            "a\nb",
            "a:",
            "-a",
            "*",
            "a'",
            "{a}",
            "a #",
            &"a".repeat(254),
        ] {
            assert_eq!(
                text.parse::<Audience>(),
                Err(InvalidName::Audience),
                "{text:?}"
            );
        }
        assert!("pipeline-runner.v2".parse::<ServiceAccount>().is_ok());
        assert!("https://kubernetes.default.svc".parse::<Audience>().is_ok());
    }
}
