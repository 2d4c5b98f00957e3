//! Kubernetes as the judge: asked seldom, and never overruled when it is silent.

use std::time::Duration;

use futures::future::{join, join_all};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;

use crate::support::{Policy, TestApp};

const LIST: &str = "/apis/v2beta1/experiments?namespace=team-a";

#[tokio::test]
async fn silence_and_errors_of_kubernetes_mean_no() {
    for policy in [Policy::Broken, Policy::NoDecision, Policy::Hang] {
        let app = TestApp::with(policy.clone(), &["--review-timeout=200ms"]).await;
        let answer = app.get(LIST).send().await;
        assert_eq!(
            answer.problem(),
            (503, "access.review_unavailable".to_owned()),
            "{policy:?}"
        );
        assert!(answer.headers.contains_key("retry-after"));
        assert!(app.kfp.lines().is_empty());
    }
}

#[tokio::test]
async fn kubernetes_that_is_not_there_means_no() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let flag = format!(
        "--kubernetes-url=http://{}",
        listener.local_addr().expect("an address")
    );
    drop(listener);
    let app = TestApp::with(Policy::AllowAll, &[&flag, "--review-timeout=500ms"]).await;
    assert_eq!(
        app.get(LIST).send().await.problem(),
        (503, "access.review_unavailable".to_owned())
    );
    assert!(app.kfp.lines().is_empty());
}

/// A review that is sent just when the console ends its connection would be a refusal for no reason.
#[tokio::test]
async fn a_connection_may_rest_for_longer_than_an_answer_may_take() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let flag = format!("--kubernetes-url=http://{address}");
    let app = TestApp::with(Policy::AllowAll, &[&flag, "--review-timeout=200ms"]).await;
    let kubernetes = async {
        let (mut connection, _) = listener.accept().await.expect("a connection");
        allow(&mut connection).await;
        timeout(Duration::from_millis(600), connection.read_u8()).await
    };
    let (answer, next) = join(app.get(LIST).send(), kubernetes).await;
    assert_eq!(answer.status, 200);
    assert!(next.is_err(), "the connection did not rest: {next:?}");
}

/// Reads one review and allows it.
async fn allow(connection: &mut TcpStream) {
    let mut read = Vec::new();
    while !read.ends_with(b"}}") {
        connection.read_buf(&mut read).await.expect("a review");
    }
    let review = r#"{"kind":"SubjectAccessReview","apiVersion":"authorization.k8s.io/v1","metadata":{},"spec":{},"status":{"allowed":true}}"#;
    let answer = format!(
        "HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{review}",
        review.len()
    );
    connection.write_all(answer.as_bytes()).await.expect("sent");
}

#[tokio::test]
async fn failure_is_not_kept() {
    let app = TestApp::with(Policy::NoDecision, &[]).await;
    assert_eq!(app.get(LIST).send().await.status, 503);
    app.kubernetes.decide_by(Policy::AllowAll);
    assert_eq!(app.get(LIST).send().await.status, 200);
}

#[tokio::test]
async fn decisions_are_kept_for_a_moment_whichever_they_are() {
    for (policy, status) in [(Policy::AllowAll, 200), (Policy::DenyAll, 403)] {
        let app = TestApp::start(policy).await;
        for _ in 0..5 {
            assert_eq!(app.get(LIST).send().await.status, status);
        }
        assert_eq!(app.kubernetes.questions().len(), 1);
    }
}

#[tokio::test]
async fn decision_for_one_is_none_for_another() {
    let app = TestApp::start(Policy::AllowAll).await;
    assert_eq!(app.get(LIST).send().await.status, 200);
    app.kubernetes.decide_by(Policy::DenyAll);
    assert_eq!(
        app.get(LIST).of_user("b@example.com").send().await.status,
        403
    );
    assert_eq!(
        app.get("/apis/v2beta1/experiments?namespace=team-b")
            .send()
            .await
            .status,
        403
    );
    assert_eq!(
        app.get("/apis/v2beta1/runs?namespace=team-a")
            .send()
            .await
            .status,
        403
    );
}

#[tokio::test]
async fn right_that_was_taken_away_ends_with_the_cache() {
    let app = TestApp::with(Policy::AllowAll, &["--review-cache=1ms"]).await;
    assert_eq!(app.get(LIST).send().await.status, 200);
    app.kubernetes.decide_by(Policy::DenyAll);
    timeout(Duration::from_secs(5), async {
        while app.get(LIST).send().await.status != 403 {}
    })
    .await
    .expect("the decision is forgotten");
}

#[tokio::test]
async fn equal_questions_that_come_together_are_one() {
    let app = TestApp::start(Policy::AllowAll).await;
    let answers = join_all((0..20).map(|_| app.get(LIST).send())).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(app.kubernetes.questions().len(), 1);
}
