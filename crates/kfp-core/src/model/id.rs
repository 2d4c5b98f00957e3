//! Ids and namespaces, each a type of its own so that one cannot stand for another.

use std::fmt;

/// Why a text is not an id or a namespace. Does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidId {
    /// There is no text.
    #[error("it is empty")]
    Empty,
    /// The text is longer than the limit.
    #[error("it is longer than {limit} bytes")]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// The text cannot be one element of a path: it holds `/`, `\`, a control character, or is `.` or `..`.
    #[error("it cannot be an element of a path")]
    NotAPathElement,
    /// The text is not a label as RFC 1123 defines it.
    #[error("it is not a lower-case DNS label")]
    NotALabel,
    /// The text holds other than printable ASCII.
    #[error("it holds other than printable ASCII")]
    NotAToken,
}

/// Longest id that is taken: KFP's columns hold 191 characters or fewer.
const MAX_ID_BYTES: usize = 255;
/// Longest name of a Kubernetes namespace.
const MAX_LABEL_BYTES: usize = 63;

/// KFP makes UUIDs, but takes other texts where a client chooses the id, and the Kubernetes pipeline store has its own
/// form. So only that is refused which cannot be one element of a path: proxies decode and clean paths, and an id must
/// not lead to another endpoint.
fn check_id(text: &str) -> Result<(), InvalidId> {
    if text.is_empty() {
        return Err(InvalidId::Empty);
    }
    if text.len() > MAX_ID_BYTES {
        return Err(InvalidId::TooLong {
            limit: MAX_ID_BYTES,
        });
    }
    if is_dots(text) || text.contains(|c: char| c == '/' || c == '\\' || c.is_control()) {
        return Err(InvalidId::NotAPathElement);
    }
    Ok(())
}

/// Whether proxies take it for a step within the path, also where it is encoded.
pub(crate) fn is_dots(text: &str) -> bool {
    matches!(text, "." | "..")
}

fn check_label(text: &str) -> Result<(), InvalidId> {
    if text.is_empty() {
        return Err(InvalidId::Empty);
    }
    if text.len() > MAX_LABEL_BYTES {
        return Err(InvalidId::TooLong {
            limit: MAX_LABEL_BYTES,
        });
    }
    let inner = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !text.bytes().all(inner) || text.starts_with('-') || text.ends_with('-') {
        return Err(InvalidId::NotALabel);
    }
    Ok(())
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $check:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Box<str>);

        impl $name {
            /// Takes a text that passes the checks.
            ///
            /// # Errors
            /// [`InvalidId`] says which check failed.
            pub fn new(text: impl Into<Box<str>>) -> Result<Self, InvalidId> {
                let text = text.into();
                $check(&text)?;
                Ok(Self(text))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), &self.0)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.into()
            }
        }
    };
}

id! {
    /// Names an experiment.
    ExperimentId, check_id
}
id! {
    /// Names a run.
    RunId, check_id
}
id! {
    /// Names a pipeline.
    PipelineId, check_id
}
id! {
    /// Names a version of a pipeline.
    PipelineVersionId, check_id
}
id! {
    /// Names a recurring run.
    RecurringRunId, check_id
}
id! {
    /// Names a node of an Argo workflow.
    NodeId, check_id
}
id! {
    /// A Kubernetes namespace: at most 63 of `a-z`, `0-9` and `-`, not at the ends.
    Namespace, check_label
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_id_cannot_lead_to_another_path() {
        for text in ["", ".", "..", "a/b", "a\\b", "a\nb", "a\0"] {
            assert!(RunId::new(text).is_err(), "{text:?}");
        }
        assert!(RunId::new("9".repeat(256)).is_err());
    }

    #[test]
    fn an_id_need_not_be_a_uuid() {
        for text in [
            "9d1f2c3a-0000-4000-8000-000000000001",
            "nope",
            "my run",
            "a:archive",
            "%2F",
            "ä",
        ] {
            assert_eq!(RunId::new(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn a_namespace_is_a_label() {
        assert_eq!(
            "kubeflow-jbpark8".parse::<Namespace>().unwrap().to_string(),
            "kubeflow-jbpark8"
        );
        for text in ["", "Team", "a.b", "-a", "a-", "a_b", "a b", "ä"] {
            assert!(Namespace::new(text).is_err(), "{text:?}");
        }
        assert!(Namespace::new("a".repeat(63)).is_ok());
        assert!(Namespace::new("a".repeat(64)).is_err());
    }

    #[test]
    fn the_wire_form_is_the_bare_text_and_is_checked() {
        let id = PipelineId::new("p-1").unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), "\"p-1\"");
        assert!(serde_json::from_str::<PipelineId>("\"a/b\"").is_err());
    }

    proptest! {
        #[test]
        fn what_is_refused_is_not_repeated_in_the_error(text in "[a-z]{8}/[a-z]{8}") {
            let error = RunId::new(text.clone()).unwrap_err().to_string();
            prop_assert!(!error.contains(&text));
        }
    }
}
