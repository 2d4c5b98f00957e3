//! The walk along the way of a call, against the simulated Kubeflow.

use std::time::Duration;

use kfp_core::credentials::Credentials;
use kfp_core::diagnose::{Check, Examination, Report, Step, Vantage, Verdict};
use kfp_core::model::Namespace;
use kfp_core::transport::native::NativeTransport;
use kfp_core::{BaseUrl, Client};
use kfp_sandbox::{Clock, Sandbox, SandboxConfig, TokenRequest};

use crate::browser::sign_in;

const OWN: &str = "team-vision";

struct Rig {
    sandbox: Sandbox,
    clock: Clock,
}

impl Rig {
    async fn start() -> Self {
        let clock = Clock::system();
        let mut config = SandboxConfig::default();
        config.clock = clock.clone();
        let sandbox = Sandbox::start(config).await.unwrap();
        Self { sandbox, clock }
    }

    fn token(&self, change: impl FnOnce(&mut TokenRequest)) -> String {
        let mut request = TokenRequest::for_pipelines(OWN, "default-viewer");
        change(&mut request);
        self.sandbox.mint_token(&request)
    }

    /// As a pod with this token.
    async fn pod(&self, token: &str, namespace: &str) -> Report {
        let base: BaseUrl = format!("http://{}", self.sandbox.addresses().console_sidecar)
            .parse()
            .unwrap();
        let credentials = Credentials::bearer(base.origin().cloned().unwrap(), token).unwrap();
        let report = examined(base, credentials, namespace, Vantage::Pod).await;
        holds_no(&report, token);
        report
    }

    /// As a program outside with this cookie.
    async fn outside(&self, cookie: Option<&str>, namespace: &str) -> Report {
        let base: BaseUrl = format!("http://{}/pipeline", self.sandbox.addresses().gateway)
            .parse()
            .unwrap();
        let credentials = cookie.map_or_else(Credentials::none, |cookie| {
            Credentials::cookie(base.origin().cloned().unwrap(), cookie).unwrap()
        });
        let report = examined(base, credentials, namespace, Vantage::Program).await;
        holds_no(&report, cookie.unwrap_or("oauth2_proxy_kubeflow"));
        report
    }
}

async fn examined(
    base: BaseUrl,
    credentials: Credentials,
    namespace: &str,
    from: Vantage,
) -> Report {
    let client = Client::new(base, NativeTransport::new(), credentials);
    let namespace: Namespace = namespace.parse().unwrap();
    Examination::of(&client)
        .from(from)
        .namespace(&namespace)
        .run()
        .await
}

/// A report may be pasted into an issue.
fn holds_no(report: &Report, secret: &str) {
    let text = serde_json::to_string(report).unwrap();
    for part in secret
        .split(['.', '=', ';', ' '])
        .filter(|part| part.len() > 24)
    {
        assert!(!text.contains(part), "{text}");
    }
}

fn failure(report: &Report) -> (Step, Option<&str>) {
    let check: &Check = report
        .first_failure()
        .unwrap_or_else(|| panic!("{report:#?}"));
    (check.step, check.causes[0].id.as_deref())
}

fn step(report: &Report, step: Step) -> &Check {
    let found = report.checks.iter().find(|check| check.step == step);
    found.unwrap_or_else(|| panic!("no {step:?} in {report:#?}"))
}

#[tokio::test]
async fn a_pod_with_the_right_token_passes_every_step() {
    let rig = Rig::start().await;
    let report = rig.pod(&rig.token(|_| {}), OWN).await;
    assert!(report.is_healthy(), "{report:#?}");
    assert!(
        report
            .checks
            .iter()
            .all(|check| check.verdict == Verdict::Works),
        "{report:#?}"
    );
    assert_eq!(
        report
            .checks
            .iter()
            .filter(|check| check.step == Step::Rights)
            .count(),
        3
    );
    let evidence = &step(&report, Step::Credential).evidence[0];
    assert!(
        evidence.contains("system:serviceaccount:team-vision:default-viewer"),
        "{evidence}"
    );
}

#[tokio::test]
async fn each_mistake_of_a_pod_is_named_where_it_is_made() {
    let rig = Rig::start().await;
    let of_api_server = rig.token(|request| request.audiences.clear());
    let report = rig.pod(&of_api_server, OWN).await;
    assert_eq!(step(&report, Step::Credential).verdict, Verdict::Warning);
    assert_eq!(failure(&report), (Step::Identity, Some("D50")));

    let foreign = rig.pod(&rig.token(|_| {}), "kubeflow-jbpark8").await;
    assert_eq!(failure(&foreign), (Step::Identity, Some("D53")));

    let short = rig.token(|request| request.expires_in = Duration::ZERO);
    rig.clock.advance(Duration::from_mins(2));
    let report = rig.pod(&short, OWN).await;
    // The token's time is that of this machine, which the sandbox's clock has left behind.
    assert_eq!(failure(&report).1, Some("D51"), "{report:#?}");
}

#[tokio::test]
async fn a_token_that_has_ended_is_not_sent() {
    let rig = Rig::start().await;
    // A token of this form needs no signature to be seen to have ended.
    let ended = "eyJhbGciOiJub25lIn0.eyJhdWQiOiJwaXBlbGluZXMua3ViZWZsb3cub3JnIiwiZXhwIjoxLCJzdWIiOiJhIn0.c2ln";
    let report = rig.pod(ended, OWN).await;
    assert_eq!(failure(&report), (Step::Credential, Some("D51")));
    assert_eq!(report.checks.last().unwrap().step, Step::Credential);
}

/// The claims are anybody's text: a number at the edge, and words that would drive a terminal.
#[tokio::test]
async fn no_claim_of_a_token_can_do_harm() {
    let rig = Rig::start().await;
    // {"exp":-9223372036854775808,"sub":"a\u001b[31m","aud":[]}
    let odd =
        "e30.eyJleHAiOi05MjIzMzcyMDM2ODU0Nzc1ODA4LCJzdWIiOiJhXHUwMDFiWzMxbSIsImF1ZCI6W119.c2ln";
    let report = rig.pod(odd, OWN).await;
    let evidence = &step(&report, Step::Credential).evidence[0];
    assert!(!evidence.contains('\u{1b}'), "{evidence:?}");
    assert_eq!(failure(&report).0, Step::Credential);
}

#[tokio::test]
async fn a_pod_without_a_token_file_is_told_what_to_mount() {
    let rig = Rig::start().await;
    let base: BaseUrl = format!("http://{}", rig.sandbox.addresses().console_sidecar)
        .parse()
        .unwrap();
    let origin = base.origin().cloned().unwrap();
    let credentials = Credentials::token_file(origin, "/nowhere/token");
    let report = examined(base, credentials, OWN, Vantage::Pod).await;
    assert_eq!(failure(&report), (Step::Credential, Some("D52")));
    assert!(
        report.first_failure().unwrap().causes[0]
            .fix
            .contains("PodDefault")
    );
}

#[tokio::test]
async fn outside_a_session_is_wanted_and_its_end_is_told() {
    let rig = Rig::start().await;
    let cookie = sign_in(rig.sandbox.addresses().gateway, "viewer@example.com").await;
    let report = rig.outside(Some(&cookie), OWN).await;
    assert!(report.is_healthy(), "{report:#?}");
    assert!(step(&report, Step::Gateway).evidence[0].contains("wants a session"));

    let none = rig.outside(None, OWN).await;
    assert_eq!(step(&none, Step::Credential).verdict, Verdict::Warning);
    assert_eq!(failure(&none), (Step::Health, Some("D24")));

    rig.sandbox.expire_sessions();
    let over = rig.outside(Some(&cookie), OWN).await;
    assert_eq!(failure(&over), (Step::Health, Some("D24")));
    let other = over
        .first_failure()
        .unwrap()
        .causes
        .iter()
        .any(|cause| cause.id.as_deref() == Some("D29"));
    assert!(other, "that it may be the day is not ruled out");
}

#[tokio::test]
async fn where_nothing_listens_the_walk_ends_at_once() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let base: BaseUrl = format!("http://{free}").parse().unwrap();
    let report = examined(base, Credentials::none(), OWN, Vantage::Program).await;
    assert_eq!(report.checks.len(), 1);
    assert_eq!(failure(&report).0, Step::Connection);
}

#[tokio::test]
async fn without_a_namespace_no_identity_is_claimed() {
    let rig = Rig::start().await;
    let base: BaseUrl = format!("http://{}", rig.sandbox.addresses().console_sidecar)
        .parse()
        .unwrap();
    let client = Client::new(base, NativeTransport::new(), Credentials::none());
    let report = Examination::of(&client).from(Vantage::Pod).run().await;
    assert_eq!(step(&report, Step::Identity).verdict, Verdict::NotTried);
    assert_eq!(step(&report, Step::Health).verdict, Verdict::Works);
}
