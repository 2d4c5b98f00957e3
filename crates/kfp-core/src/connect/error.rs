//! Why there is no connection to speak of.

use super::choice::Setting;
use super::context::ContextFileError;
use crate::address::InvalidAddress;
use crate::error::{CredentialsError, Hint};
use crate::model::InvalidId;

/// Why the settings lead nowhere. Nothing was sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConnectError {
    /// There is no address.
    #[error("no address of KFP is configured; looked at {}", looked_at.join(", "))]
    NoEndpoint {
        /// Where it was looked for, in order, and why it was not there.
        looked_at: Vec<String>,
    },
    /// An address cannot be used.
    #[error("the address from {from} cannot be used")]
    Endpoint {
        /// Where it came from.
        from: Box<str>,
        /// What is wrong with it.
        source: InvalidAddress,
    },
    /// A namespace cannot be one.
    #[error("the namespace from {from} cannot be used: {problem}")]
    Namespace {
        /// Where it came from.
        from: Box<str>,
        /// What is wrong with it.
        problem: InvalidId,
    },
    /// Two credentials were given, and only one kind may be sent.
    #[error("both {first} and {second} were given, and only one may be sent")]
    TwoCredentials {
        /// One.
        first: Setting,
        /// The other.
        second: Setting,
    },
    /// A credential cannot be used.
    #[error("the credentials from {from} cannot be used")]
    Credentials {
        /// Where they came from.
        from: Box<str>,
        /// What is wrong with them.
        source: CredentialsError,
    },
    /// The file of contexts cannot be used.
    #[error("the contexts cannot be used")]
    Contexts {
        /// What is wrong with it.
        source: ContextFileError,
    },
    /// The file of certificates cannot be used.
    #[cfg(feature = "tls")]
    #[error("the certificates to trust cannot be used")]
    Trust {
        /// What is wrong with it.
        source: crate::transport::tls::TrustError,
    },
    /// There is no context of this name.
    #[error("there is no context `{name}`; there is {}", known(names))]
    UnknownContext {
        /// The name that was asked for.
        name: String,
        /// The names there are.
        names: Vec<String>,
    },
}

fn known(names: &[String]) -> String {
    if names.is_empty() {
        "none".to_owned()
    } else {
        names.join(", ")
    }
}

impl ConnectError {
    /// Stable slug.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoEndpoint { .. } => "connect.no_endpoint",
            Self::Endpoint { .. } => "connect.endpoint",
            Self::Namespace { .. } => "connect.namespace",
            Self::TwoCredentials { .. } => "connect.two_credentials",
            Self::Credentials { source, .. } => source.code(),
            Self::Contexts { .. } => "connect.contexts",
            #[cfg(feature = "tls")]
            Self::Trust { .. } => "connect.trust",
            Self::UnknownContext { .. } => "connect.unknown_context",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Hint {
        Hint::fixed(match self {
            Self::NoEndpoint { .. } => {
                "Give the address: in the cluster `http://ml-pipeline.kubeflow:8888`, from outside that of the gateway with \
                 `/pipeline` at its end."
            }
            Self::Endpoint { .. } => {
                "Give an address such as `https://kubeflow.example.com/pipeline`, without a user or password in it."
            }
            Self::Namespace { .. } => "Give the name of a Kubernetes namespace, in lower case.",
            Self::TwoCredentials { .. } => {
                "Give one of them: the gateway ignores a cookie beside a token, and the mesh refuses a token beside an \
                 identity header."
            }
            Self::Credentials { source, .. } => return source.hint(),
            Self::Contexts { source } => return source.hint(),
            #[cfg(feature = "tls")]
            Self::Trust { source } => return source.hint(),
            Self::UnknownContext { .. } => "Give one of these names, or make the context first.",
        })
    }
}
