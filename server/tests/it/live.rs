//! The live channel on real sockets.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::support::{GATEWAY, Policy, Socket, TestApp, open};

const ANN: &str = "ann@example.com";

/// Opens a websocket as the gateway passes it on.
async fn opened(app: &TestApp, user: &str) -> Socket {
    let headers = [
        ("kubeflow-userid", user),
        ("x-forwarded-client-cert", GATEWAY),
    ];
    open(app.console.address(), &headers)
        .await
        .expect("a websocket")
}

/// Everything in `team-a`, and nothing elsewhere.
fn of_team_a() -> Policy {
    let rights = ["list runs", "get runs", "archive runs", "list experiments"];
    Policy::Only(rights.map(|right| format!("{right} team-a")).into())
}

/// A KFP with one run in `team-a`, whose state is what the test says.
fn with_a_run(app: &TestApp) -> Arc<Mutex<&'static str>> {
    let state = Arc::new(Mutex::new("RUNNING"));
    let told = Arc::clone(&state);
    app.kfp.follow(move |call| {
        let state = *told.lock().expect("nobody panicked with it");
        let run = json!({"run_id": "r-a", "experiment_id": "e-a", "state": state,
            "created_at": "2026-11-25T10:00:00Z", "run_details": {"task_details": [{"task_id": "t"}]}});
        let path = call.path_and_query.split('?').next().unwrap_or_default();
        let answer = match (call.method.as_str(), path) {
            ("GET", "/apis/v2beta1/runs") => json!({"runs": [run], "total_size": 1}),
            ("GET", "/apis/v2beta1/runs/r-a") => run,
            ("GET", "/apis/v2beta1/experiments/e-a") => {
                json!({"experiment_id": "e-a", "namespace": "team-a"})
            }
            _ => json!({}),
        };
        (200, "application/json", answer.to_string().into())
    });
    state
}

#[tokio::test]
async fn a_page_is_told_what_there_is_and_what_a_change_made_of_it() {
    let app = TestApp::start(of_team_a()).await;
    let state = with_a_run(&app);
    let mut mine = opened(&app, ANN).await;
    let mut theirs = opened(&app, "ben@example.com").await;
    for socket in [&mut mine, &mut theirs] {
        socket.subscribes("runs", "team-a").await;
        let snapshot = socket.hears().await["snapshot"].clone();
        assert_eq!(snapshot["complete"], true);
        let run = &snapshot["objects"][0];
        assert_eq!(run["state"], "RUNNING");
        assert_eq!(run.get("run_details"), None, "tasks are not for lists");
    }
    *state.lock().expect("nobody panicked with it") = "CANCELING";
    let done = app
        .post("/apis/v2beta1/runs/r-a:archive", "{}")
        .send()
        .await;
    assert_eq!(done.status, 200, "{}", done.text());
    for socket in [&mut mine, &mut theirs] {
        let diff = socket.hears().await["diff"].clone();
        assert_eq!(diff["changed"][0]["state"], "CANCELING");
        assert_eq!(diff["position"]["sequence"], 1);
    }
    let text = app.ops("/metrics").send().await.text();
    assert!(text.contains("kfp_console_live_sockets 2"), "{text}");
    assert!(text.contains("kfp_console_feed_topics 1"), "{text}");
}

#[tokio::test]
async fn a_page_that_comes_back_goes_on_where_it_was() {
    let app = TestApp::start(of_team_a()).await;
    let state = with_a_run(&app);
    let mut socket = opened(&app, ANN).await;
    let mut other = opened(&app, ANN).await;
    for socket in [&mut socket, &mut other] {
        socket.subscribes("runs", "team-a").await;
    }
    other.hears().await;
    let position = socket.hears().await["snapshot"]["position"].clone();
    drop(socket);
    *state.lock().expect("nobody panicked with it") = "FAILED";
    app.post("/apis/v2beta1/runs/r-a:archive", "{}")
        .send()
        .await;
    assert_eq!(other.hears().await["diff"]["changed"][0]["state"], "FAILED");
    let mut again = opened(&app, ANN).await;
    let topic = json!({"kind": "runs", "namespace": "team-a"});
    again
        .says(&json!({"resume": {"topic": topic, "position": position}}))
        .await;
    assert_eq!(again.hears().await["diff"]["changed"][0]["state"], "FAILED");
}

#[tokio::test]
async fn a_handshake_of_a_foreign_page_or_of_nobody_is_refused() {
    let app = TestApp::start(Policy::AllowAll).await;
    let own = format!("http://{}", app.console.address());
    let user = ("kubeflow-userid", ANN);
    let gateway = ("x-forwarded-client-cert", GATEWAY);
    let to = app.console.address();
    for (headers, refused) in [
        (
            vec![user, gateway, ("origin", "http://evil.example.com")],
            Err(403),
        ),
        (vec![user, gateway, ("origin", "null")], Err(403)),
        (
            vec![user, gateway, ("sec-fetch-site", "same-site")],
            Err(403),
        ),
        (vec![gateway], Err(401)),
        (vec![user], Err(401)),
        (vec![user, gateway, ("origin", own.as_str())], Ok(())),
        // A program: it carries a cookie that its user gave it on purpose.
        (vec![user, gateway], Ok(())),
    ] {
        let answer = open(to, &headers).await.map(drop);
        assert_eq!(answer, refused, "{headers:?}");
    }
    let foreign = app
        .get("/api/live")
        .header("origin", "http://evil.example.com");
    assert_eq!(
        foreign.send().await.problem(),
        (403, "request.foreign_origin".to_owned())
    );
}

#[tokio::test]
async fn what_is_no_handshake_is_told_what_there_is_instead() {
    let app = TestApp::start(Policy::AllowAll).await;
    let answer = app.get("/api/live").send().await;
    assert_eq!(
        answer.problem(),
        (426, "request.upgrade_required".to_owned())
    );
    assert_eq!(answer.header("upgrade"), "websocket");
}

#[tokio::test]
async fn a_foreign_namespace_is_refused_and_not_read() {
    let app = TestApp::start(of_team_a()).await;
    let mut socket = opened(&app, ANN).await;
    for (kind, namespace, code) in [
        ("runs", "team-b", "access.denied"),
        ("pipelines", "team-a", "access.denied"),
        ("runs", "team-a&namespace=team-b", "request.invalid"),
        ("runs", "../team-b", "request.invalid"),
        ("runs", "", "request.invalid"),
    ] {
        socket.subscribes(kind, namespace).await;
        let problem = socket.hears().await["problem"].clone();
        assert_eq!(problem["problem"]["code"], code, "{kind} {namespace}");
        assert_eq!(problem["topic"]["namespace"], namespace);
    }
    assert!(app.kfp.lines().is_empty());
    let asked: HashSet<_> = app.kubernetes.questions().into_iter().collect();
    let expected = ["list runs team-b", "list pipelines team-a"];
    assert_eq!(asked, expected.map(str::to_owned).into());
}

#[tokio::test]
async fn without_an_answer_of_kubernetes_nothing_is_watched() {
    let app = TestApp::start(Policy::Broken).await;
    let mut socket = opened(&app, ANN).await;
    socket.subscribes("runs", "team-a").await;
    let problem = socket.hears().await["problem"]["problem"].clone();
    assert_eq!(problem["code"], "access.review_unavailable");
    assert_eq!(problem["retryable"], true);
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn a_message_that_is_too_long_ends_the_socket_and_nothing_else() {
    let app = TestApp::start(of_team_a()).await;
    let mut socket = opened(&app, ANN).await;
    socket.sends(&"x".repeat(1024 * 1024)).await;
    assert!(socket.hears().await.get("closed").is_some());
    let mut next = opened(&app, ANN).await;
    next.subscribes("runs", "team-a").await;
    assert!(next.hears().await.get("snapshot").is_some());
}

#[tokio::test]
async fn a_flood_ends_the_socket() {
    let app = TestApp::start(of_team_a()).await;
    let mut socket = opened(&app, ANN).await;
    for _ in 0..500 {
        socket.sends("{}").await;
    }
    let mut last = Value::Null;
    while last.get("bye").is_none() && last.get("closed").is_none() {
        last = socket.hears().await;
    }
    let said = app.kubernetes.questions().len() + app.kfp.lines().len();
    assert_eq!(said, 0);
    if let Some(bye) = last.get("bye") {
        assert_eq!(bye["reason"], "flood");
    }
}

#[tokio::test]
async fn one_user_has_so_many_sockets_and_no_more() {
    let app = TestApp::with(of_team_a(), &["--live-sockets-of-user=2"]).await;
    let to = app.console.address();
    let headers = |user: &'static str| {
        [
            ("kubeflow-userid", user),
            ("x-forwarded-client-cert", GATEWAY),
        ]
    };
    let first = opened(&app, ANN).await;
    let _second = opened(&app, ANN).await;
    assert_eq!(open(to, &headers(ANN)).await.map(drop), Err(503));
    let _other = opened(&app, "ben@example.com").await;
    drop(first);
    // The console learns of it when it reads what is left of the connection.
    while open(to, &headers(ANN)).await.is_err() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_console_that_stops_sends_pages_elsewhere() {
    let app = TestApp::start(of_team_a()).await;
    let mut socket = opened(&app, ANN).await;
    socket.subscribes("runs", "team-a").await;
    socket.hears().await;
    let TestApp { console, .. } = app;
    let stopping = tokio::spawn(console.shutdown());
    assert_eq!(socket.hears().await["bye"]["reason"], "draining");
    assert_eq!(socket.hears().await, json!({"closed": 1001}));
    stopping.await.expect("no panic");
}
