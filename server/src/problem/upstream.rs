//! What went wrong between the console and KFP, as an answer to the console's own caller.
//!
//! The one place where errors of `kfp-core` become statuses. A refusal of the console's own identity is *not* passed on
//! as 401 or as a lost session: the user is signed in, and signing in again would change nothing. It is a 502, an
//! operator's matter.

use kfp_core::error::{Error, ProxyReason, SignedOut};

use super::{Failure, ProblemCode};

impl Failure {
    /// The failure to answer with after a call to KFP gave no answer of KFP's.
    pub(crate) fn of_kfp(error: &Error) -> Self {
        let code = ProblemCode::of_kfp(error);
        let detail = match (code, error.status()) {
            // The error speaks of a session, as if the user's own had ended.
            (ProblemCode::KfpBehindLogin, Some(status)) => format!(
                "The address of KFP answered {} as a login service does with a caller that has no session.",
                status.as_u16()
            ),
            _ => sentence(error),
        };
        Self::new(code, detail)
    }
}

impl ProblemCode {
    /// The kind of failure alone.
    pub(crate) fn of_kfp(error: &Error) -> Self {
        match error {
            Error::Credentials { .. } => Self::TokenFile,
            Error::Transport { .. } => Self::KfpUnreachable,
            Error::Timeout { .. } => Self::KfpTimeout,
            Error::TooLarge { .. } => Self::KfpAnswerTooLarge,
            Error::Decode { .. } => Self::KfpAnswer,
            Error::Unexpected { status, reason, .. } => unexpected(status.as_u16(), *reason),
            Error::Api { status, .. } if *status == http::StatusCode::UNAUTHORIZED => {
                Self::KfpRefusedConsole
            }
            // KFP's other errors are passed on as they are and do not come here.
            _ => Self::Internal,
        }
    }
}

fn unexpected(status: u16, reason: ProxyReason) -> ProblemCode {
    match reason {
        ProxyReason::RbacDenied => ProblemCode::MeshDenied,
        ProxyReason::SignedOut {
            by: SignedOut::ExpiredToken,
        }
        | ProxyReason::EmptyUnauthorized
        | ProxyReason::TokenRefused { .. } => ProblemCode::KfpRefusedConsole,
        ProxyReason::SignedOut { .. } | ProxyReason::LoginFailed => ProblemCode::KfpBehindLogin,
        ProxyReason::NoHealthyUpstream
        | ProxyReason::ConnectFailure
        | ProxyReason::Reset
        | ProxyReason::UnknownService
        | ProxyReason::LoginServiceDown => ProblemCode::KfpUnavailable,
        ProxyReason::Timeout => ProblemCode::KfpTimeout,
        ProxyReason::RateLimited => ProblemCode::KfpTooMany,
        _ if status == 401 => ProblemCode::KfpRefusedConsole,
        _ if status == 429 => ProblemCode::KfpTooMany,
        _ if matches!(status, 502..=504) => ProblemCode::KfpUnavailable,
        _ => ProblemCode::KfpAnswer,
    }
}

/// What happened, with the cause that the error itself leaves to its source.
fn sentence(error: &Error) -> String {
    let mut text = crate::telemetry::chain(error);
    if !text.ends_with('.') {
        text.push('.');
    }
    text
}
