//! What a proxy did, told from what the other side did.

use http::Uri;
use http::uri::Scheme;
use hyper_util::client::proxy::matcher::Matcher;
use kfp_core::error::{TransportError, TransportFault};

/// A proxy of the environment that a call passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Passed {
    /// Whether its variable has a name and a password in it.
    has_login: bool,
    /// Whether it opens a way through which TLS or SOCKS goes; else it is asked itself, as the other side would be.
    opens_a_way: bool,
}

impl Passed {
    /// That on the way to an address, by the rules of `reqwest`.
    pub(crate) fn on_the_way_to(to: &Uri) -> Option<Self> {
        let proxy = Matcher::from_env().intercept(to)?;
        let speaks_socks = proxy.uri().scheme_str()?.starts_with("socks");
        Some(Self {
            has_login: proxy.basic_auth().is_some() || proxy.raw_auth().is_some(),
            opens_a_way: speaks_socks || to.scheme() == Some(&Scheme::HTTPS),
        })
    }

    /// What failed, where it was the proxy.
    pub(crate) fn tell(self, error: TransportError) -> TransportError {
        let fault = match error.fault() {
            TransportFault::ProxyLogin if self.has_login => TransportFault::ProxyLoginRefused,
            TransportFault::NameNotFound if !self.opens_a_way => TransportFault::ProxyNameNotFound,
            TransportFault::ConnectionRefused | TransportFault::Connect if !self.opens_a_way => {
                TransportFault::ProxyUnreachable
            }
            _ => return error,
        };
        TransportError::unsent(fault)
    }
}

#[cfg(test)]
mod tests {
    use TransportFault::{
        Closed, ConnectionRefused, NameNotFound, ProxyLogin, ProxyLoginRefused, ProxyNameNotFound,
        ProxyUnreachable,
    };

    use super::*;

    #[test]
    fn what_is_asked_in_its_place_is_the_proxy() {
        let told = |opens_a_way, has_login, fault| {
            let passed = Passed {
                has_login,
                opens_a_way,
            };
            passed.tell(TransportError::unsent(fault)).fault()
        };
        for (opens_a_way, has_login, fault, expected) in [
            (false, false, NameNotFound, ProxyNameNotFound),
            (false, false, ConnectionRefused, ProxyUnreachable),
            (true, false, NameNotFound, NameNotFound),
            (true, false, ConnectionRefused, ConnectionRefused),
            (false, false, Closed, Closed),
            (true, false, ProxyLogin, ProxyLogin),
            (true, true, ProxyLogin, ProxyLoginRefused),
        ] {
            assert_eq!(told(opens_a_way, has_login, fault), expected, "{fault:?}");
        }
    }
}
