//! Nothing secret stands in any log line, at any level.

use std::sync::{Mutex, OnceLock, mpsc};
use std::time::Duration;

use http::Method;

use crate::support::{Lines, Policy, RawServer, TestApp, mint};

/// Every line of this process, at every level, of every crate.
fn lines() -> &'static Lines {
    static LINES: OnceLock<Lines> = OnceLock::new();
    LINES.get_or_init(|| {
        let lines = Lines::default();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(lines.clone())
            .try_init()
            .expect("no other test of this program has a log");
        lines
    })
}

#[tokio::test]
async fn no_secret_stands_in_any_line() {
    let lines = lines();
    let secret = format!(
        "s3cr3t{:x}",
        time::OffsetDateTime::now_utc().unix_timestamp_nanos()
    );
    let app = TestApp::start(Policy::AllowAll).await;
    std::fs::write(
        app.folder.path().join("token"),
        mint("pipelines.kubeflow.org", 60, &secret),
    )
    .expect("written");
    traffic(&app, &secret).await;
    app.kfp.follow({
        let secret = secret.clone();
        move |_| (200, "text/html", format!("<html>{secret}</html>").into())
    });
    traffic(&app, &secret).await;
    app.kfp.follow({
        let secret = secret.clone();
        move |_| (200, "application/json", format!("{{\"{secret}\":").into())
    });
    traffic(&app, &secret).await;
    app.kubernetes.decide_by(Policy::Broken);
    traffic(&app, &secret).await;
    let broken =
        RawServer::Write(format!("HTTP/1.1 200 OK\r\nx: {secret}\r\n\r\n{secret}").into_bytes());
    let app = TestApp::calling(broken.start().await, &[]).await;
    std::fs::write(
        app.folder.path().join("token"),
        mint("pipelines.kubeflow.org", 60, &secret),
    )
    .expect("written");
    traffic(&app, &secret).await;
    std::fs::write(app.folder.path().join("token"), format!("garbage {secret}")).expect("written");
    traffic(&app, &secret).await;

    let text = lines.text();
    assert!(
        text.contains("TRACE") && text.contains("/apis/v2beta1/runs/{run_id}"),
        "the log is caught"
    );
    let found: Vec<_> = text.lines().filter(|line| line.contains(&secret)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

/// The lines that hold all of these texts.
fn lines_with(texts: &[&str]) -> Vec<String> {
    let text = lines().text();
    text.lines()
        .filter(|line| texts.iter().all(|text| line.contains(text)))
        .map(str::to_owned)
        .collect()
}

#[tokio::test]
async fn every_action_is_one_line_that_says_who_what_where_and_how_it_ended() {
    lines();
    let app = TestApp::start(Policy::AllowAll).await;
    let user = "auditor-1@example.com";
    let delete = app.request(Method::DELETE, "/apis/v2beta1/runs/r-a");
    delete
        .header("x-request-id", "audit-1")
        .of_user(user)
        .send()
        .await;
    app.post(
        "/apis/v2beta1/experiments",
        r#"{"namespace":"team-a","description":"in the body"}"#,
    )
    .of_user(user)
    .send()
    .await;
    app.get("/apis/v2beta1/runs/r-a").of_user(user).send().await;
    app.kubernetes.decide_by(Policy::DenyAll);
    let refused = "auditor-2@example.com";
    app.post("/apis/v2beta1/runs/r-b:terminate", "")
        .of_user(refused)
        .send()
        .await;
    let foreign = app
        .request(Method::DELETE, "/apis/v2beta1/runs/r-a")
        .of_user(refused);
    foreign
        .header("origin", "http://evil.example.com")
        .send()
        .await;

    let audit = "kfp_console::audit";
    let done = lines_with(&[audit, user]);
    assert_eq!(done.len(), 2, "{done:#?}");
    for part in [
        "request=\"audit-1\"",
        "DeleteRun",
        "r-a",
        "team-a",
        "done=true",
        "status=200",
    ] {
        assert!(done[0].contains(part), "{part}: {}", done[0]);
    }
    assert!(
        done[1].contains("CreateExperiment") && !done[1].contains("in the body"),
        "{}",
        done[1]
    );
    let not_done = lines_with(&[audit, refused]);
    // What a foreign page tried was nobody's action.
    assert_eq!(not_done.len(), 1, "{not_done:#?}");
    for part in [
        "TerminateRun",
        "r-b",
        "team-b",
        "done=false",
        "status=403",
        "access.denied",
    ] {
        assert!(not_done[0].contains(part), "{part}: {}", not_done[0]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn action_whose_client_hangs_up_has_its_line() {
    lines();
    let app = TestApp::start(Policy::AllowAll).await;
    let (arrived, calls) = mpsc::channel();
    let (go_on, may_go_on) = mpsc::channel::<()>();
    let may_go_on = Mutex::new(may_go_on);
    app.kfp.follow(move |call| {
        if call.method == "DELETE" {
            arrived.send(()).expect("the test waits");
            tokio::task::block_in_place(|| may_go_on.lock().expect("not poisoned").recv())
                .expect("the test goes on");
        }
        (
            200,
            "application/json",
            r#"{"experiment_id":"e-a","namespace":"team-a"}"#.into(),
        )
    });
    let user = "auditor-3@example.com";
    let delete = app
        .request(Method::DELETE, "/apis/v2beta1/runs/r-a")
        .of_user(user);
    let _keep = {
        let leaves = delete.send();
        tokio::pin!(leaves);
        let first = tokio::task::spawn_blocking(move || {
            calls.recv().expect("the call arrives");
            calls
        });
        tokio::select! {
            _ = &mut leaves => panic!("KFP has not answered"),
            arrived = first => arrived.expect("no panic"),
        }
    };
    let line = tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            if let [line] = &lines_with(&["kfp_console::audit", user])[..] {
                return line.clone();
            }
            tokio::task::yield_now().await;
        }
    });
    let line = line.await.expect("a line");
    for part in ["DeleteRun", "r-a", "team-a", "done=\"unknown\""] {
        assert!(line.contains(part), "{part}: {line}");
    }
    go_on.send(()).expect("the script waits");
}

#[tokio::test]
async fn start_is_told_hop_by_hop() {
    lines();
    let app = TestApp::with(Policy::Broken, &["--review-timeout=300ms"]).await;
    app.console.report_to_log().await;
    for parts in [
        ["start_report", "hop=\"gateway\"", "login=\"none of those"],
        ["start_report", "hop=\"console\"", "verdict=\"works\""],
        ["start_report", "hop=\"ml-pipeline\"", "verdict=\"works\""],
        [
            "start_report",
            "hop=\"kubernetes\"",
            "access.review_unavailable",
        ],
    ] {
        assert!(!lines_with(&parts).is_empty(), "{parts:?}");
    }
}

/// Requests that carry the secret wherever a request can carry something, but in a path: ids are not secret.
async fn traffic(app: &TestApp, secret: &str) {
    for path in [
        "/apis/v2beta1/runs/r-a",
        "/api/session",
        "/api/connection?namespace=team-a",
        &format!("/apis/v2beta1/experiments?namespace=team-a&filter={secret}"),
        &format!("/apis/v2beta1/experiments?namespace=team-a&page_token={secret}"),
        &format!("/apis/v2beta1/unknown?token={secret}"),
        &format!("/kfp-console?token={secret}"),
        &format!("/ns/team-a?token={secret}"),
    ] {
        let request = app
            .get(path)
            .header("authorization", &format!("Bearer {secret}"))
            .header(
                "cookie",
                &format!("oauth2_proxy_kubeflow={secret}; authservice_session={secret}"),
            )
            .header("x-auth-request-user", secret);
        request.send().await;
    }
    let stranger = app
        .get("/api/session")
        .without("x-forwarded-client-cert")
        .header("x-forwarded-client-cert", secret);
    stranger.send().await;
    app.get("/api/session")
        .header("kubeflow-userid", secret)
        .send()
        .await;
    app.post(
        "/apis/v2beta1/experiments",
        &format!(r#"{{"namespace":"team-a","description":"{secret}"}}"#),
    )
    .send()
    .await;
    app.post(
        "/apis/v2beta1/experiments",
        &format!(r#"{{"{secret}":1,"{secret}":2}}"#),
    )
    .send()
    .await;
    let upload = app
        .request(
            Method::POST,
            "/apis/v2beta1/pipelines/upload?namespace=team-a",
        )
        .header(
            "content-type",
            &format!("multipart/form-data; boundary={secret}"),
        )
        .body(secret.to_owned());
    upload.send().await;
}
