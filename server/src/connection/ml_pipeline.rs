//! The hop of the KFP API server: its health, asked with nothing attached.

use std::time::{Duration, Instant};

use console_api::{Hop, KfpServer, Verdict};
use http::HeaderMap;
use kfp_core::error::Error;
use kfp_core::model::Healthz;
use kfp_core::operation::Operation;
use kfp_core::response;

use super::authorization;
use super::finding::Finding;
use crate::config::UpstreamIdentity;
use crate::problem::Failure;
use crate::upstream::Kfp;

/// One question to KFP's health and whatever came back.
#[derive(Debug)]
pub(super) struct Probe {
    /// The headers of an answer that KFP wrote.
    pub(super) headers: HeaderMap,
    /// What the answer was, once read.
    pub(super) health: Result<Healthz, Error>,
    /// How long it took.
    pub(super) took: Duration,
}

impl Probe {
    /// Asks.
    pub(super) async fn make(kfp: &Kfp) -> Self {
        let started = Instant::now();
        let answer = kfp.exchange(super::healthz()).await;
        let took = started.elapsed();
        match answer {
            Ok(answer) => {
                let (head, body) = answer.into_parts();
                let health = response::read(Operation::GetHealthz, &head, &body);
                Self {
                    headers: head.headers,
                    health,
                    took,
                }
            }
            Err(error) => Self {
                headers: HeaderMap::new(),
                health: Err(error),
                took,
            },
        }
    }
}

/// Judges the answer; also tells what KFP said of itself.
pub(super) fn check(probe: &Probe, kfp_url: &str) -> (Finding, Option<KfpServer>) {
    let finding = Finding::works(Hop::MlPipeline, "kfp.ok")
        .saw(
            "Request",
            "GET /apis/v2beta1/healthz, with nothing attached",
        )
        .saw("Address", kfp_url)
        .took(probe.took);
    match &probe.health {
        Ok(health) => {
            let finding = finding.saw("Answer", "200");
            let server = KfpServer {
                version: health.tag.clone().filter(|tag| tag != "unknown"),
                commit: health.commit.clone().filter(|commit| commit != "unknown"),
                multi_user: health.multi_user.unwrap_or(false),
            };
            (judge(finding, health, &server), Some(server))
        }
        Err(error) => {
            let status = error
                .status()
                .map_or_else(|| "none".to_owned(), |status| status.as_u16().to_string());
            let finding = finding.saw("Answer", status);
            let failure = Failure::of_kfp(error).into_facts();
            let hint = failure
                .hint
                .or_else(|| error.hint().map(|hint| hint.to_string()));
            (
                finding.is(Verdict::Fails, error.code(), failure.detail, hint),
                None,
            )
        }
    }
}

/// The policy before KFP lets its health be asked and stops a call that says who calls.
pub(super) fn stopped_by_mesh(finding: Finding, identity: UpstreamIdentity) -> Finding {
    let (cause, hint) = match identity {
        UpstreamIdentity::UserHeader => (
            "A policy of the mesh lets KFP's health be asked and refuses the same caller once it sends the user header: the console's account may not speak for users.",
            "Start the console with --upstream-identity=service-account, which sends its own token and no user header; else let an operator admit the console's principal in an AuthorizationPolicy for ml-pipeline.",
        ),
        UpstreamIdentity::ServiceAccount => (
            "A policy of the mesh lets KFP's health be asked and refuses the call that carries the console's token.",
            "Let an operator add an AuthorizationPolicy for ml-pipeline that admits the console's principal, only without the user header.",
        ),
    };
    finding
        .saw("Request", authorization::REQUEST)
        .saw("Answer", "403 RBAC: access denied")
        .is(
            Verdict::Fails,
            "mesh.rbac_denied",
            cause,
            Some(hint.to_owned()),
        )
}

fn judge(finding: Finding, health: &Healthz, server: &KfpServer) -> Finding {
    let finding = finding
        .saw("Version", server.version.as_deref().unwrap_or("not told"))
        .saw("Multi-user", if server.multi_user { "yes" } else { "no" });
    if health.api_server_ready == Some(false) {
        return finding.is(
            Verdict::Fails,
            "kfp.api_server_not_ready",
            "The KFP user interface answered in place of the API server and says that the API server is not ready.",
            Some("Wait until ml-pipeline is ready, and let --kfp-url name it directly.".to_owned()),
        );
    }
    if !server.multi_user {
        return finding.is(
            Verdict::Warning,
            "kfp.single_user",
            "KFP runs in single-user mode: it knows no namespaces and lets everybody do everything.",
            Some("Run KFP with MULTIUSER=true behind this console.".to_owned()),
        );
    }
    finding
}
