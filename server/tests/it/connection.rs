//! The connection report: what it says of each way in which a hop can fail.

use std::collections::HashSet;

use futures::future::join_all;
use serde_json::Value;

use crate::support::{Policy, RawServer, TestApp, mint};

const PATH: &str = "/api/connection?namespace=team-a";
/// However long a test takes, what was found is found again.
const KEPT: &str = "--report-cache=1h";

/// The verdict and code of each hop, in the order of the way.
async fn hops(app: &TestApp) -> Vec<(String, String, String)> {
    let report = app.get(PATH).send().await.json();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    report["hops"]
        .as_array()
        .expect("hops")
        .iter()
        .map(|hop| (text(&hop["hop"]), text(&hop["verdict"]), text(&hop["code"])))
        .collect()
}

fn expect(hops: &[(String, String, String)], at: usize, verdict: &str, code: &str) {
    assert_eq!(
        (hops[at].1.as_str(), hops[at].2.as_str()),
        (verdict, code),
        "{hops:?}"
    );
}

#[tokio::test]
async fn all_is_well() {
    let app = TestApp::start(Policy::AllowAll).await;
    let report = app.get(PATH).send().await.json();
    assert_eq!(report["user"], "a@example.com");
    assert_eq!(report["namespace"], "team-a");
    assert_eq!(report["kfp"]["version"], "2.17.0");
    assert_eq!(report["kfp"]["multi_user"], true);
    let found = hops(&app).await;
    let names: Vec<_> = found.iter().map(|hop| hop.0.as_str()).collect();
    assert_eq!(
        names,
        ["console", "sidecar", "ml-pipeline", "kfp-authorization"]
    );
    assert!(found.iter().all(|hop| hop.1 == "works"), "{found:?}");
    let lines = app.kfp.lines();
    assert_eq!(
        lines,
        [
            "GET /apis/v2beta1/healthz",
            "GET /apis/v2beta1/experiments?page_size=1&namespace=team-a"
        ]
    );
    let healthz = &app.kfp.calls()[0];
    assert!(
        !healthz.headers.contains_key("authorization")
            && !healthz.headers.contains_key("kubeflow-userid")
    );
}

#[tokio::test]
async fn report_is_written_in_the_language_that_is_asked_for_and_says_the_same() {
    let app = TestApp::with(Policy::DenyAll, &[KEPT]).await;
    app.kfp.named("istio-envoy");
    let english = app.get(PATH).send().await.json();
    let korean = app.get(&format!("{PATH}&lang=ko-KR")).send().await.json();
    assert_eq!(app.kfp.lines().len(), 1, "asked once for both languages");
    let tags = (&english["language"], &korean["language"]);
    assert_eq!(tags, (&"en".into(), &"ko".into()));
    let is_korean = |value: &Value| {
        let text = value.as_str().expect("a text");
        text.chars().any(|c| ('가'..='힣').contains(&c))
    };
    let hops = |report: &Value| report["hops"].as_array().expect("hops").clone();
    for (english, korean) in hops(&english).iter().zip(&hops(&korean)) {
        for same in ["hop", "verdict", "code", "status", "duration_ms"] {
            assert_eq!(english[same], korean[same]);
        }
        let evidence = |hop: &Value| hop["evidence"].as_array().expect("evidence").clone();
        for (english, korean) in evidence(english).iter().zip(&evidence(korean)) {
            assert_eq!(english["kind"], korean["kind"]);
            assert!(is_korean(&korean["label"]) && !is_korean(&english["label"]));
        }
        if english["verdict"] != "works" {
            assert!(is_korean(&korean["cause"]) && !is_korean(&english["cause"]));
        }
    }
    let unknown = app.get(&format!("{PATH}&lang=tlh")).send().await.json();
    assert_eq!(unknown["language"], "en");
}

#[tokio::test]
async fn hops_have_a_place_and_a_failing_one_the_status_of_the_answer() {
    let app = TestApp::start(Policy::AllowAll).await;
    app.kfp.follow(|call| match call.path_and_query.as_str() {
        "/apis/v2beta1/healthz" => (200, "application/json", r#"{"multi_user":true}"#.into()),
        _ => (
            403,
            "application/json",
            r#"{"code":7,"message":"no","details":[]}"#.into(),
        ),
    });
    let report = app.get(PATH).send().await.json();
    let places: Vec<_> = (0..4)
        .map(|at| report["hops"][at]["place"].as_str().unwrap_or_default())
        .collect();
    let port = app.kfp.address.port();
    assert_eq!(
        places,
        [
            &format!("kfp-console {}", kfp_console::VERSION),
            "mutual TLS on",
            &format!("127.0.0.1:{port}"),
            "SubjectAccessReview",
        ]
    );
    assert_eq!(report["hops"][2]["status"], Value::Null);
    assert_eq!(report["hops"][3]["status"], 403);
}

/// The number of the failure known from the field that a hop of a report is said to be.
fn known(report: &serde_json::Value, at: usize) -> Option<&str> {
    let evidence = report["hops"][at]["evidence"].as_array()?;
    let known = evidence
        .iter()
        .find(|seen| seen["kind"] == "known_failure")?;
    known["value"].as_str()
}

#[tokio::test]
async fn token_is_described_and_never_shown() {
    let app = TestApp::start(Policy::AllowAll).await;
    let token = mint("https://kubernetes.default.svc", 600, "very-secret");
    std::fs::write(app.folder.path().join("token"), &token).expect("written");
    let answer = app.get(PATH).send().await;
    assert!(!answer.text().contains("very-secret"));
    for part in token.split('.') {
        assert!(!answer.text().contains(part));
    }
    expect(&hops(&app).await, 0, "fails", "console.token_audience");
    assert_eq!(known(&answer.json(), 0), Some("D50"));
}

#[tokio::test]
async fn refusals_and_failures_are_told_apart() {
    let app = TestApp::with(Policy::DenyAll, &[]).await;
    let found = hops(&app).await;
    expect(&found, 3, "fails", "access.denied");
    // A report is no way around a refusal.
    assert_eq!(app.kfp.lines(), ["GET /apis/v2beta1/healthz"]);

    let app = TestApp::with(Policy::Broken, &[]).await;
    expect(&hops(&app).await, 3, "fails", "access.review_unavailable");

    let app = TestApp::start(Policy::AllowAll).await;
    app.kfp.follow(|call| match call.path_and_query.as_str() {
        "/apis/v2beta1/healthz" => (200, "application/json", r#"{"multi_user":true}"#.into()),
        _ => (
            403,
            "application/json",
            r#"{"code":7,"message":"no","details":[]}"#.into(),
        ),
    });
    expect(&hops(&app).await, 3, "fails", "kfp.console_forbidden");
}

#[tokio::test]
async fn answers_of_others_are_named() {
    for (status, body, code, number) in [
        (
            200,
            "<!doctype html><title>Kubeflow Central Dashboard</title>",
            "gateway.wrong_application",
            Some("D41"),
        ),
        (
            503,
            "no healthy upstream",
            "mesh.no_healthy_upstream",
            Some("D36"),
        ),
        (
            401,
            "Jwt issuer is not configured",
            "mesh.token_refused",
            Some("D15"),
        ),
        // Two that look the same without anything attached.
        (
            403,
            "RBAC: access denied",
            "mesh.rbac_denied",
            Some("D05, D08"),
        ),
    ] {
        let app = TestApp::start(Policy::AllowAll).await;
        app.kfp.follow(move |_| (status, "text/plain", body.into()));
        let found = hops(&app).await;
        expect(&found, 2, "fails", code);
        expect(&found, 3, "not-reached", "authorization.not_reached");
        let report = app.get(PATH).send().await.json();
        assert_eq!(known(&report, 2), number, "{body}");
    }
}

#[tokio::test]
async fn call_that_the_mesh_stops_is_a_fault_of_the_hop_before_kfp() {
    for (identity, number) in [("user-header", "D01"), ("service-account", "D11")] {
        let flag = format!("--upstream-identity={identity}");
        let app = TestApp::with(Policy::AllowAll, &[&flag]).await;
        app.kfp.follow(|call| match call.path_and_query.as_str() {
            "/apis/v2beta1/healthz" => (200, "application/json", r#"{"multi_user":true}"#.into()),
            _ => (403, "text/plain", "RBAC: access denied".into()),
        });
        let report = app.get(PATH).send().await.json();
        let evidence = report["hops"][2]["evidence"].to_string();
        assert!(evidence.contains("403 RBAC: access denied"), "{evidence}");
        assert_eq!(known(&report, 2), Some(number), "{identity}");
        let found = hops(&app).await;
        expect(&found, 2, "fails", "mesh.rbac_denied");
        expect(&found, 3, "not-reached", "authorization.not_reached");
    }
}

#[tokio::test]
async fn kfp_that_is_not_there_leaves_the_sidecar_open() {
    let app = TestApp::calling(RawServer::Reset.start().await, &[]).await;
    let found = hops(&app).await;
    expect(&found, 1, "not-checked", "sidecar.not_seen");
    assert_eq!(found[2].1, "fails", "{found:?}");
}

#[tokio::test]
async fn answer_with_the_far_sides_name_alone_shows_that_there_is_no_sidecar() {
    let app = TestApp::start(Policy::AllowAll).await;
    app.kfp.named("istio-envoy");
    expect(&hops(&app).await, 1, "warning", "sidecar.missing");
    let sidecar = &app.get(PATH).send().await.json()["hops"][1];
    assert!(sidecar["cause"].is_string() && sidecar["hint"].is_string());
}

#[tokio::test]
async fn single_user_kfp_is_a_warning() {
    let app = TestApp::start(Policy::AllowAll).await;
    app.kfp.follow(|_| {
        (
            200,
            "application/json",
            r#"{"multi_user":false,"tag_name":"2.17.0"}"#.into(),
        )
    });
    expect(&hops(&app).await, 2, "warning", "kfp.single_user");
}

#[tokio::test]
async fn operator_who_turned_verification_off_is_reminded() {
    let app = TestApp::with(Policy::AllowAll, &["--peer-verification=off"]).await;
    expect(&hops(&app).await, 0, "warning", "console.peer_not_verified");
    assert_eq!(
        app.get("/api/session").send().await.json()["connection"]["peer_verified"],
        false
    );
}

#[tokio::test]
async fn report_without_a_namespace_checks_what_it_can() {
    let app = TestApp::start(Policy::Only(HashSet::new())).await;
    let report = app.get("/api/connection").send().await.json();
    assert_eq!(report["hops"][3]["verdict"], "not-checked");
    assert!(app.kubernetes.questions().is_empty());
    let answer = app.get("/api/connection?namespace=Not%20One").send().await;
    assert_eq!(answer.problem(), (400, "request.invalid".to_owned()));
}

#[tokio::test]
async fn reports_that_are_asked_for_together_are_one() {
    let app = TestApp::start(Policy::AllowAll).await;
    let answers = join_all((0..10).map(|_| app.get(PATH).send())).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(app.kfp.lines().len(), 2);
}

#[tokio::test]
async fn health_of_kfp_is_asked_once_for_everybody() {
    let app = TestApp::with(Policy::DenyAll, &[KEPT]).await;
    let users = ["a@example.com", "b@example.com", "c@example.com"];
    join_all(users.map(|user| app.get(PATH).of_user(user).send())).await;
    assert_eq!(app.kfp.lines(), ["GET /apis/v2beta1/healthz"]);
    assert_eq!(app.kubernetes.questions().len(), 3);
}
