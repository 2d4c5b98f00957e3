//! Why a hop is not in order, with what the words about it have to name.

use console_api::{FindingCode as Code, Verdict};
use kfp_core::error::{Error, ProxyReason, TokenFault, TransportFault};

/// A reason. Each has a code, a verdict, and words in every language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// At the console itself.
    Console(ConsoleFault),
    /// At the console's sidecar.
    Sidecar(SidecarFault),
    /// No whole answer came from the address of KFP.
    Silence { fault: Silence, address: String },
    /// Something else answered in KFP's place.
    Stranger { who: Stranger, address: String },
    /// KFP itself is not in order.
    Kfp(KfpFault),
    /// Somebody may not do something.
    Authorization(AuthorizationFault),
}

/// What is wrong at the console itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConsoleFault {
    /// The operator turned peer verification off.
    PeerNotVerified,
    /// The token file cannot be used.
    TokenFile(TokenFault),
    /// The token says nothing of itself.
    TokenWithoutClaims,
    /// The token is for somebody else.
    TokenAudience,
    /// The token has expired.
    TokenExpired,
}

/// What is wrong at the console's sidecar, or why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SidecarFault {
    /// No answer came that could bear a mark.
    NothingToMark,
    /// No proxy left its name.
    NoMark,
    /// The first proxy, which is the far side's, refused the call.
    MissingAndRefused,
    /// The answer bears the far side's name alone.
    Missing,
}

/// Why no whole answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// The host is not known.
    NameNotFound,
    /// Nothing listens there.
    ConnectionRefused,
    /// No connection came about.
    NoConnection,
    /// The connection ended before the answer was whole.
    ConnectionClosed,
    /// What came is not HTTP.
    NotHttp,
    /// The address wants TLS.
    NoTls,
}

/// What answered in KFP's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stranger {
    /// A policy that refuses even a call with nothing attached.
    DeniesAll,
    /// A policy that refuses a call that names the user.
    DeniesUserHeader,
    /// A policy that refuses a call with the console's token.
    DeniesToken,
    /// A proxy that does not take the token.
    TokenRefused,
    /// A proxy that finds no ready pod.
    NoHealthyUpstream,
    /// A proxy that cannot connect.
    ConnectFailure,
    /// A proxy whose connection was closed.
    Reset,
    /// A proxy that gave up waiting.
    Timeout,
    /// A proxy that does not know the service.
    UnknownService,
    /// A proxy or application without such a path.
    NoRoute,
    /// A login service.
    Login,
    /// Another application.
    Application,
    /// The API server of Kubernetes.
    Kubernetes,
}

/// What is wrong with KFP.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KfpFault {
    /// No answer came in time.
    Timeout { seconds: u64 },
    /// The answer cannot be read.
    NotUnderstood,
    /// It answered with an error.
    Failed { status: u16 },
    /// Its user interface answered in place of the API server.
    ApiServerNotReady,
    /// It runs in single-user mode.
    SingleUser,
}

/// What is wrong with somebody's rights, or why nothing can be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AuthorizationFault {
    /// No namespace was named.
    NoNamespace,
    /// An earlier hop fails.
    NotReached,
    /// Kubernetes does not allow the user.
    Denied { user: String, namespace: String },
    /// Kubernetes did not answer.
    ReviewUnavailable,
    /// KFP does not allow the console's own account.
    ConsoleForbidden { namespace: String },
    /// KFP does not accept the console's own token.
    ConsoleRefused,
    /// There was no token to call with.
    NoToken,
    /// KFP does not answer any more.
    Unavailable,
}

impl Reason {
    /// Why KFP at an address gave no answer that can be used.
    pub(super) fn of(error: &Error, address: &str) -> Self {
        let address = address.to_owned();
        match error {
            Error::Transport { source, .. } => match silence(source.fault()) {
                Some(fault) => Self::Silence { fault, address },
                None => Self::Kfp(KfpFault::NotUnderstood),
            },
            Error::Timeout { after, .. } => {
                let seconds = after.as_secs();
                Self::Kfp(KfpFault::Timeout { seconds })
            }
            Error::Api { status, .. } => {
                let status = status.as_u16();
                Self::Kfp(KfpFault::Failed { status })
            }
            Error::Unexpected { reason, .. } => match stranger(*reason) {
                Some(who) => Self::Stranger { who, address },
                None => Self::Kfp(KfpFault::NotUnderstood),
            },
            _ => Self::Kfp(KfpFault::NotUnderstood),
        }
    }

    /// Its code.
    pub(super) fn code(&self) -> Code {
        match self {
            Self::Console(fault) => fault.code(),
            Self::Sidecar(SidecarFault::NothingToMark | SidecarFault::NoMark) => {
                Code::SidecarNotSeen
            }
            Self::Sidecar(SidecarFault::MissingAndRefused | SidecarFault::Missing) => {
                Code::SidecarMissing
            }
            Self::Silence { fault, .. } => fault.code(),
            Self::Stranger { who, .. } => who.code(),
            Self::Kfp(fault) => fault.code(),
            Self::Authorization(fault) => fault.code(),
        }
    }

    /// What it means for the hop.
    pub(super) fn verdict(&self) -> Verdict {
        match self {
            Self::Console(ConsoleFault::PeerNotVerified)
            | Self::Sidecar(SidecarFault::Missing)
            | Self::Kfp(KfpFault::SingleUser) => Verdict::Warning,
            Self::Sidecar(SidecarFault::NothingToMark | SidecarFault::NoMark)
            | Self::Authorization(AuthorizationFault::NoNamespace) => Verdict::NotChecked,
            Self::Authorization(AuthorizationFault::NotReached) => Verdict::NotReached,
            _ => Verdict::Fails,
        }
    }
}

fn silence(fault: TransportFault) -> Option<Silence> {
    Some(match fault {
        TransportFault::NameNotFound => Silence::NameNotFound,
        TransportFault::ConnectionRefused => Silence::ConnectionRefused,
        TransportFault::Closed => Silence::ConnectionClosed,
        TransportFault::NotHttp => Silence::NotHttp,
        TransportFault::NoTls => Silence::NoTls,
        TransportFault::TooLarge => return None,
        _ => Silence::NoConnection,
    })
}

fn stranger(reason: ProxyReason) -> Option<Stranger> {
    Some(match reason {
        ProxyReason::RbacDenied => Stranger::DeniesAll,
        ProxyReason::TokenRefused { .. } => Stranger::TokenRefused,
        ProxyReason::NoHealthyUpstream => Stranger::NoHealthyUpstream,
        ProxyReason::ConnectFailure => Stranger::ConnectFailure,
        ProxyReason::Reset => Stranger::Reset,
        ProxyReason::Timeout => Stranger::Timeout,
        ProxyReason::UnknownService => Stranger::UnknownService,
        ProxyReason::NoRoute | ProxyReason::PathCleaned => Stranger::NoRoute,
        ProxyReason::SignedOut { .. }
        | ProxyReason::EmptyUnauthorized
        | ProxyReason::LoginServiceDown
        | ProxyReason::LoginFailed => Stranger::Login,
        ProxyReason::WrongApplication => Stranger::Application,
        ProxyReason::KubernetesApi => Stranger::Kubernetes,
        _ => return None,
    })
}

impl ConsoleFault {
    fn code(self) -> Code {
        match self {
            Self::PeerNotVerified => Code::PeerNotVerified,
            Self::TokenFile(_) | Self::TokenWithoutClaims => Code::TokenFile,
            Self::TokenAudience => Code::TokenAudience,
            Self::TokenExpired => Code::TokenExpired,
        }
    }
}

impl Silence {
    fn code(self) -> Code {
        match self {
            Self::NameNotFound => Code::NameNotFound,
            Self::ConnectionRefused => Code::ConnectionRefused,
            Self::NoConnection => Code::NoConnection,
            Self::ConnectionClosed => Code::ConnectionClosed,
            Self::NotHttp => Code::NotHttp,
            Self::NoTls => Code::NoTls,
        }
    }
}

impl Stranger {
    fn code(self) -> Code {
        match self {
            Self::DeniesAll | Self::DeniesUserHeader | Self::DeniesToken => Code::MeshDenied,
            Self::TokenRefused => Code::MeshTokenRefused,
            Self::NoHealthyUpstream => Code::NoHealthyUpstream,
            Self::ConnectFailure => Code::ConnectFailure,
            Self::Reset => Code::Reset,
            Self::Timeout => Code::MeshTimeout,
            Self::UnknownService => Code::UnknownService,
            Self::NoRoute => Code::NoRouteToKfp,
            Self::Login => Code::LeadsToLogin,
            Self::Application => Code::WrongApplication,
            Self::Kubernetes => Code::KubernetesApi,
        }
    }
}

impl KfpFault {
    fn code(self) -> Code {
        match self {
            Self::Timeout { .. } => Code::Timeout,
            Self::NotUnderstood => Code::AnswerNotUnderstood,
            Self::Failed { .. } => Code::KfpFailed,
            Self::ApiServerNotReady => Code::ApiServerNotReady,
            Self::SingleUser => Code::SingleUser,
        }
    }
}

impl AuthorizationFault {
    fn code(&self) -> Code {
        match self {
            Self::NoNamespace => Code::NoNamespace,
            Self::NotReached => Code::AuthorizationNotReached,
            Self::Denied { .. } => Code::AccessDenied,
            Self::ReviewUnavailable => Code::ReviewUnavailable,
            Self::ConsoleForbidden { .. } => Code::ConsoleForbidden,
            Self::ConsoleRefused => Code::ConsoleRefused,
            Self::NoToken => Code::TokenFile,
            Self::Unavailable => Code::KfpUnavailable,
        }
    }
}

#[cfg(test)]
pub(super) mod samples;
