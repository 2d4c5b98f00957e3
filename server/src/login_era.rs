//! Which login service stands at the gateway.
//!
//! The console works behind both and treats them alike; an operator wants to read at the start which one it has. Nobody
//! has called yet then, and reading services would take a right that the console does not need. The name service answers
//! without one.

use std::time::Duration;

/// Longest wait for the name service.
const LOOKUP: Duration = Duration::from_secs(2);

/// The service in front of Kubeflow up to 1.8.
const AUTHSERVICE: &str = "authservice.istio-system";
/// The service in front of Kubeflow from 1.9 on.
const OAUTH2_PROXY: &str = "oauth2-proxy.oauth2-proxy";

/// What was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoginEra {
    /// oidc-authservice: Kubeflow 1.6 to 1.8.
    Authservice,
    /// oauth2-proxy: Kubeflow 1.9 and later.
    Oauth2Proxy,
    /// Both have a name: an update that was not cleaned up, or one that is under way.
    Both,
    /// Neither has: another login service, or no cluster around the console.
    Neither,
}

impl LoginEra {
    /// In words for the log.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Authservice => "authservice (Kubeflow 1.6 to 1.8)",
            Self::Oauth2Proxy => "oauth2-proxy (Kubeflow 1.9 and later)",
            Self::Both => "authservice and oauth2-proxy, one of which is left over from an update",
            Self::Neither => "none of those that Kubeflow installs",
        }
    }

    /// Asks the name service.
    pub(crate) async fn seen() -> Self {
        let (authservice, oauth2_proxy) =
            tokio::join!(has_name(AUTHSERVICE), has_name(OAUTH2_PROXY));
        Self::of(authservice, oauth2_proxy)
    }

    fn of(authservice: bool, oauth2_proxy: bool) -> Self {
        match (authservice, oauth2_proxy) {
            (true, true) => Self::Both,
            (true, false) => Self::Authservice,
            (false, true) => Self::Oauth2Proxy,
            (false, false) => Self::Neither,
        }
    }
}

async fn has_name(service: &str) -> bool {
    let found = tokio::time::timeout(LOOKUP, tokio::net::lookup_host((service, 80))).await;
    found.is_ok_and(|found| found.is_ok_and(|mut addresses| addresses.next().is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_service_is_there_when_its_name_is() {
        assert!(has_name("localhost").await);
        assert!(!has_name("authservice.invalid").await);
        assert_eq!(LoginEra::of(false, true), LoginEra::Oauth2Proxy);
        assert_eq!(LoginEra::of(true, false), LoginEra::Authservice);
        assert_eq!(LoginEra::of(true, true), LoginEra::Both);
        assert_eq!(LoginEra::of(false, false), LoginEra::Neither);
    }
}
