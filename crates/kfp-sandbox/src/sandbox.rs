//! Starting and stopping a sandbox.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use serde_json::{Value, json};
use time::OffsetDateTime;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::cluster::{Cluster, stable_id};
use crate::config::SandboxConfig;
use crate::control::Control;
use crate::directory::{Directory, Person};
use crate::error::SandboxError;
use crate::fault::{Faults, Place, Process, Switch, Switchboard};
use crate::kubeconfig::{Credentials, KubernetesUser};
use crate::login::Login;
use crate::mesh::MlPipeline;
use crate::storage::{Database, run_blocking};
use crate::throttle::Throttle;
use crate::tokens::{ProjectedToken, SigningKey, TokenIssuer, TokenRequest};
use crate::workloads::Workloads;
use crate::{control, dashboard, gateway, kfp, kubernetes, listener, login, mesh, seed};

/// How long [`Sandbox::shutdown`] waits: longer than a listener lets its requests end.
const SHUTDOWN: Duration = Duration::from_secs(10);

/// Where a running sandbox listens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Addresses {
    /// The ingress gateway.
    pub gateway: SocketAddr,
    /// `ml-pipeline` behind its simulated sidecar, for a caller without a sidecar of its own.
    pub ml_pipeline: SocketAddr,
    /// `ml-pipeline` as the console reaches it through its own simulated sidecar.
    pub console_sidecar: SocketAddr,
    /// The bare KFP API server.
    pub kfp: SocketAddr,
    /// The Kubernetes API server: HTTP, and HTTPS under a certificate of its own.
    pub kubernetes: SocketAddr,
    /// The login services' `ext_authz` endpoints.
    pub login: SocketAddr,
    /// Faults, switches and tokens over HTTP.
    pub control: SocketAddr,
}

impl Addresses {
    /// Base URL of each part, by the part's name.
    fn urls(&self) -> Value {
        let url = |address: SocketAddr| format!("http://{address}");
        json!({
            "gateway": url(self.gateway),
            "ml_pipeline": url(self.ml_pipeline),
            "console_sidecar": url(self.console_sidecar),
            "kfp": url(self.kfp),
            "kubernetes": url(self.kubernetes),
            "login": url(self.login),
            "control": url(self.control),
        })
    }
}

/// A running sandbox. Dropping it stops it at once; [`Self::shutdown`] lets requests under way end.
#[derive(Debug)]
pub struct Sandbox {
    cluster: Cluster,
    certificate: kubernetes::Certificate,
    login: Arc<Login>,
    faults: Switchboard,
    addresses: Addresses,
    tasks: TaskTracker,
    stop: CancellationToken,
}

impl Sandbox {
    /// Opens the store, fills it if it is empty and wanted, and starts every listener.
    ///
    /// # Errors
    /// [`SandboxError::Bind`] for a taken port; [`SandboxError::Storage`] and its kin for a store that cannot be used.
    pub async fn start(config: SandboxConfig) -> Result<Self, SandboxError> {
        let listen = config.listen;
        let (gateway, gateway_address) = listener::bind("gateway", listen.gateway).await?;
        let (ml_pipeline, ml_pipeline_address) =
            listener::bind("ml-pipeline", listen.ml_pipeline).await?;
        let (console_sidecar, console_sidecar_address) =
            listener::bind("the console's sidecar", listen.console_sidecar).await?;
        let (kfp, kfp_address) = listener::bind("KFP API", listen.kfp).await?;
        let (kubernetes, kubernetes_address) =
            listener::bind("Kubernetes API", listen.kubernetes).await?;
        let (login, login_address) = listener::bind("login services", listen.login).await?;
        let loopback = control::only_loopback(listen.control)?;
        let (control, control_address) = listener::bind("control", loopback).await?;
        let addresses = Addresses {
            gateway: gateway_address,
            ml_pipeline: ml_pipeline_address,
            console_sidecar: console_sidecar_address,
            kfp: kfp_address,
            kubernetes: kubernetes_address,
            login: login_address,
            control: control_address,
        };

        let database = Database::open(&config.storage)?;
        seed::fill(&database, &config)?;
        let directory = open_directory(&database, config.clock.now())?;
        let issuer = TokenIssuer::new(SigningKey::generate()?);
        let workloads = Workloads::open(database.clone(), config.clock.clone(), config.engine)?;
        let schedules = kfp::Schedules::new(database.clone(), workloads.clone(), config.multi_user);
        workloads.set_timetable(Box::new(schedules));
        let cluster = Cluster::new(config, database, directory, issuer, workloads);
        let sign_in = Login::new(
            cluster.directory().people(),
            cluster.clock().clone(),
            cluster.config().session_life,
            cluster.switches().clone(),
        )?;
        let certificate = kubernetes::Certificate::generate(kubernetes_address.ip())?;
        let stop = CancellationToken::new();
        let sandbox = Self {
            faults: Switchboard::new(stop.clone()),
            cluster,
            certificate,
            login: Arc::new(sign_in),
            addresses,
            tasks: TaskTracker::new(),
            stop,
        };
        sandbox.tasks.spawn(
            sandbox
                .cluster
                .workloads()
                .clone()
                .drive(sandbox.stop.clone()),
        );
        let bare = kfp::router(sandbox.cluster.clone());
        let bare = sandbox.faults.in_front_of(Place::Kfp, bare);
        let behind = MlPipeline::new(
            bare.clone(),
            sandbox.cluster.clone(),
            Arc::clone(&sandbox.login),
            sandbox.faults.clone(),
        );
        let pipeline_ui = gateway::pipeline_ui(behind.clone(), sandbox.cluster.clone());
        let front = sandbox.gateway(pipeline_ui.clone());
        let front = sandbox.faults.in_front_of(Place::Gateway, front);
        sandbox.serve_as_envoy(gateway, "istio-envoy", front);
        let of_console = mesh::console_sidecar(behind.clone());
        // Its place is in front of the sidecar, on every way to it.
        let pods = mesh::pod_router(behind, pipeline_ui);
        sandbox.serve_as_envoy(ml_pipeline, "istio-envoy", pods);
        sandbox.serve_as_envoy(console_sidecar, "envoy", of_console);
        sandbox.serve_kfp(kfp, bare);
        let api_server = kubernetes::router(sandbox.cluster.clone(), sandbox.stop.clone());
        sandbox.serve_kubernetes(kubernetes, api_server);
        let services = login::router(Arc::clone(&sandbox.login));
        sandbox.serve(login, Place::Login, services);
        sandbox.serve_router(control, control::router(sandbox.control()));
        Ok(sandbox)
    }

    fn gateway(&self, pipeline_ui: Router) -> Router {
        let gateway = gateway::Gateway {
            era: self.cluster.config().login,
            login: Arc::clone(&self.login),
            console: self.cluster.console().subscribe(),
            faults: self.faults.clone(),
            dashboard: dashboard::router(self.cluster.clone()),
            pipeline_ui,
        };
        gateway::router(gateway, self.tasks.clone(), self.stop.clone())
    }

    fn control(&self) -> Control {
        Control {
            cluster: self.cluster.clone(),
            login: Arc::clone(&self.login),
            faults: self.faults(),
            addresses: self.addresses.urls(),
            kubernetes: self.kubernetes_credentials(),
        }
    }

    /// Serves `router` with the faults of `place` in front of it.
    fn serve(&self, listener: TcpListener, place: Place, router: Router) {
        self.serve_router(listener, self.faults.in_front_of(place, router));
    }

    fn serve_router(&self, listener: TcpListener, router: Router) {
        self.tasks
            .spawn(listener::serve(listener, router, self.stop.clone()));
    }

    fn serve_as_envoy(&self, listener: TcpListener, server: &'static str, router: Router) {
        let stop = self.stop.clone();
        self.tasks
            .spawn(listener::serve_as_envoy(listener, server, router, stop));
    }

    fn serve_kubernetes(&self, listener: TcpListener, router: Router) {
        let router = self.faults.in_front_of(Place::Kubernetes, router);
        let tls = Arc::clone(&self.certificate.server);
        let serving = listener::serve_tls(listener, tls, router, self.stop.clone());
        self.tasks.spawn(serving);
    }

    /// The API server's own listener, which a switch takes away and gives back.
    fn serve_kfp(&self, listener: TcpListener, router: Router) {
        let switches = self.cluster.switches().clone();
        let process = Process::new(switches, Switch::KfpDown, self.stop.clone());
        self.tasks.spawn(process.serve(listener, router));
    }

    /// Limits how many reviews KFP asks for, as the real server does: `Some(Throttle::default())`. `None`, as at the
    /// start, limits nothing. It goes by the sandbox's clock.
    pub fn set_throttle(&self, throttle: Option<Throttle>) {
        self.cluster.reviews().set(throttle);
    }

    /// What goes wrong: faults and switches, while the sandbox runs.
    ///
    /// ```no_run
    /// # use kfp_sandbox::{Action, Fault, Place, Sandbox, Switch};
    /// # fn example(sandbox: &Sandbox) {
    /// let faults = sandbox.faults();
    /// faults.add(Fault::at(Place::Kfp, Action::HalfBody).path("/apis/v2beta1/runs").times(1));
    /// faults.set(Switch::LoginDown, true);
    /// faults.play("D36").unwrap();
    /// faults.clear();
    /// # }
    /// ```
    pub fn faults(&self) -> Faults {
        Faults::new(self.faults.clone(), self.cluster.switches().clone())
    }

    /// Where the parts listen.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Tells the gateway where the console behind `/kfp-console/` listens, for example `http://127.0.0.1:8080`.
    pub fn set_console(&self, base_url: impl Into<String>) {
        self.cluster.console().send_replace(Some(base_url.into()));
    }

    /// Who can sign in at the gateway.
    pub fn people(&self) -> &[Person] {
        self.cluster.directory().people()
    }

    /// Ends every session of one person at the gateway, in every browser.
    pub fn end_session(&self, user: &str) {
        self.login.sessions().end(user);
    }

    /// Ends every session at the gateway.
    pub fn expire_sessions(&self) {
        self.login.sessions().end_all();
    }

    /// Lets the id token inside every session run out while the session goes on: from then on the gateway of
    /// [`LoginEra::Oauth2Proxy`](crate::LoginEra::Oauth2Proxy) answers `Jwt is expired` until the next login.
    pub fn expire_tokens(&self) {
        self.login.sessions().run_out_tokens();
    }

    /// Takes the login services down, or up again. While they are down the gateway answers an empty 403.
    pub fn set_login_down(&self, down: bool) {
        self.login.set_down(down);
    }

    /// A signed service-account token. The account need not exist; a review then refuses the token as the real
    /// API server does.
    pub fn mint_token(&self, request: &TokenRequest) -> String {
        mint(&self.cluster, request)
    }

    /// Keeps a fresh token in the file at `path` until the result is dropped: written whole, renewed when 80 % of
    /// its life is over.
    ///
    /// # Errors
    /// [`SandboxError::Projection`] when the file cannot be written.
    pub async fn project_token(
        &self,
        path: impl Into<PathBuf>,
        request: TokenRequest,
    ) -> Result<ProjectedToken, SandboxError> {
        let uid = service_account_uid(&self.cluster, &request);
        let issuer = std::sync::Arc::clone(self.cluster.issuer());
        let clock = self.cluster.clock().clone();
        let stop = self.stop.child_token();
        ProjectedToken::start(
            path.into(),
            request,
            uid,
            (issuer, clock),
            (&self.tasks, stop),
        )
        .await
    }

    /// Moves the clock forward and returns when everything that was due until then has happened: runs walked on,
    /// recurring runs fired.
    pub async fn advance(&self, by: Duration) {
        self.cluster.clock().advance(by);
        let workloads = self.cluster.workloads();
        workloads.catch_up_with_samples(&self.stop).await;
    }

    /// Takes the controller of workflows away, or brings it back. Without it a new run keeps the state that it had
    /// before its workflow's first pass, and no run moves on.
    pub async fn set_controller_down(&self, down: bool) {
        let workloads = self.cluster.workloads().clone();
        run_blocking(move || workloads.set_controller_down(down)).await;
    }

    /// A token for the Kubernetes API: of a service account as [`Self::mint_token`] makes it, living a day, or one of
    /// a person, which is good until the sandbox stops.
    pub fn kubernetes_token(&self, who: &KubernetesUser) -> String {
        self.kubernetes_credentials().token(who)
    }

    /// A kubeconfig with which kubectl is `who` at this sandbox; `namespace` is the one that it goes by.
    pub fn kubeconfig(&self, who: &KubernetesUser, namespace: &str) -> String {
        self.kubernetes_credentials().kubeconfig(who, namespace)
    }

    fn kubernetes_credentials(&self) -> Credentials {
        Credentials {
            cluster: self.cluster.clone(),
            address: self.addresses.kubernetes,
            authority: self.certificate.authority.clone(),
        }
    }

    /// Stops listening, lets the requests under way end, and returns when everything has stopped: after
    /// [`SHUTDOWN`] at the latest, whatever is left then.
    pub async fn shutdown(self) {
        self.stop.cancel();
        self.tasks.close();
        if timeout(SHUTDOWN, self.tasks.wait()).await.is_err() {
            tracing::warn!(
                left = self.tasks.len(),
                "tasks of the sandbox did not stop in time"
            );
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A signed service-account token.
pub(crate) fn mint(cluster: &Cluster, request: &TokenRequest) -> String {
    let uid = service_account_uid(cluster, request);
    cluster
        .issuer()
        .mint(request, &uid, None, cluster.clock().now())
}

/// The uid of an account; one that does not exist has a uid that no account has.
fn service_account_uid(cluster: &Cluster, request: &TokenRequest) -> String {
    let TokenRequest {
        namespace,
        service_account,
        ..
    } = request;
    cluster
        .directory()
        .account_uid(namespace, service_account)
        .unwrap_or_else(|| stable_id(&["no account", namespace, service_account]).to_string())
}

/// Reads the cluster's objects. Revisions grow over restarts: there are fewer changes than seconds.
fn open_directory(database: &Database, now: OffsetDateTime) -> Result<Directory, SandboxError> {
    let revision = u64::try_from(now.unix_timestamp()).unwrap_or(1);
    Directory::open(database.clone(), seed::people(), revision).map_err(|source| {
        SandboxError::Storage {
            doing: "being read",
            source,
        }
    })
}
