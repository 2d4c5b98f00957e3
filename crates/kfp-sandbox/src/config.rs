//! What a sandbox is started with.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

use crate::clock::Clock;
use crate::engine::EngineOptions;

/// Where the sandbox keeps its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Storage {
    /// In memory: gone with the process.
    #[default]
    Memory,
    /// In an SQLite file, made if absent. A file that holds rows is not seeded again.
    File(PathBuf),
}

/// The login services in front of Kubeflow: which release's gateway is played.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LoginEra {
    /// Kubeflow up to 1.8: oidc-authservice, cookie `authservice_session`.
    Authservice,
    /// Kubeflow from 1.9.1: oauth2-proxy, cookie `oauth2_proxy_kubeflow`.
    #[default]
    Oauth2Proxy,
}

/// The address of each listener; port 0 takes a free one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listen {
    /// The ingress gateway: sign-in, dashboard, `/pipeline`, `/kfp-console/`.
    pub gateway: SocketAddr,
    /// `ml-pipeline` behind its simulated sidecar.
    pub ml_pipeline: SocketAddr,
    /// The console's own simulated sidecar, on the way out to `ml-pipeline`.
    pub console_sidecar: SocketAddr,
    /// The KFP API server itself, as its container listens.
    pub kfp: SocketAddr,
    /// The Kubernetes API server.
    pub kubernetes: SocketAddr,
    /// The login services' `ext_authz` endpoints, for a real Envoy.
    pub login: SocketAddr,
    /// Faults, switches and tokens over HTTP; must be a loopback address.
    pub control: SocketAddr,
}

impl Default for Listen {
    fn default() -> Self {
        let free = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 0);
        Self {
            gateway: free,
            ml_pipeline: free,
            console_sidecar: free,
            kfp: free,
            kubernetes: free,
            login: free,
            control: free,
        }
    }
}

/// What a sandbox is started with. The default is everything on free loopback ports, multi-user, seeded, in
/// memory.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SandboxConfig {
    /// Where rows are kept.
    pub storage: Storage,
    /// Which login services the gateway plays.
    pub login: LoginEra,
    /// `MULTIUSER` of the KFP API server: with `false` there is no authentication and no namespace.
    pub multi_user: bool,
    /// Whether an empty store is filled with the sample people, namespaces, experiments and runs.
    pub seed: bool,
    /// Base URL of the console behind `/kfp-console/`; [`Sandbox::set_console`](crate::Sandbox::set_console)
    /// changes it while the sandbox runs.
    pub console: Option<String>,
    /// The listeners' addresses.
    pub listen: Listen,
    /// Hosts, with their port as in the URL (`127.0.0.1:8080`), from which pipelines may be made by URL over plain
    /// HTTP. No other host is ever asked: KFP's own rules refuse them, and the public hosts that KFP allows are out
    /// of reach.
    pub pipeline_url_hosts: Vec<String>,
    /// How long a session of the gateway lives.
    pub session_life: Duration,
    /// The time the sandbox goes by.
    pub clock: Clock,
    /// How runs are played: the shape of their workflows and how long things take.
    pub engine: EngineOptions,
}

impl Default for SandboxConfig {
    fn default() -> Self {
        Self {
            storage: Storage::default(),
            login: LoginEra::default(),
            multi_user: true,
            seed: true,
            console: None,
            listen: Listen::default(),
            pipeline_url_hosts: Vec::new(),
            session_life: Duration::from_hours(24),
            clock: Clock::system(),
            engine: EngineOptions::default(),
        }
    }
}
