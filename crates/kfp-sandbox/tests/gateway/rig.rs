//! A sandbox with the echo as its console.

use std::net::SocketAddr;

use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig, Switch};

use crate::browser::{self, Jar};
use crate::echo;

/// The host of the recordings.
pub(crate) const HOST: &str = "kubeflow.example.com";

/// A running sandbox.
pub(crate) struct Rig {
    pub(crate) sandbox: Sandbox,
    pub(crate) era: LoginEra,
}

impl Rig {
    /// With an empty store: signing in needs none.
    pub(crate) async fn start(era: LoginEra) -> Self {
        let mut config = SandboxConfig::default();
        config.login = era;
        config.seed = false;
        Self::start_with(config).await
    }

    /// With the sample namespaces, experiments and runs.
    pub(crate) async fn start_seeded(era: LoginEra) -> Self {
        let mut config = SandboxConfig::default();
        config.login = era;
        Self::start_with(config).await
    }

    pub(crate) async fn start_with(config: SandboxConfig) -> Self {
        let era = config.login;
        let sandbox = Sandbox::start(config).await.unwrap();
        sandbox.set_console(format!("http://{}", echo::start("kfp-console").await));
        Self { sandbox, era }
    }

    pub(crate) fn gateway(&self) -> SocketAddr {
        self.sandbox.addresses().gateway
    }

    /// Name of this era's recordings, and of the session cookie.
    pub(crate) fn names(&self) -> (&'static str, &'static str) {
        match self.era {
            LoginEra::Authservice => ("era1", "authservice_session"),
            LoginEra::Oauth2Proxy => ("era2", "oauth2_proxy_kubeflow"),
        }
    }

    /// The value of the session cookie after a sign-in.
    pub(crate) async fn session(&self, user: &str) -> String {
        let jar: Jar = browser::sign_in(self.gateway(), user).await;
        jar.value(self.names().1).to_owned()
    }
}

/// Both eras.
pub(crate) const ERAS: [LoginEra; 2] = [LoginEra::Authservice, LoginEra::Oauth2Proxy];

/// A release of the login services that is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Release {
    /// oidc-authservice e236439.
    Authservice,
    /// oauth2-proxy 7.7.1.
    Oauth2Proxy,
    /// oauth2-proxy 7.14.3.
    Later,
    /// oauth2-proxy with the settings of Kubeflow 1.9.0.
    First,
}

impl Release {
    pub(crate) const ALL: [Self; 4] = [
        Self::Authservice,
        Self::Oauth2Proxy,
        Self::Later,
        Self::First,
    ];

    /// What its recordings are called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Authservice => "era1",
            Self::Oauth2Proxy => "era2",
            Self::Later => "era2-7.14.3",
            Self::First => "era1.9.0",
        }
    }

    /// Whether an exchange with this `era` was recorded of it.
    pub(crate) fn made(self, era: &str) -> bool {
        match self {
            Self::Authservice => era.starts_with("1 ") || era == "1",
            Self::Oauth2Proxy => era.starts_with('2') && !era.contains("7.14.3"),
            Self::Later => era.contains("7.14.3"),
            Self::First => era.contains("1.9.0"),
        }
    }

    pub(crate) async fn start(self) -> Rig {
        let rig = Rig::start(match self {
            Self::Authservice => LoginEra::Authservice,
            _ => LoginEra::Oauth2Proxy,
        })
        .await;
        let faults = rig.sandbox.faults();
        faults.set(Switch::Oauth2ProxyLater, self == Self::Later);
        faults.set(Switch::Oauth2ProxyFirst, self == Self::First);
        rig
    }
}
