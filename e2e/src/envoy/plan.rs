//! Listeners and clusters of a mesh.

use std::net::SocketAddr;

use anyhow::{Result, ensure};
use kfp_sandbox::LoginEra;
use serde_json::Value;

use super::certificates::{Authority, Leaf};
use super::config::{self, Endpoint, Inbound, MutualTls};
use super::deployed::Deployed;
use super::port::Port;
use super::ports::Ports;

const GATEWAY: &str =
    "spiffe://cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";
const CONSOLE: &str = "spiffe://cluster.local/ns/kubeflow/sa/kfp-console";
const ML_PIPELINE: &str = "spiffe://cluster.local/ns/kubeflow/sa/ml-pipeline";
const NOTEBOOK: &str = "spiffe://cluster.local/ns/team-vision/sa/default-editor";

/// The console's place in the mesh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Application {
    /// It listens there, and is always thought to be ready.
    At(SocketAddr),
    /// These replicas, each of which says whether it is ready.
    Replicas(Vec<Replica>),
    /// No endpoint is ready.
    NotReady,
}

/// A replica of the console.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Replica {
    /// Where requests go.
    pub address: SocketAddr,
    /// Where `/readyz` is. A replica that is not ready gets no new requests, as when Kubernetes takes its address out of
    /// the service.
    pub readiness: SocketAddr,
}

impl Application {
    fn endpoints(&self) -> Vec<(SocketAddr, Option<SocketAddr>)> {
        match self {
            Self::At(address) => vec![(*address, None)],
            Self::Replicas(replicas) => replicas
                .iter()
                .map(|replica| (replica.address, Some(replica.readiness)))
                .collect(),
            Self::NotReady => Vec::new(),
        }
    }
}

/// Certificates of the workloads.
pub(super) struct Identities {
    authority: String,
    gateway: Leaf,
    console: Leaf,
    ml_pipeline: Leaf,
    notebook: Leaf,
    /// Claims to be the gateway, under an authority that nobody knows.
    rogue: Leaf,
}

impl Identities {
    pub(super) fn issue() -> Result<Self> {
        let authority = Authority::new()?;
        Ok(Self {
            authority: authority.certificate().to_owned(),
            gateway: authority.issue(GATEWAY)?,
            console: authority.issue(CONSOLE)?,
            ml_pipeline: authority.issue(ML_PIPELINE)?,
            notebook: authority.issue(NOTEBOOK)?,
            rogue: Authority::new()?.issue(GATEWAY)?,
        })
    }
}

/// What a mesh is built of.
pub(super) struct Plan<'a> {
    pub(super) ports: &'a Ports,
    pub(super) identities: &'a Identities,
    pub(super) jwks: &'a str,
    pub(super) login: SocketAddr,
    pub(super) kfp: SocketAddr,
    pub(super) console: &'a Application,
    pub(super) deployed: &'a Deployed,
}

impl Plan<'_> {
    /// Envoy's configuration.
    ///
    /// # Errors
    /// If there are more replicas than ports were taken for, or a policy says something that is not known here.
    pub(super) fn config(&self) -> Result<Value> {
        let replicas = self.console.endpoints().len();
        ensure!(
            replicas <= self.ports.replicas.len(),
            "ports for {} replicas, not for {replicas}",
            self.ports.replicas.len()
        );
        Ok(config::bootstrap(&self.listeners()?, &self.clusters()))
    }

    fn listeners(&self) -> Result<Vec<Value>> {
        let ports = self.ports;
        let of_console = config::authorization(&self.deployed.policies("kfp-console"))?;
        let of_kfp = config::authorization(&self.deployed.policies("ml-pipeline"))?;
        let mut listeners = vec![
            self.gateway(LoginEra::Authservice, &ports.gateways[0])?,
            self.gateway(LoginEra::Oauth2Proxy, &ports.gateways[1])?,
            self.permissive("kfp-console", &ports.console, of_console.clone()),
            self.permissive(
                "kfp-console-without-policy",
                &ports.console_without_policy,
                Vec::new(),
            ),
            config::inbound(&Inbound {
                workload: "ml-pipeline",
                at: ports.ml_pipeline.address(),
                own: &self.identities.ml_pipeline,
                authority: &self.identities.authority,
                filters: of_kfp,
                strict: false,
                application: "kfp",
            }),
        ];
        for (number, replica) in ports.replicas.iter().enumerate() {
            listeners.push(config::inbound(&Inbound {
                workload: &format!("kfp-console-{number}"),
                at: replica.inbound.address(),
                own: &self.identities.console,
                authority: &self.identities.authority,
                filters: of_console.clone(),
                strict: true,
                application: &format!("console-{number}"),
            }));
            let name = format!("gateway-to-console-{number}");
            listeners.push(out(&name, &replica.from_gateway, true));
        }
        for (name, port, hostile) in [
            (
                "console-to-ml-pipeline",
                &ports.console_to_ml_pipeline,
                false,
            ),
            (
                "notebook-to-ml-pipeline",
                &ports.notebook_to_ml_pipeline,
                false,
            ),
            ("notebook-to-console", &ports.notebook_to_console, true),
            (
                "notebook-to-console-without-policy",
                &ports.notebook_to_console_without_policy,
                true,
            ),
            ("rogue-to-console", &ports.rogue_to_console, true),
        ] {
            listeners.push(out(name, port, hostile));
        }
        Ok(listeners)
    }

    fn gateway(&self, era: LoginEra, port: &Port) -> Result<Value> {
        config::gateway(
            era,
            port.address(),
            "login",
            "gateway-to-console",
            self.deployed.route()?,
            self.jwks,
        )
    }

    /// The console's sidecar as the mesh's default is: plain text is let in too.
    fn permissive(&self, workload: &str, port: &Port, filters: Vec<Value>) -> Value {
        config::inbound(&Inbound {
            workload,
            at: port.address(),
            own: &self.identities.console,
            authority: &self.identities.authority,
            filters,
            strict: false,
            application: "console-0",
        })
    }

    fn clusters(&self) -> Vec<Value> {
        let (ports, identities) = (self.ports, self.identities);
        let replica = &ports.replicas[0].inbound;
        let mut clusters = vec![
            config::plain("login", self.login),
            config::plain("kfp", self.kfp),
        ];
        for (name, port, caller, server) in [
            (
                "console-to-ml-pipeline",
                &ports.ml_pipeline,
                &identities.console,
                ML_PIPELINE,
            ),
            (
                "notebook-to-ml-pipeline",
                &ports.ml_pipeline,
                &identities.notebook,
                ML_PIPELINE,
            ),
            (
                "notebook-to-console",
                replica,
                &identities.notebook,
                CONSOLE,
            ),
            (
                "notebook-to-console-without-policy",
                &ports.console_without_policy,
                &identities.notebook,
                CONSOLE,
            ),
            ("rogue-to-console", replica, &identities.rogue, CONSOLE),
        ] {
            let endpoint = Endpoint::of(port.address());
            let tls = self.tls(caller, server);
            clusters.push(config::mutual_tls(name, &[endpoint], &tls));
        }
        clusters.extend(self.of_replicas());
        clusters
    }

    /// The way from the gateway to all replicas, to each of them, and from its sidecar to itself.
    fn of_replicas(&self) -> Vec<Value> {
        let endpoints = self.console.endpoints();
        if endpoints.is_empty() {
            let names = ["gateway-to-console", "gateway-to-console-0", "console-0"];
            return names.map(config::empty).into();
        }
        let tls = self.tls(&self.identities.gateway, CONSOLE);
        let (mut clusters, mut all) = (Vec::new(), Vec::new());
        for (number, (address, readiness)) in endpoints.into_iter().enumerate() {
            let inbound = self.ports.replicas[number].inbound.address();
            let name = format!("gateway-to-console-{number}");
            clusters.push(config::plain(&format!("console-{number}"), address));
            clusters.push(config::mutual_tls(&name, &[Endpoint::of(inbound)], &tls));
            all.push(Endpoint {
                address: inbound,
                readiness,
            });
        }
        clusters.push(config::mutual_tls("gateway-to-console", &all, &tls));
        clusters
    }

    fn tls<'a>(&'a self, caller: &'a Leaf, server: &'a str) -> MutualTls<'a> {
        MutualTls {
            caller,
            server,
            authority: &self.identities.authority,
        }
    }
}

/// A way out under the name of its cluster.
fn out(name: &str, port: &Port, hostile: bool) -> Value {
    config::outbound(name, port.address(), name, hostile)
}
