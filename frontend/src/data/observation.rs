//! What the browser itself saw of the call for the connection report.

use console_api::ConnectionReport;
use kfp_core::error::{ProxyReason, SignedOut};

use super::Failure;

/// One call for the report, as the browser saw it. Holds no cookie and no header but the two that name a proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Observation {
    /// The origin of the page, such as `https://kf.example.com`.
    pub(crate) origin: String,
    /// What was asked: method and path.
    pub(crate) asked: String,
    /// From the call to its answer, in milliseconds.
    pub(crate) duration_ms: u64,
    /// How it ended.
    pub(crate) outcome: Outcome,
}

/// How the call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// With an answer.
    Answered {
        /// Its status.
        status: u16,
        /// Its `server` header, which Envoy sets to `istio-envoy` or `envoy`.
        server: Option<String>,
        /// How long the server behind a proxy took, in milliseconds, where the proxy told.
        upstream_ms: Option<u64>,
        /// The report, or why there is none.
        result: Result<Box<ConnectionReport>, Refused>,
    },
    /// Without one.
    Silence(Failure),
}

impl Outcome {
    /// How the end of the session showed.
    pub(super) fn signed_out(&self) -> Option<SignedOut> {
        match self {
            Self::Answered {
                result: Err(refused),
                ..
            } => refused.failure.signed_out(),
            _ => None,
        }
    }
}

/// An answer without what was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Who answered in the console's place, when it was not the console.
    pub(crate) reason: Option<ProxyReason>,
    /// What it means.
    pub(crate) failure: Failure,
}
