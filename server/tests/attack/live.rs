//! What a tenant tries on the websocket of a page, at the feed and at the index of runs.

use std::collections::HashSet;

use kfp_console::config::Defence;
use serde_json::{Value, json};

use crate::of_mallory;
use crate::support::{GATEWAY, Policy, ScriptedKfp, Socket, TestApp, open};

const MALLORY: &str = "mallory@example.com";
const VICTIM: &str = "victim@example.com";
/// Ways to a list of another tenant on a websocket.
pub(crate) const TOPICS: [&str; 5] = [
    "watch the runs of another namespace",
    "watch the experiments of another namespace",
    "watch the recurring runs of another namespace",
    "watch the pipelines of another namespace",
    "go on after a position in another namespace",
];
/// And by plain requests.
pub(crate) const READS: [&str; 9] = [
    "/api/feed?kind=runs&namespace=team-b",
    "/api/feed?kind=experiments&namespace=team-b",
    "/api/feed?kind=recurring_runs&namespace=team-b",
    "/api/feed?kind=pipelines&namespace=team-b",
    "/api/overview?namespace=team-b",
    "/api/history?namespace=team-b&kind=pipelines&ids=p-b",
    "/api/search?namespace=team-b&name=",
    "/api/search?namespace=team-b&pipeline=p-b",
    "/api/grid?namespace=team-b&pipeline=p-b",
];
/// What a page of another origin says of itself when it opens a websocket.
pub(crate) const PAGES: [(&str, &str); 5] = [
    ("origin", "http://evil.example.com"),
    ("origin", "null"),
    ("origin", "http://localhost:1"),
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-site", "same-site"),
];
/// What is more than a page says.
pub(crate) const TOO_MUCH: [&str; 3] = [
    "a message of 5,000 bytes",
    "a hundred messages at once",
    "a seventeenth list",
];
/// What is no message.
pub(crate) const ODD: [&str; 6] = [
    "",
    "{",
    "[]",
    r#"{"subscribe":{}}"#,
    r#"{"subscribe":{"topic":{"kind":"secrets","namespace":"team-a"}}}"#,
    r#"{"resume":{"topic":{"kind":"runs","namespace":"team-a"},"position":{"epoch":"","sequence":-1}}}"#,
];

/// A console before a KFP in which everybody has one of everything.
async fn console(policy: Policy, flags: &[&str]) -> TestApp {
    let app = TestApp::with(policy, flags).await;
    fill(&app);
    app
}

fn fill(app: &TestApp) {
    app.kfp.follow(|call| {
        let path = call.path_and_query.split('?').next().unwrap_or_default();
        let name = path.rsplit('/').next().unwrap_or_default();
        let one = json!({"run_id": "r-b", "experiment_id": "e-b", "recurring_run_id": "j-b", "pipeline_id": "p-b",
            "display_name": "of team-b", "state": "SUCCEEDED", "created_at": "2026-11-25T10:00:00Z",
            "pipeline_version_reference": {"pipeline_id": "p-b"}});
        let name = if name == "recurringruns" { "recurringRuns" } else { name };
        (200, "application/json", json!({name: [one], "total_size": 1}).to_string().into())
    });
}

async fn without(defence: Defence) -> TestApp {
    let kfp = ScriptedKfp::start().await;
    let address = kfp.address;
    let app = TestApp::made(kfp, address, Policy::AllowAll, &[], Some(defence)).await;
    fill(&app);
    app
}

async fn opened(app: &TestApp) -> Socket {
    let socket = handshake(app, &[]).await;
    socket.expect("a websocket")
}

async fn handshake(app: &TestApp, more: &[(&str, &str)]) -> Result<Socket, u16> {
    let mut headers = vec![
        ("kubeflow-userid", MALLORY),
        ("x-forwarded-client-cert", GATEWAY),
    ];
    headers.extend(more);
    open(app.console.address(), &headers).await
}

/// What is said for each attempt of [`TOPICS`].
fn said(at: usize) -> Value {
    let kind = ["runs", "experiments", "recurring_runs", "pipelines", "runs"][at];
    let topic = json!({"kind": kind, "namespace": "team-b"});
    match at {
        4 => json!({"resume": {"topic": topic, "position": {"epoch": "0", "sequence": 0}}}),
        _ => json!({"subscribe": {"topic": topic}}),
    }
}

#[tokio::test]
async fn list_of_another_tenant_is_not_told() {
    let app = console(of_mallory(), &[]).await;
    let mut socket = opened(&app).await;
    for (at, name) in TOPICS.iter().enumerate() {
        socket.says(&said(at)).await;
        let refused = socket.hears_all().await;
        let problem = &refused["problem"];
        assert_eq!(
            problem["problem"]["code"], "access.denied",
            "{name}: {refused}"
        );
        assert_eq!(problem["topic"]["namespace"], "team-b", "{name}");
    }
    for path in READS {
        let answer = app.get(path).of_user(MALLORY).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{path}"
        );
    }
    assert!(app.kfp.lines().is_empty(), "KFP was asked");

    let open_to_all = console(Policy::AllowAll, &[]).await;
    for (at, name) in TOPICS.iter().enumerate() {
        let mut socket = opened(&open_to_all).await;
        socket.says(&said(at)).await;
        let mut told = socket.hears().await;
        if told.get("gap").is_some() {
            told = socket.hears().await;
        }
        let object = &told["snapshot"]["objects"][0];
        assert_eq!(object["display_name"], "of team-b", "{name}: {told}");
    }
    for path in READS {
        let answer = open_to_all.get(path).of_user(MALLORY).send().await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.text().contains("-b"), "{path}: {}", answer.text());
    }
}

#[tokio::test]
async fn what_others_have_had_read_is_told_to_nobody_who_may_not() {
    // The runs of team-b are in the feed and in the index, read for their owner.
    let app = console(of_mallory(), &["--review-cache=0s"]).await;
    app.kubernetes.decide_by(Policy::AllowAll);
    let owner = app.get(READS[4]).of_user(VICTIM).send().await;
    assert_eq!(owner.json()["extent"]["read"], 1);
    app.kubernetes.decide_by(of_mallory());
    for path in READS {
        let answer = app.get(path).of_user(MALLORY).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{path}"
        );
        assert!(!answer.text().contains("r-b"), "{path}");
    }
    let own = app
        .get("/api/overview?namespace=team-a")
        .of_user(MALLORY)
        .send()
        .await;
    assert_eq!(own.status, 200);
    let pipelines = own.json()["pipelines"].as_array().map(Vec::len);
    assert_eq!(
        pipelines,
        Some(1),
        "of one's own, out of what KFP says of team-a"
    );
}

#[tokio::test]
async fn page_of_another_origin_gets_no_websocket() {
    let app = console(Policy::AllowAll, &[]).await;
    let open_to_all = without(Defence::Origin).await;
    for page in PAGES {
        let refused = handshake(&app, &[page]).await.map(drop);
        assert_eq!(refused, Err(403), "{page:?}");
        let mut socket = handshake(&open_to_all, &[page]).await.expect("a websocket");
        socket.subscribes("runs", "team-b").await;
        let told = socket.hears().await;
        assert_eq!(told["snapshot"]["objects"][0]["run_id"], "r-b", "{page:?}");
    }
    assert!(app.kfp.lines().is_empty() && app.kubernetes.questions().is_empty());
}

#[tokio::test]
async fn handshake_of_two_people_or_of_a_pod_is_nobodys() {
    let app = console(Policy::AllowAll, &[]).await;
    let refused = handshake(&app, &[("kubeflow-userid", VICTIM)])
        .await
        .map(drop);
    assert_eq!(refused, Err(401), "two names");
    handshake(&app, &[]).await.expect("one name");
    let pod = [("kubeflow-userid", VICTIM)];
    let refused = open(app.console.address(), &pod).await.map(drop);
    assert_eq!(refused, Err(401), "a pod");
    let trusting = console(Policy::AllowAll, &["--peer-verification=off"]).await;
    open(trusting.console.address(), &pod)
        .await
        .expect("a websocket");
}

#[tokio::test]
async fn right_that_was_taken_away_ends_what_is_watched() {
    for (review, is_told) in [("--live-review=1s", false), ("--live-review=1h", true)] {
        let app = console(Policy::AllowAll, &[review, "--review-cache=0s"]).await;
        let mut socket = opened(&app).await;
        socket.subscribes("runs", "team-b").await;
        assert!(socket.hears().await.get("snapshot").is_some());
        app.kubernetes.decide_by(Policy::Only(HashSet::from([
            "archive runs team-b".to_owned()
        ])));
        if is_told {
            // Kept to the end of the websocket, the same right would still show every change.
            change(&app).await;
            let told = socket.hears().await;
            assert_eq!(told["diff"]["changed"][0]["state"], "FAILED", "{told}");
        } else {
            let told = socket.hears().await;
            assert_eq!(
                told["problem"]["problem"]["code"], "access.denied",
                "{told}"
            );
            change(&app).await;
            // The next thing it hears is the answer to its own question.
            socket.sends("{}").await;
            assert_eq!(
                socket.hears().await["problem"]["problem"]["code"],
                "request.invalid"
            );
        }
    }
}

/// The run of team-b is another one now, and the feed reads it.
async fn change(app: &TestApp) {
    app.kfp.follow(|call| {
        let path = call.path_and_query.split('?').next().unwrap_or_default();
        let run = json!({"run_id": "r-b", "experiment_id": "e-b", "display_name": "of team-b", "state": "FAILED",
            "created_at": "2026-11-25T10:00:00Z"});
        let body = match path {
            "/apis/v2beta1/runs" => json!({"runs": [run], "total_size": 1}),
            "/apis/v2beta1/experiments/e-b" => json!({"experiment_id": "e-b", "namespace": "team-b"}),
            _ => run,
        };
        (200, "application/json", body.to_string().into())
    });
    let archived = app
        .post("/apis/v2beta1/runs/r-b:archive", "{}")
        .send()
        .await;
    assert_eq!(archived.status, 200, "{}", archived.text());
}

#[tokio::test]
async fn what_is_more_than_a_page_says_ends_or_is_refused() {
    let app = console(Policy::AllowAll, &[]).await;
    let boundless = without(Defence::SocketLimits).await;
    for name in TOO_MUCH {
        let ended = too_much(&app, name).await;
        let told = too_much(&boundless, name).await;
        if name == "a seventeenth list" {
            let code = &ended["problem"]["problem"]["code"];
            assert_eq!(code, "console.overloaded", "{name}");
            assert!(told.get("snapshot").is_some(), "{name}: {told}");
        } else {
            let is_ended = ended.get("closed").is_some() || ended["bye"]["reason"] == "flood";
            assert!(is_ended, "{name}: {ended}");
            let code = &told["problem"]["problem"]["code"];
            assert_eq!(code, "request.invalid", "{name}: {told}");
        }
    }
    let text = app.ops("/metrics").send().await.text();
    assert!(
        text.contains("kfp_console_live_sockets_ended_total"),
        "{text}"
    );
}

/// What is heard in the end.
async fn too_much(app: &TestApp, name: &str) -> Value {
    let mut socket = opened(app).await;
    match name {
        "a message of 5,000 bytes" => {
            socket.sends(&"x".repeat(5_000)).await;
            socket.hears().await
        }
        "a hundred messages at once" => {
            for _ in 0..100 {
                socket.sends("x").await;
            }
            let mut heard = Value::Null;
            for _ in 0..100 {
                heard = socket.hears().await;
                if heard.get("problem").is_none() {
                    break;
                }
            }
            heard
        }
        _ => {
            let mut heard = Value::Null;
            for at in 0..17 {
                socket.subscribes("runs", &format!("team-{at}")).await;
                heard = socket.hears().await;
            }
            heard
        }
    }
}

#[tokio::test]
async fn what_is_no_message_is_said_to_be_none_and_nothing_else_happens() {
    let app = console(of_mallory(), &[]).await;
    let mut socket = opened(&app).await;
    for text in ODD {
        socket.sends(text).await;
        let told = socket.hears_all().await;
        assert_eq!(
            told["problem"]["problem"]["code"], "request.invalid",
            "{text}"
        );
    }
    assert!(app.kfp.lines().is_empty());
    // What is one is served on the same websocket.
    socket.subscribes("runs", "team-a").await;
    assert!(socket.hears().await.get("snapshot").is_some());
}
