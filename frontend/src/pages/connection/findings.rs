//! What the browser concludes from a failed call for the report: at which hop the way ended.

use console_api::Hop;
use kfp_core::error::ProxyReason;

use crate::{
    data::{FailureKind, Refused},
    text::Finding,
};

/// Where the way ended when something else than the console answered, or the console had no report.
pub(super) fn of_refusal(refused: &Refused) -> (Hop, Finding) {
    match refused.reason {
        Some(reason) => of_reason(reason),
        None if matches!(refused.failure.kind, FailureKind::Garbled) => {
            (Hop::Console, Finding::NotUnderstood)
        }
        None => (Hop::Console, Finding::ConsoleFailed),
    }
}

fn of_reason(reason: ProxyReason) -> (Hop, Finding) {
    match reason {
        ProxyReason::SignedOut { .. } | ProxyReason::EmptyUnauthorized => {
            (Hop::Browser, Finding::SessionEnded)
        }
        ProxyReason::HeadersTooLarge => (Hop::Browser, Finding::CookiesPiledUp),
        ProxyReason::LoginServiceDown | ProxyReason::LoginFailed => {
            (Hop::Gateway, Finding::LoginServiceDown)
        }
        ProxyReason::TokenRefused { .. } => (Hop::Gateway, Finding::TokenRefused),
        ProxyReason::RbacDenied => (Hop::Gateway, Finding::MeshRefuses),
        ProxyReason::NoRoute | ProxyReason::WrongApplication | ProxyReason::PathCleaned => {
            (Hop::Gateway, Finding::NoRoute)
        }
        ProxyReason::NoHealthyUpstream
        | ProxyReason::ConnectFailure
        | ProxyReason::Reset
        | ProxyReason::Timeout
        | ProxyReason::UnknownService => (Hop::Console, Finding::ConsoleUnreachable),
        _ => (Hop::Console, Finding::NotUnderstood),
    }
}

/// Stable slug of a finding.
pub(super) fn code(finding: Finding) -> &'static str {
    match finding {
        Finding::SessionEnded => "browser.signed_out",
        Finding::CookiesPiledUp => "browser.headers_too_large",
        Finding::NoAnswer => "browser.no_answer",
        Finding::LoginServiceDown => "gateway.login_service",
        Finding::TokenRefused => "gateway.token_refused",
        Finding::MeshRefuses => "mesh.rbac_denied",
        Finding::NoRoute => "gateway.no_route",
        Finding::ConsoleUnreachable => "console.unreachable",
        Finding::ConsoleFailed => "console.failed",
        Finding::NotUnderstood => "console.not_understood",
    }
}
