//! A running console.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::access::{Resolver, Reviewer, Seal};
use crate::app::{App, Parts};
use crate::assets::Assets;
use crate::config::{Config, ConfigError, PeerVerification};
use crate::connection::Diagnosis;
use crate::feed::Feed;
use crate::grid::Kept;
use crate::index::Index;
use crate::lifecycle::Readiness;
use crate::live::Live;
use crate::offer::Offer;
use crate::telemetry::{Metrics, Tracer};
use crate::upstream::{Kfp, Kubernetes};
use crate::{ops, serve, start_report};

/// Why the console cannot start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// Settings that do not fit together.
    #[error("the configuration cannot be used")]
    Config(#[source] ConfigError),
    /// A port that cannot be listened on.
    #[error("cannot listen on {address} ({flag})")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The flag that named it.
        flag: &'static str,
        /// What the operating system says.
        source: io::Error,
    },
    /// A key that cannot be used.
    #[error("the key for page tokens cannot be used")]
    Key(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No way to the Kubernetes API.
    #[error(
        "the Kubernetes API cannot be used: run in a pod, have a kubeconfig, or set --kubernetes-url"
    )]
    Kubernetes(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// Traces cannot be sent.
    #[error("the collector of traces cannot be used")]
    Traces(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// No way to KFP.
    #[error("the client of KFP cannot be set up")]
    Kfp(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The index of runs cannot be kept, not even in memory.
    #[error("the index of runs cannot be opened")]
    Index(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Looks at a configuration as [`Console::start`] does, without starting anything.
///
/// # Errors
/// [`StartError`] names the setting that stands in the way.
pub fn check(config: &Config) -> Result<(), StartError> {
    config.check().map_err(StartError::Config)?;
    seal(config).map(|_| ())
}

/// A console that serves until it is shut down.
///
/// Dropping it ends it at once, with the requests that run.
#[derive(Debug)]
pub struct Console {
    address: SocketAddr,
    ops_address: SocketAddr,
    readiness: Readiness,
    app: App,
    config: Config,
    soft: CancellationToken,
    hard: CancellationToken,
    serving: JoinHandle<()>,
    serving_ops: JoinHandle<()>,
}

impl Console {
    /// Starts a console. Neither KFP nor Kubernetes is called: whether they can be reached is a question for the
    /// connection report and not a condition for starting.
    ///
    /// # Errors
    /// [`StartError`] names the setting that stands in the way.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        config.check().map_err(StartError::Config)?;
        let seal = seal(&config)?;
        // The first provider of a process stays; somebody else may have installed theirs.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let listener = listen(config.listen.listen, "--listen").await?;
        let ops_listener = listen(config.listen.ops_listen, "--ops-listen").await?;
        let address = local(&listener, config.listen.listen);
        let ops_address = local(&ops_listener, config.listen.ops_listen);

        let metrics = Arc::new(Metrics::new());
        let tracer = Tracer::new(&config.traces).map_err(StartError::Traces)?;
        let app = app(&config, &metrics, &tracer, seal).await?;
        warn_of_what_is_off(&config);
        let readiness = Readiness::default();
        let (soft, hard) = (CancellationToken::new(), CancellationToken::new());
        let serving = tokio::spawn(serve::serve(
            listener,
            app.router(),
            config.limits.clone(),
            soft.clone(),
            hard.clone(),
        ));
        // The second port answers until the very end, so that a probe during the drain is told the truth.
        let serving_ops = tokio::spawn(serve::serve(
            ops_listener,
            ops::router(readiness.clone(), metrics),
            config.limits.clone(),
            hard.clone(),
            hard.clone(),
        ));
        readiness.open();
        tracing::info!(%address, %ops_address, prefix = %config.app.prefix, version = crate::VERSION, "console serves");
        Ok(Self {
            address,
            ops_address,
            readiness,
            app,
            config,
            soft,
            hard,
            serving,
            serving_ops,
        })
    }

    /// Where the gateway's requests arrive.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where health, readiness and metrics are.
    pub fn ops_address(&self) -> SocketAddr {
        self.ops_address
    }

    /// Checks the hops to KFP and to Kubernetes once and writes a log line for each.
    pub fn report_to_log(&self) -> impl Future<Output = ()> + Send + 'static {
        start_report::write(self.app.clone())
    }

    /// Stops in order: not ready, a while for the gateway to notice, no new connections, running requests to their end,
    /// and after the drain timeout the rest.
    pub async fn shutdown(mut self) {
        self.readiness.close();
        tracing::info!("console drains");
        tokio::time::sleep(self.config.limits.drain_delay).await;
        self.soft.cancel();
        let drained = self.app.live().drain(self.config.limits.drain_timeout);
        let _ = tokio::join!(&mut self.serving, drained);
        self.hard.cancel();
        let _ = (&mut self.serving_ops).await;
        self.app.tracer().shutdown().await;
        tracing::info!("console has stopped");
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        self.app.live().end();
        self.soft.cancel();
        self.hard.cancel();
    }
}

async fn app(
    config: &Config,
    metrics: &Arc<Metrics>,
    tracer: &Tracer,
    seal: Seal,
) -> Result<App, StartError> {
    let kubernetes = Kubernetes::new(&config.kubernetes, tracer.clone())
        .await
        .map_err(|error| StartError::Kubernetes(error.into()))?;
    let kfp = Kfp::new(config, Arc::clone(metrics), tracer.clone()).map_err(StartError::Kfp)?;
    let reviewer = Reviewer::new(kubernetes.clone(), &config.kubernetes, Arc::clone(metrics));
    let index = Index::new(config).await.map_err(StartError::Index)?;
    Ok(App::new(Parts {
        seal,
        metrics: Arc::clone(metrics),
        tracer: tracer.clone(),
        feed: Feed::new(config, kfp.clone(), index.clone(), Arc::clone(metrics)),
        index,
        insides: Kept::new(),
        live: Live::new(&config.live, &config.limits),
        resolver: Resolver::new(kfp.clone(), config),
        offer: Offer::new(kubernetes, reviewer.clone()),
        diagnosis: Diagnosis::new(config, kfp.clone(), reviewer.clone()),
        assets: Assets::new(config.app.assets.clone(), config.app.prefix.as_str()),
        uploads: tokio::sync::Semaphore::new(config.limits.max_uploads),
        packages: Arc::new(tokio::sync::Semaphore::new(1)),
        kfp,
        reviewer,
        config: config.clone(),
    }))
}

fn seal(config: &Config) -> Result<Seal, StartError> {
    if let Some(file) = &config.kfp.page_token_key_file {
        return Seal::read(file).map_err(|error| StartError::Key(error.into()));
    }
    tracing::info!(
        "page tokens are good in this process alone: replicas need one key, with --page-token-key-file"
    );
    Ok(Seal::of_this_process())
}

async fn listen(address: SocketAddr, flag: &'static str) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| StartError::Listen {
            address,
            flag,
            source,
        })
}

fn local(listener: &TcpListener, asked: SocketAddr) -> SocketAddr {
    listener.local_addr().unwrap_or(asked)
}

/// What the operator turned off stands in the log, so that nobody has to remember it.
fn warn_of_what_is_off(config: &Config) {
    if config.identity.peer_verification == PeerVerification::Off {
        tracing::warn!(
            "peer verification is off: whoever reaches this port can claim to be any user; this is safe only if the \
             gateway alone can reach it"
        );
    }
    if config.simulated {
        tracing::warn!("everything behind this console is simulated");
    }
}
