//! One of each reason.

use super::{AuthorizationFault, ConsoleFault, KfpFault, Reason, SidecarFault, Silence, Stranger};
use kfp_core::error::TokenFault;

/// The address that stands in the samples.
pub(in crate::connection) const ADDRESS: &str = "http://ADDRESS:1";
/// The namespace that stands in the samples.
pub(in crate::connection) const NAMESPACE: &str = "NAMESPACE";
/// The user who stands in the samples.
pub(in crate::connection) const USER: &str = "SOMEBODY";
/// The status that stands in the samples.
pub(in crate::connection) const STATUS: u16 = 507;

const CONSOLE: [ConsoleFault; 11] = [
    ConsoleFault::PeerNotVerified,
    ConsoleFault::TokenFile(TokenFault::Missing),
    ConsoleFault::TokenFile(TokenFault::NotReadable),
    ConsoleFault::TokenFile(TokenFault::NotAFile),
    ConsoleFault::TokenFile(TokenFault::Empty),
    ConsoleFault::TokenFile(TokenFault::TooLong),
    ConsoleFault::TokenFile(TokenFault::NotAJwt),
    ConsoleFault::TokenFile(TokenFault::NotAHeaderValue),
    ConsoleFault::TokenWithoutClaims,
    ConsoleFault::TokenAudience,
    ConsoleFault::TokenExpired,
];

const SIDECAR: [SidecarFault; 4] = [
    SidecarFault::NothingToMark,
    SidecarFault::NoMark,
    SidecarFault::MissingAndRefused,
    SidecarFault::Missing,
];

const SILENCES: [Silence; 6] = [
    Silence::NameNotFound,
    Silence::ConnectionRefused,
    Silence::NoConnection,
    Silence::ConnectionClosed,
    Silence::NotHttp,
    Silence::NoTls,
];

const STRANGERS: [Stranger; 13] = [
    Stranger::DeniesAll,
    Stranger::DeniesUserHeader,
    Stranger::DeniesToken,
    Stranger::TokenRefused,
    Stranger::NoHealthyUpstream,
    Stranger::ConnectFailure,
    Stranger::Reset,
    Stranger::Timeout,
    Stranger::UnknownService,
    Stranger::NoRoute,
    Stranger::Login,
    Stranger::Application,
    Stranger::Kubernetes,
];

const KFP: [KfpFault; 5] = [
    KfpFault::Timeout { seconds: 508 },
    KfpFault::NotUnderstood,
    KfpFault::Failed { status: STATUS },
    KfpFault::ApiServerNotReady,
    KfpFault::SingleUser,
];

fn authorization() -> [AuthorizationFault; 8] {
    let namespace = || NAMESPACE.to_owned();
    [
        AuthorizationFault::NoNamespace,
        AuthorizationFault::NotReached,
        AuthorizationFault::Denied {
            user: USER.to_owned(),
            namespace: namespace(),
        },
        AuthorizationFault::ReviewUnavailable,
        AuthorizationFault::ConsoleForbidden {
            namespace: namespace(),
        },
        AuthorizationFault::ConsoleRefused,
        AuthorizationFault::NoToken,
        AuthorizationFault::Unavailable,
    ]
}

/// One of each.
pub(in crate::connection) fn all() -> Vec<Reason> {
    let address = || ADDRESS.to_owned();
    let silence = |fault| Reason::Silence {
        fault,
        address: address(),
    };
    let stranger = |who| Reason::Stranger {
        who,
        address: address(),
    };
    CONSOLE
        .map(Reason::Console)
        .into_iter()
        .chain(SIDECAR.map(Reason::Sidecar))
        .chain(SILENCES.map(silence))
        .chain(STRANGERS.map(stranger))
        .chain(KFP.map(Reason::Kfp))
        .chain(authorization().map(Reason::Authorization))
        .collect()
}
