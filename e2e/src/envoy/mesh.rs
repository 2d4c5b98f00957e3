//! A mesh of one Envoy: gateways and sidecars around a sandbox and an application.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use kfp_sandbox::LoginEra;
use serde_json::Value;

use super::client;
use super::deployed::Deployed;
use super::plan::{Application, Identities, Plan};
use super::port::Port;
use super::ports::Ports;
use super::process::Envoy;

/// A running mesh.
#[derive(Debug)]
pub struct Mesh {
    ports: Ports,
    config: Value,
    envoy: Envoy,
    /// What those said that are gone.
    earlier_log: String,
}

impl Mesh {
    /// Starts Envoy around the login services at `login`, the KFP API server at `kfp` and the console.
    ///
    /// # Errors
    /// When Envoy is not there (the sentence says what to do) or does not start.
    pub async fn start(
        ports: Ports,
        login: SocketAddr,
        kfp: SocketAddr,
        console: Application,
    ) -> Result<Self> {
        Self::start_with(ports, login, kfp, console, &Deployed::usual()?).await
    }

    /// The same with the policies and the route of one's choice.
    ///
    /// # Errors
    /// As [`Mesh::start`].
    pub async fn start_with(
        ports: Ports,
        login: SocketAddr,
        kfp: SocketAddr,
        console: Application,
        deployed: &Deployed,
    ) -> Result<Self> {
        let jwks = client::try_get(login, "/dex/keys")
            .await
            .context("the login services have no keys")?;
        let plan = Plan {
            ports: &ports,
            identities: &Identities::issue()?,
            jwks: jwks.text(),
            login,
            kfp,
            console: &console,
            deployed,
        };
        let config = plan.config()?;
        let envoy = Envoy::start(&config, &ports.all()).await?;
        Ok(Self {
            ports,
            config,
            envoy,
            earlier_log: String::new(),
        })
    }

    /// Kills Envoy, with all that passes through it, and starts it again with the same ports and certificates.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn restart(&mut self) -> Result<()> {
        self.envoy.kill().await?;
        self.earlier_log.push_str(&self.envoy.log());
        self.envoy = Envoy::start(&self.config, &self.ports.all()).await?;
        Ok(())
    }

    /// All that Envoy has logged.
    pub fn log(&self) -> String {
        format!("{}{}", self.earlier_log, self.envoy.log())
    }

    /// The ingress gateway of an era.
    pub fn gateway(&self, era: LoginEra) -> SocketAddr {
        self.ports.gateways[usize::from(era == LoginEra::Oauth2Proxy)].address()
    }

    /// The console's port for other pods, as it is deployed: it speaks mutual TLS alone.
    pub fn console(&self) -> SocketAddr {
        self.ports.replicas[0].inbound.address()
    }

    /// The console's port where nobody thought of requiring mutual TLS: plain text reaches the policy.
    pub fn permissive_console(&self) -> SocketAddr {
        self.ports.console.address()
    }

    /// The console's port when nobody thought of a policy either.
    pub fn console_without_policy(&self) -> SocketAddr {
        self.ports.console_without_policy.address()
    }

    /// `ml-pipeline` for pods without a sidecar.
    pub fn ml_pipeline(&self) -> SocketAddr {
        self.ports.ml_pipeline.address()
    }

    /// `ml-pipeline` for the console.
    pub fn console_to_ml_pipeline(&self) -> SocketAddr {
        self.ports.console_to_ml_pipeline.address()
    }

    /// `ml-pipeline` for a notebook.
    pub fn notebook_to_ml_pipeline(&self) -> SocketAddr {
        self.ports.notebook_to_ml_pipeline.address()
    }

    /// The console for a notebook that forges headers.
    pub fn notebook_to_console(&self) -> SocketAddr {
        self.ports.notebook_to_console.address()
    }

    /// The same when nobody thought of a policy.
    pub fn notebook_to_console_without_policy(&self) -> SocketAddr {
        self.ports.notebook_to_console_without_policy.address()
    }

    /// The console for somebody whose certificate says the gateway's name and comes from an unknown authority.
    pub fn rogue_to_console(&self) -> SocketAddr {
        self.ports.rogue_to_console.address()
    }

    /// The first replica for a program with the gateway's certificate that passes forged headers on.
    pub fn gateway_to_console(&self) -> SocketAddr {
        self.gateway_to_replica(0)
    }

    /// One replica for such a program.
    ///
    /// # Panics
    /// If ports for so many were never taken.
    pub fn gateway_to_replica(&self, number: usize) -> SocketAddr {
        let port: &Port = &self.ports.replicas[number].from_gateway;
        port.address()
    }
}
