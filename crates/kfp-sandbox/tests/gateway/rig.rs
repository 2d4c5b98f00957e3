//! A sandbox with the echo as its console.

use std::net::SocketAddr;

use kfp_sandbox::{LoginEra, Sandbox, SandboxConfig};

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
