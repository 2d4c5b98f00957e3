//! A mesh of one Envoy: gateways and sidecars around a sandbox and an application.

use std::net::SocketAddr;

use anyhow::{Context as _, Result};
use kfp_sandbox::LoginEra;
use serde_json::Value;

use super::certificates::{Authority, Leaf};
use super::client;
use super::config::{self, InboundPolicy, MutualTls};
use super::port::Port;
use super::process::Envoy;

const GATEWAY: &str =
    "spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";
const CONSOLE: &str = "spiffe://cluster.local/ns/kubeflow/sa/kfp-console";
const ML_PIPELINE: &str = "spiffe://cluster.local/ns/kubeflow/sa/ml-pipeline";
const ML_PIPELINE_UI: &str = "spiffe://cluster.local/ns/kubeflow/sa/ml-pipeline-ui";
const NOTEBOOK: &str = "spiffe://cluster.local/ns/team-vision/sa/default-editor";

/// The console's place in the mesh.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Application {
    /// It listens there.
    At(SocketAddr),
    /// No endpoint is ready.
    NotReady,
}

/// Ports of a mesh that is not yet there: an application may be told its way out before Envoy runs.
#[derive(Debug)]
pub struct Ports {
    gateways: [Port; 2],
    console: Port,
    console_without_policy: Port,
    ml_pipeline: Port,
    console_to_ml_pipeline: Port,
    notebook_to_ml_pipeline: Port,
    notebook_to_console: Port,
    notebook_to_console_without_policy: Port,
    gateway_to_console: Port,
}

impl Ports {
    /// Takes ports.
    ///
    /// # Errors
    /// When there are none.
    pub fn reserve() -> Result<Self> {
        Ok(Self {
            gateways: [Port::reserve()?, Port::reserve()?],
            console: Port::reserve()?,
            console_without_policy: Port::reserve()?,
            ml_pipeline: Port::reserve()?,
            console_to_ml_pipeline: Port::reserve()?,
            notebook_to_ml_pipeline: Port::reserve()?,
            notebook_to_console: Port::reserve()?,
            notebook_to_console_without_policy: Port::reserve()?,
            gateway_to_console: Port::reserve()?,
        })
    }

    fn all(&self) -> [SocketAddr; 10] {
        [
            &self.gateways[0],
            &self.gateways[1],
            &self.console,
            &self.console_without_policy,
            &self.ml_pipeline,
            &self.console_to_ml_pipeline,
            &self.notebook_to_ml_pipeline,
            &self.notebook_to_console,
            &self.notebook_to_console_without_policy,
            &self.gateway_to_console,
        ]
        .map(Port::address)
    }

    /// Where the console reaches `ml-pipeline` with its own identity.
    pub fn console_to_ml_pipeline(&self) -> SocketAddr {
        self.console_to_ml_pipeline.address()
    }
}

/// A running mesh.
#[derive(Debug)]
pub struct Mesh {
    ports: Ports,
    _envoy: Envoy,
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
        let jwks = client::try_get(login, "/dex/keys")
            .await
            .context("the login services have no keys")?;
        let authority = Authority::new()?;
        let identities = Identities::issue(&authority)?;
        let plan = Plan {
            ports: &ports,
            authority: authority.certificate(),
            identities: &identities,
            jwks: jwks.text(),
            login,
            kfp,
            console,
        };
        let config = config::bootstrap(&plan.listeners(), &plan.clusters());
        let envoy = Envoy::start(&config, &ports.all()).await?;
        Ok(Self {
            ports,
            _envoy: envoy,
        })
    }

    /// The ingress gateway of an era.
    pub fn gateway(&self, era: LoginEra) -> SocketAddr {
        self.ports.gateways[usize::from(era == LoginEra::Oauth2Proxy)].address()
    }

    /// The console's port for other pods, behind its policy.
    pub fn console(&self) -> SocketAddr {
        self.ports.console.address()
    }

    /// The console's port when nobody thought of a policy.
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

    /// The console for a program with the gateway's certificate that passes forged headers on.
    pub fn gateway_to_console(&self) -> SocketAddr {
        self.ports.gateway_to_console.address()
    }
}

struct Identities {
    gateway: Leaf,
    console: Leaf,
    ml_pipeline: Leaf,
    notebook: Leaf,
}

impl Identities {
    fn issue(authority: &Authority) -> Result<Self> {
        Ok(Self {
            gateway: authority.issue(GATEWAY)?,
            console: authority.issue(CONSOLE)?,
            ml_pipeline: authority.issue(ML_PIPELINE)?,
            notebook: authority.issue(NOTEBOOK)?,
        })
    }
}

/// What a mesh is built of.
struct Plan<'a> {
    ports: &'a Ports,
    authority: &'a str,
    identities: &'a Identities,
    jwks: &'a str,
    login: SocketAddr,
    kfp: SocketAddr,
    console: Application,
}

impl Plan<'_> {
    fn listeners(&self) -> Vec<Value> {
        let Self {
            ports,
            identities,
            authority,
            ..
        } = self;
        let console = |name: &str, port: &Port, policy: InboundPolicy<'_>| {
            config::inbound(
                name,
                port.address(),
                &identities.console,
                authority,
                policy,
                "console",
            )
        };
        let components = InboundPolicy::MlPipeline(&[ML_PIPELINE, ML_PIPELINE_UI]);
        vec![
            gateway(LoginEra::Authservice, &ports.gateways[0], self.jwks),
            gateway(LoginEra::Oauth2Proxy, &ports.gateways[1], self.jwks),
            console(
                "kfp-console",
                &ports.console,
                InboundPolicy::OnlyFrom(GATEWAY),
            ),
            console(
                "kfp-console-without-policy",
                &ports.console_without_policy,
                InboundPolicy::Missing,
            ),
            config::inbound(
                "ml-pipeline",
                ports.ml_pipeline.address(),
                &identities.ml_pipeline,
                authority,
                components,
                "kfp",
            ),
            out(
                "console-to-ml-pipeline",
                &ports.console_to_ml_pipeline,
                false,
            ),
            out(
                "notebook-to-ml-pipeline",
                &ports.notebook_to_ml_pipeline,
                false,
            ),
            out("notebook-to-console", &ports.notebook_to_console, true),
            out(
                "notebook-to-console-without-policy",
                &ports.notebook_to_console_without_policy,
                true,
            ),
            out("gateway-to-console", &ports.gateway_to_console, true),
        ]
    }

    fn clusters(&self) -> Vec<Value> {
        let Self {
            ports,
            identities,
            authority,
            ..
        } = self;
        let to = |name: &str, port: &Port, caller: &Leaf, server: &str| {
            config::mutual_tls(
                name,
                port.address(),
                MutualTls {
                    caller,
                    server,
                    authority,
                },
            )
        };
        let (console, notebook) = (&identities.console, &identities.notebook);
        let mut clusters = vec![
            config::plain("login", self.login),
            config::plain("kfp", self.kfp),
            to(
                "console-to-ml-pipeline",
                &ports.ml_pipeline,
                console,
                ML_PIPELINE,
            ),
            to(
                "notebook-to-ml-pipeline",
                &ports.ml_pipeline,
                notebook,
                ML_PIPELINE,
            ),
            to("notebook-to-console", &ports.console, notebook, CONSOLE),
            to(
                "notebook-to-console-without-policy",
                &ports.console_without_policy,
                notebook,
                CONSOLE,
            ),
        ];
        match self.console {
            Application::At(address) => {
                clusters.push(config::plain("console", address));
                clusters.push(to(
                    "gateway-to-console",
                    &ports.console,
                    &identities.gateway,
                    CONSOLE,
                ));
            }
            Application::NotReady => {
                clusters.push(config::empty("console"));
                clusters.push(config::empty("gateway-to-console"));
            }
        }
        clusters
    }
}

fn gateway(era: LoginEra, port: &Port, jwks: &str) -> Value {
    config::gateway(era, port.address(), "login", "gateway-to-console", jwks)
}

/// A way out under the name of its cluster.
fn out(name: &str, port: &Port, hostile: bool) -> Value {
    config::outbound(name, port.address(), name, hostile)
}
