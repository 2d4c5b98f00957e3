//! The feed for who cannot have a websocket, and what many viewers cost.

use futures::StreamExt as _;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use kfp_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};

use crate::support::{
    GATEWAY, Http, NAMESPACE, OWNER, Policy, TestApp, before_the_sandbox, open, text_of,
};

const RUNS: &str = "/api/feed?kind=runs&namespace=team-a";

#[tokio::test]
async fn it_says_what_a_websocket_would_say() {
    let app = TestApp::start(Policy::AllowAll).await;
    app.kfp.follow(|_| {
        let runs = json!({"runs": [{"run_id": "r-1", "state": "RUNNING"}], "total_size": 1});
        (200, "application/json", runs.to_string().into())
    });
    let answer = app.get(RUNS).send().await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["again_after_ms"], 2000, "something runs");
    let snapshot = &body["messages"][0]["snapshot"];
    assert_eq!(
        snapshot["objects"],
        json!([{"run_id": "r-1", "state": "RUNNING"}])
    );
    let epoch = snapshot["position"]["epoch"].as_str().expect("a text");
    let since = app
        .get(&format!("{RUNS}&epoch={epoch}&sequence=0"))
        .send()
        .await;
    let kinds = |body: Value| -> Vec<String> {
        let messages = body["messages"].as_array().expect("messages").clone();
        let names = messages.iter().map(|message| {
            let members = message.as_object().expect("a message");
            members.keys().next().expect("a name").clone()
        });
        // How the topic stands is told once the first reading has ended, which is more than one question.
        names.filter(|name| name != "state").collect()
    };
    assert!(kinds(since.json()).is_empty(), "nothing has changed");
    let elsewhere = app
        .get(&format!("{RUNS}&epoch=other&sequence=7"))
        .send()
        .await;
    assert_eq!(kinds(elsewhere.json()), ["gap", "snapshot"]);
}

#[tokio::test]
async fn where_nothing_runs_it_is_to_be_asked_more_seldom() {
    let app = TestApp::start(Policy::AllowAll).await;
    // The first reading is two questions, and the answer may come between them.
    while app.get(RUNS).send().await.json()["again_after_ms"] != 15_000 {}
    assert!(app.kfp.lines().len() >= 2);
}

#[tokio::test]
async fn how_many_runs_there_are_is_told_once_all_were_read() {
    let app = TestApp::start(Policy::AllowAll).await;
    app.kfp.follow(|_| {
        let made = "2026-11-25T10:00:00Z";
        let run = |id: &str, state: &str, storage: &str| {
            json!({"run_id": id, "state": state, "storage_state": storage, "created_at": made})
        };
        let runs = [
            run("r-1", "RUNNING", "AVAILABLE"),
            run("r-2", "FAILED", "ARCHIVED"),
        ];
        let runs = json!({"runs": runs, "total_size": 2});
        (200, "application/json", runs.to_string().into())
    });
    let counts = json!({"active": {"RUNNING": 1}, "archived": {"FAILED": 1}});
    loop {
        let answer = app.get(RUNS).send().await.json();
        let messages = answer["messages"].as_array().expect("messages");
        let state = messages.iter().find_map(|said| said.get("state"));
        if let Some(state) = state {
            assert_eq!(state["state"]["counts"], counts);
            break;
        }
    }
}

#[tokio::test]
async fn it_is_for_whom_may_list() {
    let app = TestApp::start(Policy::Only(["list jobs team-a".to_owned()].into())).await;
    let answer = |path: &'static str| async { app.get(path).send().await.problem() };
    let denied = (403, "access.denied".to_owned());
    let invalid = (400, "request.invalid".to_owned());
    assert_eq!(answer(RUNS).await, denied);
    for path in [
        "/api/feed?namespace=team-a",
        "/api/feed?kind=secrets&namespace=team-a",
        "/api/feed?kind=recurring_runs&namespace=team%2Fa",
        "/api/feed?kind=recurring_runs&namespace=team-a&epoch=x",
        "/api/feed?kind=recurring_runs&namespace=team-a&epoch=x&sequence=-1",
        "/api/feed?kind=recurring_runs&namespace=team-a&namespace=team-b",
    ] {
        assert_eq!(answer(path).await, invalid, "{path}");
    }
    assert_eq!(
        answer("/api/feed?kind=runs").await,
        (400, "access.namespace_required".to_owned())
    );
    assert!(app.kfp.lines().is_empty());
    let answer = app.get("/api/feed?kind=recurring_runs&namespace=team-a");
    assert_eq!(answer.send().await.status, 200);
    let lines = app.kfp.lines();
    assert!(
        lines[0].starts_with("GET /apis/v2beta1/recurringruns?namespace=team-a&"),
        "{lines:?}"
    );
}

#[tokio::test]
async fn an_outage_is_told_and_is_no_failure_of_the_feed() {
    let app = TestApp::with(Policy::AllowAll, &["--circuit-failures=0"]).await;
    app.kfp.follow(|_| {
        (
            500,
            "application/json",
            r#"{"code":13,"message":"x"}"#.into(),
        )
    });
    let answer = app.get(RUNS).send().await;
    assert_eq!(answer.status, 200);
    let state = &answer.json()["messages"][0]["state"]["state"];
    assert_eq!(state["problem"]["code"], "kfp.answer_not_understood");
    assert_eq!(state.get("read_at_ms"), None);
}

/// How often the simulated KFP was asked for a list of runs.
async fn lists_of_runs(client: &Http, sandbox: &Sandbox) -> u64 {
    let text = text_of(
        client,
        &format!("http://{}/metrics", sandbox.addresses().kfp),
        &[],
    )
    .await;
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("run_server_list_requests "));
    line.expect("a figure").parse().expect("a number")
}

/// How many lists of runs so many viewers cost: of ten, one has a websocket and the others ask.
async fn cost_of(viewers: usize) -> u64 {
    let folder = tempfile::tempdir().expect("a folder");
    let flags = [
        "--live-sockets-of-user=1000",
        // Only what viewers cause is counted, and not what time does.
        "--feed-fast=1h",
        "--feed-slow=1h",
    ];
    let (sandbox, console) = before_the_sandbox(&folder, SandboxConfig::default(), &flags).await;
    let client = Client::builder(TokioExecutor::new()).build_http();
    let before = lists_of_runs(&client, &sandbox).await;
    let to = console.address();
    let headers = [
        ("kubeflow-userid", OWNER),
        ("x-forwarded-client-cert", GATEWAY),
    ];
    let view = async |viewer: usize| {
        if viewer.is_multiple_of(10) {
            let mut socket = open(to, &headers).await.expect("a websocket");
            socket.subscribes("runs", NAMESPACE).await;
            let objects = socket.hears().await["snapshot"]["objects"].clone();
            // The first reading has ended, with all its questions.
            while socket.hears_all().await.get("state").is_none() {}
            (objects.as_array().expect("objects").len(), Some(socket))
        } else {
            let address = format!("http://{to}/api/feed?kind=runs&namespace={NAMESPACE}");
            let text = text_of(&client, &address, &headers).await;
            let answer: Value = serde_json::from_str(&text).expect("JSON");
            let objects = answer["messages"][0]["snapshot"]["objects"].clone();
            (objects.as_array().expect("objects").len(), None)
        }
    };
    let views: Vec<_> = futures::stream::iter(0..viewers)
        .map(view)
        .buffer_unordered(16)
        .collect()
        .await;
    assert!(
        views
            .iter()
            .all(|(runs, _)| *runs == views[0].0 && *runs > 0)
    );
    let cost = lists_of_runs(&client, &sandbox).await - before;
    console.shutdown().await;
    sandbox.shutdown().await;
    cost
}

#[tokio::test]
async fn a_thousand_viewers_cost_kfp_what_one_does() {
    assert_eq!(
        [cost_of(1).await, cost_of(100).await, cost_of(1000).await],
        [2, 2, 2]
    );
}
