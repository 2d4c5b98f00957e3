//! What happens between us and an answer.

use std::fmt;
use std::time::Duration;

/// What went wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportFault {
    /// The name of the host does not resolve.
    NameNotFound,
    /// Nothing listens there.
    ConnectionRefused,
    /// No connection for another reason: no route, or packets are dropped.
    Connect,
    /// The other side closed or reset the connection before its answer was whole.
    Closed,
    /// What came is not HTTP: perhaps the port speaks TLS, or another protocol.
    NotHttp,
    /// The deadline passed.
    Timeout,
    /// The answer is larger than the limit.
    TooLarge,
    /// The caller gave up.
    Cancelled,
    /// The request cannot be sent by this transport.
    Unsendable,
    /// What was to be sent could not be read to its end.
    Unreadable,
    /// The address wants TLS, and this transport has none.
    NoTls,
    /// The name of the environment's proxy does not resolve.
    ProxyNameNotFound,
    /// The proxy of the environment does not answer.
    ProxyUnreachable,
    /// No TLS with the proxy itself came about.
    ProxyTls,
    /// The proxy wants a name and a password.
    ProxyLogin,
    /// The proxy does not accept the name and the password that it was given.
    ProxyLoginRefused,
    /// The proxy, or what stands before it, did not open a way to the host.
    ProxyRefused,
    /// The certificate of the other side is of an authority that is not trusted.
    #[cfg(feature = "tls")]
    UnknownIssuer,
    /// The certificate of the other side is for other names.
    #[cfg(feature = "tls")]
    WrongName,
    /// The certificate of the other side has expired, or is not valid yet.
    #[cfg(feature = "tls")]
    OutOfDate,
    /// What came is not TLS: the port speaks plain HTTP, or another protocol.
    #[cfg(feature = "tls")]
    NotTls,
    /// The handshake failed for another reason.
    #[cfg(feature = "tls")]
    Tls,
    /// The browser reports no more than a network error: the server cannot be reached, or the answer is not for us.
    Network,
}

impl TransportFault {
    /// Whether it may be gone at the next attempt.
    pub fn is_transient(self) -> bool {
        #[cfg(feature = "tls")]
        if matches!(
            self,
            Self::UnknownIssuer | Self::WrongName | Self::OutOfDate | Self::NotTls | Self::Tls
        ) {
            return false;
        }
        !matches!(
            self,
            Self::NotHttp
                | Self::TooLarge
                | Self::Cancelled
                | Self::Unsendable
                | Self::Unreadable
                | Self::NoTls
                | Self::ProxyTls
                | Self::ProxyLogin
                | Self::ProxyLoginRefused
                | Self::ProxyRefused
        )
    }

    fn sentence(self) -> &'static str {
        match self {
            Self::NameNotFound => "the name of the host does not resolve",
            Self::ConnectionRefused => "nothing listens at the address",
            Self::Connect => "no connection came about",
            Self::Closed => "the connection was closed before the answer was whole",
            Self::NotHttp => "what came is not HTTP",
            Self::Timeout => "the deadline passed",
            Self::TooLarge => "the answer is larger than the limit",
            Self::Cancelled => "the caller gave up",
            Self::Unsendable => "the request cannot be sent",
            Self::Unreadable => "what was to be sent cannot be read to its end",
            Self::NoTls => "the address wants TLS, and this transport has none",
            Self::ProxyNameNotFound => "the name of the proxy does not resolve",
            Self::ProxyUnreachable => "the proxy does not answer",
            Self::ProxyTls => "no TLS with the proxy came about",
            Self::ProxyLogin => "the proxy wants a name and a password",
            Self::ProxyLoginRefused => {
                "the proxy wants a name and a password, and does not accept those that it was given"
            }
            Self::ProxyRefused => "the proxy did not open a way to the host",
            #[cfg(feature = "tls")]
            Self::UnknownIssuer => "the certificate is of an authority that is not trusted",
            #[cfg(feature = "tls")]
            Self::WrongName => "the certificate is for other names",
            #[cfg(feature = "tls")]
            Self::OutOfDate => "the certificate has expired, or is not valid yet",
            #[cfg(feature = "tls")]
            Self::NotTls => "what came is not TLS",
            #[cfg(feature = "tls")]
            Self::Tls => "the TLS handshake failed",
            Self::Network => "the browser reports a network error",
        }
    }
}

/// Why no whole HTTP answer came. Holds no text from the outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransportError {
    fault: TransportFault,
    sent: bool,
    after: Duration,
}

impl TransportError {
    /// A fault after which the request may have arrived.
    pub fn new(fault: TransportFault) -> Self {
        Self {
            fault,
            sent: true,
            after: Duration::ZERO,
        }
    }

    /// A fault before anything was sent.
    pub fn unsent(fault: TransportFault) -> Self {
        Self {
            fault,
            sent: false,
            after: Duration::ZERO,
        }
    }

    /// The deadline passed.
    pub fn timeout(after: Duration) -> Self {
        Self {
            fault: TransportFault::Timeout,
            sent: true,
            after,
        }
    }

    /// How long was waited, for [`TransportFault::Timeout`].
    pub fn waited(self) -> Duration {
        self.after
    }

    /// What went wrong.
    pub fn fault(self) -> TransportFault {
        self.fault
    }

    /// Whether the request may have arrived.
    pub fn was_sent(self) -> bool {
        self.sent
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.fault.sentence())
    }
}

impl std::error::Error for TransportError {}
