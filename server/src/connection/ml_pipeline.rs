//! The hop of the KFP API server: its health, asked with nothing attached.

use std::time::{Duration, Instant};

use console_api::{FindingCode, KfpServer};
use http::{HeaderMap, StatusCode};
use kfp_core::diagnose::Sent;
use kfp_core::error::Error;
use kfp_core::model::Healthz;
use kfp_core::operation::Operation;
use kfp_core::response;

use super::evidence::{Label, Place, Value};
use super::finding::Finding;
use super::reason::{KfpFault, Reason, Stranger};
use crate::config::UpstreamIdentity;
use crate::known::Known;
use crate::problem::Failure;
use crate::upstream::Kfp;

/// One question to KFP's health and whatever came back.
#[derive(Debug)]
pub(super) struct Probe {
    /// The headers of the answer, whoever wrote it; empty if none came.
    pub(super) headers: HeaderMap,
    /// What the answer was, once read.
    pub(super) health: Result<Healthz, Error>,
    /// The failure that it is, if it is known.
    pub(super) known: Option<Known>,
    /// How long it took.
    pub(super) took: Duration,
}

impl Probe {
    /// Asks.
    pub(super) async fn make(kfp: &Kfp) -> Self {
        let started = Instant::now();
        let answer = kfp.probe(super::healthz()).await;
        let took = started.elapsed();
        match answer {
            Ok(answer) => {
                let (head, body) = answer.into_parts();
                let health = response::read(Operation::GetHealthz, &head, &body);
                let known = || Known::of_answer(Sent::nothing(), head.status, &head.headers, &body);
                Self {
                    known: health.is_err().then(known).flatten(),
                    headers: head.headers,
                    health,
                    took,
                }
            }
            Err(broken) => Self {
                headers: broken.headers,
                health: Err(broken.error),
                known: broken.known,
                took,
            },
        }
    }
}

/// Judges the answer; also tells what KFP said of itself.
pub(super) fn check(probe: &Probe, kfp_url: &str) -> (Finding, Option<KfpServer>) {
    let finding = Finding::works(FindingCode::KfpOk)
        .at(Place::of_address(kfp_url))
        .saw(Label::Request, Value::Healthz)
        .saw(Label::Address, kfp_url)
        .took(probe.took);
    match &probe.health {
        Ok(health) => {
            let server = KfpServer {
                version: health.tag.clone().filter(|tag| tag != "unknown"),
                commit: health.commit.clone().filter(|commit| commit != "unknown"),
                multi_user: health.multi_user.unwrap_or(false),
            };
            let finding = finding.answered(StatusCode::OK, "");
            (judge(finding, health, &server), Some(server))
        }
        Err(error) => {
            let finding = failed(finding, error).known_as(probe.known.as_ref());
            (finding.is(Reason::of(error, kfp_url)), None)
        }
    }
}

/// What is seen of an error: the status of the answer, where one came. The client's own words say no more than the
/// reason does, and in one language only.
fn failed(finding: Finding, error: &Error) -> Finding {
    let words = if error.is_denied_by_mesh() {
        RBAC_DENIED
    } else {
        ""
    };
    match error.status() {
        Some(status) => finding.answered(status, words),
        None => finding.saw(Label::Answer, Value::Nothing),
    }
}

/// How Envoy words a refusal by a policy.
const RBAC_DENIED: &str = "RBAC: access denied";

/// The policy before KFP lets its health be asked and stops a call that says who calls.
pub(super) fn stopped_by_mesh(
    finding: Finding,
    identity: UpstreamIdentity,
    refusal: &Failure,
    kfp_url: &str,
) -> Finding {
    let who = match identity {
        UpstreamIdentity::UserHeader => Stranger::DeniesUserHeader,
        UpstreamIdentity::ServiceAccount => Stranger::DeniesToken,
    };
    let address = kfp_url.to_owned();
    finding
        .saw(Label::Request, Value::OneExperiment)
        .answered(StatusCode::FORBIDDEN, RBAC_DENIED)
        .known_as(refusal.known.as_ref())
        .is(Reason::Stranger { who, address })
}

fn judge(finding: Finding, health: &Healthz, server: &KfpServer) -> Finding {
    let version = server.version.as_deref();
    let multi_user = if server.multi_user {
        Value::Yes
    } else {
        Value::No
    };
    let finding = finding
        .saw(Label::Version, version.map_or(Value::NotTold, Value::from))
        .saw(Label::MultiUser, multi_user);
    if health.api_server_ready == Some(false) {
        return finding.is(Reason::Kfp(KfpFault::ApiServerNotReady));
    }
    if !server.multi_user {
        return finding.is(Reason::Kfp(KfpFault::SingleUser));
    }
    finding
}
