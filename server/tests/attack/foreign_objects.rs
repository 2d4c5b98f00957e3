//! Objects of another tenant, through every operation that takes one.

use http::Method;

use crate::attempts::{Attempt, OBJECTS};
use crate::of_mallory;
use crate::support::{Policy, Request, TestApp};
use crate::whole::PACKAGE;

/// Every attempt that a review refuses.
fn attempts() -> impl Iterator<Item = &'static Attempt> {
    OBJECTS.iter()
}

fn request<'app>(app: &'app TestApp, attempt: &Attempt) -> Request<'app> {
    let method = Method::from_bytes(attempt.method.as_bytes()).expect("a method");
    // In this world a run is a run, failed or not.
    let path = attempt.path_in("").replace("failed-b", "r-b");
    let body = attempt.body.replace("PACKAGE", PACKAGE);
    let request = app.request(method, &path).body(body);
    attempt
        .headers
        .iter()
        .fold(request, |request, (name, value)| {
            request.header(name, value)
        })
}

#[tokio::test]
async fn every_attempt_is_refused_and_reaches_nothing() {
    for attempt in attempts() {
        let app = TestApp::start(of_mallory()).await;
        let answer = request(&app, attempt).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{}",
            attempt.name
        );
        for call in app.kfp.calls() {
            let asks_for_a_place = call.method == "GET" && !call.path_and_query.contains('?');
            assert!(asks_for_a_place, "{}: {}", attempt.name, call.line());
        }
        // What is refused says nothing of the object itself.
        assert!(
            !answer.text().contains("e-b") || attempt.path.contains("e-b"),
            "{}",
            attempt.name
        );
    }
}

#[tokio::test]
async fn every_attempt_would_succeed_if_kubernetes_allowed_it() {
    for attempt in attempts() {
        let app = TestApp::start(Policy::AllowAll).await;
        let answer = request(&app, attempt).send().await;
        assert_eq!(answer.status, 200, "{}: {}", attempt.name, answer.text());
        if attempt.path.starts_with("/api/package") {
            // The console reads a package itself.
            assert!(app.kfp.lines().is_empty(), "{}", attempt.name);
            continue;
        }
        let last = app.kfp.lines().pop().expect("a call");
        assert!(
            last.starts_with(&format!("{} /apis/v2beta1/", attempt.method)),
            "{}: {last}",
            attempt.name
        );
    }
}

#[tokio::test]
async fn outsider_gets_at_nothing_of_anybody() {
    for attempt in attempts() {
        let app = TestApp::start(Policy::DenyAll).await;
        let answer = request(&app, attempt).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{}",
            attempt.name
        );
        let nobody = request(&app, attempt)
            .without("kubeflow-userid")
            .send()
            .await;
        assert_eq!(
            nobody.problem(),
            (401, "identity.missing".to_owned()),
            "{}",
            attempt.name
        );
    }
}

#[tokio::test]
async fn right_that_was_taken_away_ends_although_the_object_is_known() {
    let app = TestApp::with(of_mallory(), &["--review-cache=0s", "--read-cache=60s"]).await;
    assert_eq!(app.get("/apis/v2beta1/runs/r-a").send().await.status, 200);
    app.kubernetes.decide_by(Policy::DenyAll);
    let answer = app.get("/apis/v2beta1/runs/r-a").send().await;
    assert_eq!(answer.problem(), (403, "access.denied".to_owned()));
}
