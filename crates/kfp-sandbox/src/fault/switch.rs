//! Parts of the platform that behave otherwise.

use serde::{Deserialize, Serialize};
use tokio::sync::watch;

/// A way in which a part of the platform is set up wrongly, is of another release, or is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Switch {
    /// The login services are not there: the gateway answers an empty 403.
    LoginDown,
    /// The older login service has not reached Dex yet, and answers nothing but that; the newer one does not start.
    LoginNotReady,
    /// oauth2-proxy is 7.14.3, as in later manifests, and not 7.7.1: its cookies live for so many seconds and not until a
    /// date, and a page clears them once.
    Oauth2ProxyLater,
    /// The gateway is that of Kubeflow 1.9.0: oauth2-proxy is asked about every request and leads to Dex in place of its
    /// sign-in page, and no policy demands a token. Its sidecars are another switch: [`Self::SidecarChecksTokens`].
    Oauth2ProxyFirst,
    /// oidc-authservice is that of Kubeflow 1.6: other paths, no cookie for a login in progress, and an empty 403 for a
    /// session cookie that it cannot read.
    AuthserviceFirst,
    /// No `AuthorizationPolicy` admits the gateway to the console.
    ConsoleWithoutPolicy,
    /// No `VirtualService` routes the console: the dashboard answers in its place.
    ConsoleWithoutRoute,
    /// No sidecar learns who calls, as when traffic goes around it before it is encrypted.
    IdentitiesLost,
    /// The mesh has another trust domain than the one in the policies.
    ForeignTrustDomain,
    /// The sidecar of `ml-pipeline` checks tokens and makes the user header from them, as in 1.9.0.
    SidecarChecksTokens,
    /// The same, while no rule admits such calls, as in the release candidates of 1.9.0.
    SidecarRefusesTokens,
    /// The token inside every session is over while the session goes on.
    SessionTokensExpired,
    /// Dex signs with a key that the gateway does not know.
    DexKeysRotated,
    /// The dashboard cannot reach its access management.
    AccessManagementDown,
    /// The gateway passes no user name: the login has no such claim.
    UserNameAbsent,
    /// The gateway passes an empty user name.
    UserNameEmpty,
    /// The gateway passes the user name twice.
    UserNameTwice,
    /// The gateway passes the user name in capitals.
    UserNameInCapitals,
    /// The gateway passes a number in place of the user name.
    UserNameOpaque,
    /// KFP has no users, whatever the sandbox was started with.
    KfpSingleUser,
    /// KFP 2.0.0-alpha.7: a missing identity is an internal error, and of a package the first document alone is read.
    KfpAlpha,
    /// KFP 2.0 beta: a refusal names no group.
    KfpEmptyGroup,
    /// KFP expects the identity header of another platform.
    KfpForeignUserHeader,
    /// KFP may not ask for reviews.
    KfpWithoutReviews,
    /// KFP knows v1beta1 alone.
    KfpFirstApiOnly,
    /// The KFP API server does not run: connections are refused.
    KfpDown,
    /// An empty identity header ends the KFP API server, as it ends the real one: [`Self::KfpDown`] is then on.
    KfpDiesOfEmptyUser,
    /// Everybody may read everything without saying who they are (`MULTIUSER_SHARED_READ`).
    KfpSharedRead,
    /// There are no shared pipelines (`REQUIRE_NAMESPACE_FOR_PIPELINES`).
    KfpPipelinesNeedNamespace,
    /// KFP keeps whatever is uploaded and is YAML, as old releases did: what it holds comes out when it is used.
    KfpKeepsBrokenSpecs,
    /// A run says that it is of the version asked for and does what the pipeline's first version says; with that one
    /// deleted the KFP API server dies of such a call.
    KfpRunsFirstVersion,
}

impl Switch {
    /// All switches.
    pub const ALL: [Self; 31] = [
        Self::LoginDown,
        Self::LoginNotReady,
        Self::Oauth2ProxyLater,
        Self::Oauth2ProxyFirst,
        Self::AuthserviceFirst,
        Self::ConsoleWithoutPolicy,
        Self::ConsoleWithoutRoute,
        Self::IdentitiesLost,
        Self::ForeignTrustDomain,
        Self::SidecarChecksTokens,
        Self::SidecarRefusesTokens,
        Self::SessionTokensExpired,
        Self::DexKeysRotated,
        Self::AccessManagementDown,
        Self::UserNameAbsent,
        Self::UserNameEmpty,
        Self::UserNameTwice,
        Self::UserNameInCapitals,
        Self::UserNameOpaque,
        Self::KfpSingleUser,
        Self::KfpAlpha,
        Self::KfpEmptyGroup,
        Self::KfpForeignUserHeader,
        Self::KfpWithoutReviews,
        Self::KfpFirstApiOnly,
        Self::KfpDown,
        Self::KfpDiesOfEmptyUser,
        Self::KfpSharedRead,
        Self::KfpPipelinesNeedNamespace,
        Self::KfpKeepsBrokenSpecs,
        Self::KfpRunsFirstVersion,
    ];

    fn bit(self) -> u64 {
        1 << (self as u8)
    }
}

/// Which switches are on; cheap to clone, one state.
#[derive(Clone, Debug)]
pub(crate) struct Switches {
    on: watch::Sender<u64>,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            on: watch::Sender::new(0),
        }
    }
}

impl Switches {
    pub(crate) fn is_on(&self, switch: Switch) -> bool {
        *self.on.borrow() & switch.bit() != 0
    }

    pub(crate) fn set(&self, switch: Switch, on: bool) {
        self.on.send_modify(|bits| {
            if on {
                *bits |= switch.bit();
            } else {
                *bits &= !switch.bit();
            }
        });
    }

    pub(super) fn all_off(&self) {
        self.on.send_replace(0);
    }

    /// Returns once `switch` is as wanted.
    pub(crate) async fn until(&self, switch: Switch, on: bool) {
        let mut changes = self.on.subscribe();
        // The sender lives as long as `self`.
        let _ = changes
            .wait_for(|bits| (bits & switch.bit() != 0) == on)
            .await;
    }

    /// How a sidecar sees a caller with this identity.
    pub(crate) fn seen_as(&self, caller: Option<&'static str>) -> Option<&'static str> {
        if self.is_on(Switch::IdentitiesLost) {
            None
        } else if self.is_on(Switch::ForeignTrustDomain) && caller.is_some() {
            Some("spiffe://corp.example/ns/unknown/sa/of-another-trust-domain")
        } else {
            caller
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_switch_is_its_own() {
        for switch in Switch::ALL {
            let switches = Switches::default();
            switches.set(switch, true);
            let on: Vec<Switch> = Switch::ALL
                .into_iter()
                .filter(|switch| switches.is_on(*switch))
                .collect();
            assert_eq!(on, [switch]);
            switches.set(switch, false);
            assert!(!switches.is_on(switch));
        }
    }
}
