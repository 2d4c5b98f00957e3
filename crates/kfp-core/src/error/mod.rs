//! What can go wrong, told so that the reader can act.

mod api;
mod code;
mod credentials;
mod hint;
mod proxy;
mod transport;

use std::time::Duration;

use http::StatusCode;

pub use api::{ApiError, DeniedAccess, StatusCodeName};
#[cfg(feature = "native")]
pub use credentials::CommandFault;
pub use credentials::{CredentialsError, TokenFault};
pub use hint::Hint;
pub use proxy::{Hop, ProxyReason, SignedOut, TokenRefusal};
pub use transport::{TransportError, TransportFault};

use crate::operation::Operation;
use crate::query::InvalidQuery;

/// Why a call gave no answer that can be used.
///
/// A variant is what the caller can tell apart. Nothing in it, nor in what it prints, holds a token, a cookie, the
/// value of a header, a query or a body; the only foreign text is KFP's own message in [`Error::Api`].
///
/// ```
/// use kfp_core::error::{Error, ProxyReason};
///
/// fn advise(error: &Error) -> String {
///     match error {
///         Error::Unexpected { reason: ProxyReason::SignedOut { .. }, .. } => "sign in again".to_owned(),
///         other => other.hint().map_or_else(|| other.to_string(), |hint| hint.to_string()),
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nothing was sent: the request breaks a rule.
    #[error("{operation} was not sent: {field} {problem}")]
    InvalidRequest {
        /// The call.
        operation: Operation,
        /// Which part of the request.
        field: &'static str,
        /// What is wrong with it, as the end of a sentence.
        problem: Box<str>,
    },
    /// Nothing was sent: there is no credential that may be sent.
    #[error("{operation} was not sent, as there are no usable credentials")]
    Credentials {
        /// The call.
        operation: Operation,
        /// Why.
        source: CredentialsError,
    },
    /// No HTTP answer came.
    #[error("{operation} got no answer")]
    Transport {
        /// The call.
        operation: Operation,
        /// What happened on the way.
        source: TransportError,
    },
    /// The deadline passed.
    #[error("{operation} was not answered within {} ms", milliseconds(*after))]
    Timeout {
        /// The call.
        operation: Operation,
        /// The deadline.
        after: Duration,
    },
    /// The caller gave up.
    #[error("{operation} was cancelled")]
    Cancelled {
        /// The call.
        operation: Operation,
    },
    /// KFP answered with an error.
    #[error("{operation} was answered {}: {}", status.as_u16(), error.summary())]
    Api {
        /// The call.
        operation: Operation,
        /// The HTTP status.
        status: StatusCode,
        /// What KFP said.
        error: Box<ApiError>,
    },
    /// Something that is not KFP answered: a proxy, a login service, another application.
    #[error("{operation} was answered {} by something that is not KFP: {reason}", status.as_u16())]
    Unexpected {
        /// The call.
        operation: Operation,
        /// The HTTP status. 302 stands for a redirect that the browser does not show.
        status: StatusCode,
        /// The media type, without parameters.
        content_type: Option<Box<str>>,
        /// Who answered why, recognised from status, headers and first bytes. The text itself is dropped.
        reason: ProxyReason,
        /// Which proxy on the way answered, where the headers say.
        hop: Hop,
    },
    /// A success that this version cannot read.
    #[error("{operation} was answered {} bytes of {} that cannot be read at {at}", length, content_type.as_deref().unwrap_or("no media type"))]
    Decode {
        /// The call.
        operation: Operation,
        /// The path of the field that could not be read, as far as it is known; else where in the text.
        at: Box<str>,
        /// The media type, without parameters.
        content_type: Option<Box<str>>,
        /// How many bytes the body has.
        length: usize,
    },
    /// The answer is larger than this client takes.
    #[error("{operation} was answered more than {limit} bytes")]
    TooLarge {
        /// The call.
        operation: Operation,
        /// The limit in bytes.
        limit: usize,
    },
}

/// Whole numbers: the formatting of fractions would be a good part of the browser's program.
fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

impl Error {
    /// The call.
    pub fn operation(&self) -> Operation {
        match self {
            Self::InvalidRequest { operation, .. }
            | Self::Credentials { operation, .. }
            | Self::Transport { operation, .. }
            | Self::Timeout { operation, .. }
            | Self::Cancelled { operation }
            | Self::Api { operation, .. }
            | Self::Unexpected { operation, .. }
            | Self::Decode { operation, .. }
            | Self::TooLarge { operation, .. } => *operation,
        }
    }

    /// The HTTP status that came, if an answer came.
    pub fn status(&self) -> Option<StatusCode> {
        match self {
            Self::Api { status, .. } | Self::Unexpected { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// Whether the same call may be sent again, later, without harm and with some hope.
    ///
    /// A call that changes something is repeated only if it cannot have arrived.
    pub fn is_retryable(&self) -> bool {
        let safe = self.operation().is_safe();
        match self {
            Self::Transport { source, .. } => {
                source.fault().is_transient() && (safe || !source.was_sent())
            }
            Self::Timeout { .. } => safe,
            Self::Api { status, .. } => safe && matches!(status.as_u16(), 429 | 502 | 503 | 504),
            Self::Unexpected { reason, .. } => {
                reason.is_transient() && (safe || reason.is_before_the_application())
            }
            _ => false,
        }
    }

    /// Whether the session at the gateway is gone. Stop all background calls: one of them can spoil a login.
    pub fn is_signed_out(&self) -> bool {
        matches!(
            self,
            Self::Unexpected {
                reason: ProxyReason::SignedOut { .. },
                ..
            }
        )
    }

    /// Whether what was asked for does not exist.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Api { error, .. } if error.code() == StatusCodeName::NotFound)
    }

    /// Whether somebody refused: KFP for want of a right, or the mesh.
    pub fn is_forbidden(&self) -> bool {
        match self {
            Self::Api { error, .. } => error.code() == StatusCodeName::PermissionDenied,
            _ => self.is_denied_by_mesh(),
        }
    }

    /// Whether a policy of the mesh refused the caller; KFP has not seen the call then.
    pub fn is_denied_by_mesh(&self) -> bool {
        matches!(
            self,
            Self::Unexpected {
                reason: ProxyReason::RbacDenied,
                ..
            }
        )
    }

    /// Whether KFP did not accept who we are.
    pub fn is_unauthenticated(&self) -> bool {
        matches!(self, Self::Api { error, .. } if error.code() == StatusCodeName::Unauthenticated)
    }

    pub(crate) fn from_transport(
        operation: Operation,
        source: TransportError,
        limit: usize,
    ) -> Self {
        match source.fault() {
            TransportFault::Timeout => Self::Timeout {
                operation,
                after: source.waited(),
            },
            TransportFault::Cancelled => Self::Cancelled { operation },
            TransportFault::TooLarge => Self::TooLarge { operation, limit },
            _ => Self::Transport { operation, source },
        }
    }

    pub(crate) fn invalid_query(operation: Operation, error: &InvalidQuery) -> Self {
        Self::InvalidRequest {
            operation,
            field: "the query",
            problem: format!("is not valid: {error}").into(),
        }
    }
}
