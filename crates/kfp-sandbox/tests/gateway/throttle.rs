//! The line in which all callers of KFP stand.

use std::net::SocketAddr;
use std::time::Duration;

use kfp_sandbox::{Clock, Sandbox, SandboxConfig, Throttle};
use time::macros::datetime;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::timeout;

use crate::browser::{get, try_send};

const LIST: &str = "/apis/v2beta1/experiments?namespace=team-vision";

/// A sandbox whose time stands still.
async fn start() -> (Sandbox, Clock) {
    let clock = Clock::stepped(datetime!(2026-11-25 12:00 UTC));
    let mut config = SandboxConfig::default();
    config.clock = clock.clone();
    let sandbox = Sandbox::start(config).await.unwrap();
    sandbox.set_throttle(Some(Throttle::default()));
    (sandbox, clock)
}

/// A call whose status comes out at the channel.
fn call(kfp: SocketAddr, user: &'static str, answers: &UnboundedSender<u16>) {
    let answers = answers.clone();
    tokio::spawn(async move {
        let headers = [("kubeflow-userid".to_owned(), user.to_owned())];
        if let Ok(reply) = try_send(kfp, "GET", LIST, &headers, Vec::new()).await {
            let _ = answers.send(reply.status.as_u16());
        }
    });
}

/// All answers that come while the time stands still; the machine's own time does not pass meanwhile.
async fn come(answers: &mut UnboundedReceiver<u16>) -> Vec<u16> {
    let mut come = Vec::new();
    while let Ok(Some(answer)) = timeout(Duration::from_mins(1), answers.recv()).await {
        come.push(answer);
    }
    come
}

#[tokio::test(start_paused = true)]
async fn all_callers_stand_in_one_line() {
    let (sandbox, clock) = start().await;
    let kfp = sandbox.addresses().kfp;
    let (sender, mut answers) = unbounded_channel();
    for _ in 0..12 {
        // Someone without any right costs as much as others.
        call(kfp, "newcomer@example.com", &sender);
    }
    assert_eq!(come(&mut answers).await, [403; 10]);
    call(kfp, "viewer@example.com", &sender);
    assert_eq!(come(&mut answers).await, [0; 0]);
    for expected in [403, 403, 200] {
        clock.advance(Duration::from_millis(200));
        assert_eq!(come(&mut answers).await, [expected]);
    }
}

#[tokio::test(start_paused = true)]
async fn who_hangs_up_keeps_the_place() {
    let (sandbox, clock) = start().await;
    let kfp = sandbox.addresses().kfp;
    let (sender, mut answers) = unbounded_channel();
    for _ in 0..10 {
        call(kfp, "viewer@example.com", &sender);
    }
    assert_eq!(come(&mut answers).await.len(), 10);
    let headers = [(
        "kubeflow-userid".to_owned(),
        "viewer@example.com".to_owned(),
    )];
    for _ in 0..5 {
        let abandoned = try_send(kfp, "GET", LIST, &headers, Vec::new());
        assert!(timeout(Duration::from_secs(1), abandoned).await.is_err());
    }
    call(kfp, "viewer@example.com", &sender);
    clock.advance(Duration::from_secs(1));
    assert_eq!(come(&mut answers).await, [0; 0]);
    clock.advance(Duration::from_millis(200));
    assert_eq!(come(&mut answers).await, [200]);
}

#[tokio::test(start_paused = true)]
async fn what_needs_no_review_waits_for_none() {
    let (sandbox, _clock) = start().await;
    let kfp = sandbox.addresses().kfp;
    for _ in 0..30 {
        for free in ["/apis/v2beta1/healthz", "/apis/v2beta1/pipelines"] {
            let user = [("kubeflow-userid", "viewer@example.com")];
            assert_eq!(get(kfp, free, &user).await.status, 200);
        }
    }
    sandbox.set_throttle(None);
    let user = [("kubeflow-userid", "viewer@example.com")];
    for _ in 0..30 {
        assert_eq!(get(kfp, LIST, &user).await.status, 200);
    }
}
