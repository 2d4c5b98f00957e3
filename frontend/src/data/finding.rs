//! What an answer from before the console says of the way to it, and the code of that: the one table of both.
//!
//! Not `ProxyReason::code`: that is said of the way from the console to KFP, while the page only sees the way to the
//! console, whatever it asks for.

use console_api::FindingCode;
use kfp_core::error::ProxyReason;

use crate::text::Finding;

impl Finding {
    /// What an answer that is not the console's says.
    pub(crate) fn of(reason: ProxyReason) -> Self {
        match reason {
            ProxyReason::SignedOut { .. } | ProxyReason::EmptyUnauthorized => Self::SessionEnded,
            ProxyReason::HeadersTooLarge => Self::CookiesPiledUp,
            ProxyReason::LoginServiceDown | ProxyReason::LoginFailed => Self::LoginServiceDown,
            ProxyReason::TokenRefused { .. } => Self::TokenRefused,
            ProxyReason::RbacDenied => Self::MeshRefuses,
            ProxyReason::NoRoute | ProxyReason::WrongApplication | ProxyReason::PathCleaned => {
                Self::NoRoute
            }
            ProxyReason::RateLimited => Self::RateLimited,
            ProxyReason::NoHealthyUpstream
            | ProxyReason::ConnectFailure
            | ProxyReason::Reset
            | ProxyReason::Timeout
            | ProxyReason::UnknownService => Self::ConsoleUnreachable,
            _ => Self::NotUnderstood,
        }
    }

    /// Stable slug. Constants, so that the program carries no words of findings that only the server makes.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::SessionEnded => const { FindingCode::SignedOut.slug() },
            Self::CookiesPiledUp => const { FindingCode::CookiesPiledUp.slug() },
            Self::NoAnswer => const { FindingCode::NoAnswer.slug() },
            Self::LoginServiceDown => const { FindingCode::LoginService.slug() },
            Self::TokenRefused => const { FindingCode::GatewayTokenRefused.slug() },
            Self::MeshRefuses => const { FindingCode::ConsoleRefusesGateway.slug() },
            Self::NoRoute => const { FindingCode::NoRouteToConsole.slug() },
            Self::RateLimited => "gateway.rate_limited",
            Self::ConsoleUnreachable => const { FindingCode::ConsoleUnreachable.slug() },
            Self::ConsoleFailed => const { FindingCode::ConsoleFailed.slug() },
            Self::NotUnderstood => const { FindingCode::ConsoleNotUnderstood.slug() },
        }
    }
}
