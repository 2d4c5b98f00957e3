//! The state that requests share.

use std::sync::Arc;

use axum::Router;

use crate::access::{Resolver, Reviewer, Seal};
use crate::assets::Assets;
use crate::config::Config;
use crate::connection::Diagnosis;
use crate::feed::Feed;
use crate::grid::Kept;
use crate::index::Index;
use crate::live::Live;
use crate::offer::Offer;
use crate::telemetry::{Metrics, Tracer};
use crate::upstream::Kfp;
use crate::{layers, routes};

/// Everything a request may need. Cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct App(Arc<Parts>);

/// What [`App`] is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) config: Config,
    pub(crate) metrics: Arc<Metrics>,
    pub(crate) tracer: Tracer,
    pub(crate) kfp: Kfp,
    pub(crate) reviewer: Reviewer,
    pub(crate) feed: Feed,
    pub(crate) index: Index,
    pub(crate) insides: Kept,
    pub(crate) live: Live,
    pub(crate) resolver: Resolver,
    pub(crate) seal: Seal,
    pub(crate) offer: Offer,
    pub(crate) diagnosis: Diagnosis,
    pub(crate) assets: Assets,
    pub(crate) uploads: tokio::sync::Semaphore,
    pub(crate) packages: Arc<tokio::sync::Semaphore>,
}

impl App {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    pub(crate) fn config(&self) -> &Config {
        &self.0.config
    }

    pub(crate) fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    pub(crate) fn tracer(&self) -> &Tracer {
        &self.0.tracer
    }

    pub(crate) fn kfp(&self) -> &Kfp {
        &self.0.kfp
    }

    pub(crate) fn reviewer(&self) -> &Reviewer {
        &self.0.reviewer
    }

    pub(crate) fn feed(&self) -> &Feed {
        &self.0.feed
    }

    pub(crate) fn index(&self) -> &Index {
        &self.0.index
    }

    /// What was read of the insides of runs.
    pub(crate) fn insides(&self) -> &Kept {
        &self.0.insides
    }

    pub(crate) fn live(&self) -> &Live {
        &self.0.live
    }

    pub(crate) fn resolver(&self) -> &Resolver {
        &self.0.resolver
    }

    pub(crate) fn seal(&self) -> &Seal {
        &self.0.seal
    }

    pub(crate) fn offer(&self) -> &Offer {
        &self.0.offer
    }

    pub(crate) fn diagnosis(&self) -> &Diagnosis {
        &self.0.diagnosis
    }

    pub(crate) fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// The places for uploads in memory.
    pub(crate) fn uploads(&self) -> &tokio::sync::Semaphore {
        &self.0.uploads
    }

    /// The turn to read a package. One at a time: read, it takes many times the memory of its text.
    pub(crate) fn packages(&self) -> &Arc<tokio::sync::Semaphore> {
        &self.0.packages
    }

    /// The routes with their layers.
    pub(crate) fn router(&self) -> Router {
        layers::around(
            Router::new()
                .fallback(routes::dispatch)
                .with_state(self.clone()),
            self,
        )
    }
}
