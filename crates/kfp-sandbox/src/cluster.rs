//! What all parts of one sandbox share.

use std::sync::Arc;

use tokio::sync::watch;
use uuid::Uuid;

use crate::clock::Clock;
use crate::config::SandboxConfig;
use crate::directory::Directory;
use crate::fault::{Switch, Switches};
use crate::kfp::Metrics;
use crate::storage::Database;
use crate::throttle::Reviews;
use crate::tokens::TokenIssuer;
use crate::workloads::Workloads;

/// The simulated cluster; cheap to clone, the state of every router.
#[derive(Clone, Debug)]
pub(crate) struct Cluster {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    config: SandboxConfig,
    database: Database,
    directory: Directory,
    issuer: Arc<TokenIssuer>,
    console: watch::Sender<Option<String>>,
    workloads: Workloads,
    switches: Switches,
    reviews: Reviews,
    metrics: Metrics,
}

impl Cluster {
    pub(crate) fn new(
        config: SandboxConfig,
        database: Database,
        directory: Directory,
        issuer: TokenIssuer,
        workloads: Workloads,
    ) -> Self {
        let console = watch::Sender::new(config.console.clone());
        let reviews = Reviews::new(config.clock.clone());
        Self {
            inner: Arc::new(Inner {
                config,
                database,
                directory,
                issuer: Arc::new(issuer),
                console,
                workloads,
                switches: Switches::default(),
                reviews,
                metrics: Metrics::default(),
            }),
        }
    }

    /// What the sandbox was started with.
    pub(crate) fn config(&self) -> &SandboxConfig {
        &self.inner.config
    }

    /// `MULTIUSER` of the KFP API server.
    pub(crate) fn multi_user(&self) -> bool {
        self.inner.config.multi_user && !self.switches().is_on(Switch::KfpSingleUser)
    }

    /// Hosts that packages may be fetched from.
    pub(crate) fn pipeline_url_hosts(&self) -> &[String] {
        &self.inner.config.pipeline_url_hosts
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.inner.config.clock
    }

    pub(crate) fn database(&self) -> &Database {
        &self.inner.database
    }

    /// Runs as the engine walks them, their pods, logs and workflows.
    pub(crate) fn workloads(&self) -> &Workloads {
        &self.inner.workloads
    }

    /// What the KFP API server counts of itself.
    pub(crate) fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// How many reviews KFP may ask for.
    pub(crate) fn reviews(&self) -> &Reviews {
        &self.inner.reviews
    }

    /// What is set up otherwise.
    pub(crate) fn switches(&self) -> &Switches {
        &self.inner.switches
    }

    /// People, namespaces, rights.
    pub(crate) fn directory(&self) -> &Directory {
        &self.inner.directory
    }

    /// Signs and checks tokens; its [`key`](TokenIssuer::key) signs identity tokens too.
    pub(crate) fn issuer(&self) -> &Arc<TokenIssuer> {
        &self.inner.issuer
    }

    /// Base URL of the console behind `/kfp-console/`; changes while the sandbox runs.
    pub(crate) fn console(&self) -> &watch::Sender<Option<String>> {
        &self.inner.console
    }
}

/// A stable id: the same words give the same id in every sandbox.
pub(crate) fn stable_id(words: &[&str]) -> Uuid {
    Uuid::new_v5(
        &Uuid::NAMESPACE_URL,
        format!("kfp-sandbox:{}", words.join("/")).as_bytes(),
    )
}
