//! The connection report: every hop from the console to KFP, checked when it is asked for.
//!
//! Only what was seen is reported, and a verdict says `not-checked` where nothing could be seen. Equal questions that
//! come together are answered by one check, and the answer is kept for a moment: a page that many people watch must not
//! become load for KFP.
//!
//! What is not in order is looked up in the table of known failures (`crate::known`), the one that `kfpc doctor` goes by: its
//! number stands in the evidence. The words here are the page's own, in its languages and about the console.

mod authorization;
mod console;
mod evidence;
mod finding;
mod ml_pipeline;
mod reason;
mod sidecar;
mod words;

pub(crate) use evidence::KNOWN_FAILURE;

use std::sync::Arc;
use std::time::Duration;

use console_api::{ConnectionReport, KfpServer};
use finding::Finding;
use kfp_core::credentials::TokenFile;
use kfp_core::model::Namespace;
use ml_pipeline::Probe;
use moka::future::Cache;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::access::Reviewer;
use crate::config::{Config, UpstreamIdentity};
use crate::identity::{Identity, UserId};
use crate::language::Language;
use crate::upstream::{Call, Kfp};

/// Reports that are kept at most.
const MOST: u64 = 1_000;
/// Longest wait for one probe: the person before the page should learn of a hang before giving up.
const PROBE: Duration = Duration::from_secs(8);

/// What the checks found, in no language yet.
#[derive(Debug)]
struct Checks {
    ended: OffsetDateTime,
    /// In the order of the way.
    hops: [Finding; 4],
    kfp: Option<KfpServer>,
}

/// Checks the hops.
#[derive(Clone, Debug)]
pub(crate) struct Diagnosis {
    kfp: Kfp,
    reviewer: Reviewer,
    token: Option<TokenFile>,
    kfp_url: String,
    simulated: bool,
    identity: UpstreamIdentity,
    reports: Cache<(UserId, Option<Namespace>), Arc<Checks>>,
    /// KFP's health is the same for everybody.
    probes: Cache<(), Arc<Probe>>,
}

impl Diagnosis {
    pub(crate) fn new(config: &Config, kfp: Kfp, reviewer: Reviewer) -> Self {
        let token = match config.kfp.upstream_identity {
            UpstreamIdentity::ServiceAccount => Some(TokenFile::new(&config.kfp.kfp_token_file)),
            UpstreamIdentity::UserHeader => None,
        };
        let kept = config.economy.report_cache;
        let reports = Cache::builder()
            .max_capacity(MOST)
            .time_to_live(kept)
            .build();
        let probes = Cache::builder().max_capacity(1).time_to_live(kept).build();
        Self {
            kfp,
            reviewer,
            token,
            kfp_url: config.kfp.kfp_url.clone(),
            simulated: config.simulated,
            identity: config.kfp.upstream_identity,
            reports,
            probes,
        }
    }

    /// The report for a user, about a namespace if one is given.
    pub(crate) async fn report(
        &self,
        identity: &Identity,
        namespace: Option<Namespace>,
        language: Language,
    ) -> ConnectionReport {
        // Kept off the stack of the request: four probes are held in it.
        let check = Box::pin(self.check(identity, namespace.clone()));
        let checks = self
            .reports
            .get_with((identity.user.clone(), namespace.clone()), async {
                Arc::new(check.await)
            })
            .await;
        ConnectionReport {
            language: language.tag().to_owned(),
            checked_at: checks.ended.format(&Rfc3339).unwrap_or_default(),
            user: identity.user.as_str().to_owned(),
            namespace: namespace.map(|namespace| namespace.as_str().to_owned()),
            hops: checks
                .hops
                .iter()
                .map(|finding| finding.write(language))
                .collect(),
            kfp: checks.kfp.clone(),
        }
    }

    async fn check(&self, identity: &Identity, namespace: Option<Namespace>) -> Checks {
        let console =
            console::check(identity, self.token.as_ref(), OffsetDateTime::now_utc()).await;
        let probe = self
            .probes
            .get_with((), async { Arc::new(Probe::make(&self.kfp).await) })
            .await;
        let surroundings = sidecar::Surroundings {
            mutual_tls: identity.gateway.is_some(),
            simulated: self.simulated,
        };
        let sidecar = sidecar::check(&probe, surroundings);
        let (ml_pipeline, kfp) = ml_pipeline::check(&probe, &self.kfp_url);
        let reachable = ml_pipeline.is_usable();
        let checked = authorization::check(
            &self.kfp,
            &self.reviewer,
            &identity.user,
            namespace.as_ref(),
            reachable,
        )
        .await;
        let ml_pipeline = match &checked.stopped_by_mesh {
            Some(refusal) => {
                ml_pipeline::stopped_by_mesh(ml_pipeline, self.identity, refusal, &self.kfp_url)
            }
            None => ml_pipeline,
        };
        Checks {
            ended: OffsetDateTime::now_utc(),
            hops: [console, sidecar, ml_pipeline, checked.finding],
            kfp,
        }
    }
}

/// Asks KFP for its health with nothing attached.
fn healthz() -> Call {
    Call::anonymous("/apis/v2beta1/healthz").within(PROBE)
}
