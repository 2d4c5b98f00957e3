//! The walk over all rows.

use std::time::Duration;

use kfp_sandbox::{Clock, LoginEra, Play, SandboxConfig, TokenRequest, diagnoses};

use super::probe::{Probe, Whom, get as probe_of};
use super::rows::probe;
use crate::browser::{Broken, Reply, get, sign_in, try_send};
use crate::rig::{HOST, Rig};

/// A sandbox, and what stands for the placeholders of its probes.
struct Walk {
    rig: Rig,
    values: Vec<(&'static str, String)>,
}

impl Walk {
    async fn start(era: LoginEra) -> Self {
        let clock = Clock::system();
        let mut config = SandboxConfig::default();
        config.login = era;
        config.clock = clock.clone();
        let rig = Rig::start_with(config).await;
        let account = TokenRequest::for_pipelines("team-vision", "default-viewer");
        let over = TokenRequest {
            expires_in: Duration::ZERO,
            ..account.clone()
        };
        let over = format!("Bearer {}", rig.sandbox.mint_token(&over));
        clock.advance(Duration::from_mins(2));
        let session = sign_in(rig.gateway(), "viewer@example.com").await.header();
        let newcomer = sign_in(rig.gateway(), "newcomer@example.com")
            .await
            .header();
        let asked = get(rig.gateway(), "/oauth2/auth", &[("Cookie", &session)]).await;
        let bearer = asked.header("authorization").to_owned();
        let (start, signature) = bearer.rsplit_once('.').unwrap_or_default();
        let changed: String = signature.chars().rev().collect();
        let token = |request: &TokenRequest| format!("Bearer {}", rig.sandbox.mint_token(request));
        let of_api_server = TokenRequest {
            audiences: Vec::new(),
            ..account.clone()
        };
        let values = vec![
            ("{session}", session),
            ("{newcomer}", newcomer),
            ("{changed}", format!("{start}.{changed}")),
            ("{dex}", bearer.clone()),
            ("{account}", token(&account)),
            ("{of-api-server}", token(&of_api_server)),
            ("{over}", over),
            (
                "{admin}",
                token(&TokenRequest {
                    audiences: Vec::new(),
                    ..TokenRequest::for_pipelines("kube-system", "sandbox-admin")
                }),
            ),
            ("{large}", format!("a={}", "x".repeat(62 * 1024))),
        ];
        let walk = Self { rig, values };
        walk.make_what_refuses_pods().await;
        walk
    }

    /// A namespace that demands careful pods, and defaults that disagree.
    async fn make_what_refuses_pods(&self) {
        let defaults = "/apis/kubeflow.org/v1alpha1/namespaces/team-audio/poddefaults";
        for (path, body) in [
            (
                "/api/v1/namespaces",
                r#"{"metadata": {"name": "strict", "labels": {"pod-security.kubernetes.io/enforce": "restricted"}}}"#,
            ),
            (
                defaults,
                r#"{"metadata": {"name": "one"}, "spec": {"selector": {}, "env": [{"name": "E", "value": "1"}]}}"#,
            ),
            (
                defaults,
                r#"{"metadata": {"name": "two"}, "spec": {"selector": {}, "env": [{"name": "E", "value": "2"}]}}"#,
            ),
        ] {
            let probe = probe_of(Whom::Kubernetes, path)
                .sending(body)
                .with("Authorization", "{admin}");
            assert_eq!(self.ask(&probe).await.unwrap().status, 201, "{path}");
        }
    }

    async fn ask(&self, probe: &Probe) -> Result<Reply, Broken> {
        let addresses = self.rig.sandbox.addresses();
        let to = match probe.whom {
            Whom::Gateway => addresses.gateway,
            Whom::Mesh => addresses.ml_pipeline,
            Whom::Kfp => addresses.kfp,
            Whom::Kubernetes => addresses.kubernetes,
        };
        let mut headers = vec![("Host".to_owned(), probe.host.unwrap_or(HOST).to_owned())];
        for (name, value) in &probe.headers {
            let value = self
                .values
                .iter()
                .fold(value.clone(), |value, (name, with)| {
                    value.replace(name, with)
                });
            headers.push(((*name).to_owned(), value));
        }
        try_send(to, probe.method, probe.path, &headers, probe.body.into()).await
    }
}

#[tokio::test]
async fn every_row_comes_out_over_http() {
    let old = Walk::start(LoginEra::Authservice).await;
    let new = Walk::start(LoginEra::Oauth2Proxy).await;
    let mut wrong = Vec::new();
    for row in diagnoses() {
        let Some(probe) = probe(row.id) else {
            let why = matches!(row.play, Play::NoServer(why) if !why.is_empty());
            assert!(
                why || row.id == "D29",
                "{} has neither a probe nor a reason",
                row.id
            );
            continue;
        };
        let walk = match probe.era {
            LoginEra::Authservice => &old,
            LoginEra::Oauth2Proxy => &new,
        };
        let faults = walk.rig.sandbox.faults();
        faults.clear();
        if matches!(row.play, Play::Switch(_) | Play::Fault(_)) {
            let answer = walk.ask(&probe).await;
            if probe.is_met_by(&answer) {
                wrong.push(format!("{}: comes without being played", row.id));
            }
        }
        faults.play(row.id).unwrap();
        let answer = walk.ask(&probe).await;
        if !probe.is_met_by(&answer) {
            wrong.push(format!("{}: {}\n{probe:?}\n{answer:?}", row.id, row.sign));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(new.rig.sandbox.faults().play("D72").is_err());
}

#[tokio::test]
async fn d29_a_session_ends_after_exactly_a_day() {
    let clock = Clock::system();
    let mut config = SandboxConfig::default();
    config.seed = false;
    config.clock = clock.clone();
    let rig = Rig::start_with(config).await;
    let session = sign_in(rig.gateway(), "viewer@example.com").await.header();
    let status = async || {
        get(rig.gateway(), "/kfp-console/api/x", &[("Cookie", &session)])
            .await
            .status
            .as_u16()
    };
    clock.advance(Duration::from_secs(24 * 3600 - 30));
    assert_eq!(status().await, 200);
    clock.advance(Duration::from_secs(31));
    assert_eq!(status().await, 401);
}
