//! Waiting for a run, on a clock that stands until something waits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures::StreamExt as _;
use http::{Request, Response};
use kfp_core::Client;
use kfp_core::credentials::Credentials;
use kfp_core::error::{TransportError, TransportFault};
use kfp_core::model::{RunId, RuntimeState};
use kfp_core::transport::{Body, Timer, Transport};
use kfp_core::wait::{Patience, WaitError};

use crate::script::Script;

/// A script with a clock: sleeping moves it.
#[derive(Clone, Default)]
struct Watched {
    script: Script,
    millis: Arc<AtomicU64>,
}

impl Transport for Watched {
    async fn send(&self, request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        self.script.send(request).await
    }
}

impl Timer for Watched {
    fn now(&self) -> Duration {
        Duration::from_millis(self.millis.load(Ordering::SeqCst))
    }

    async fn sleep(&self, duration: Duration) {
        // A wait that is given up before it is over must not move the clock.
        tokio::task::yield_now().await;
        let millis = u64::try_from(duration.as_millis()).unwrap();
        self.millis.fetch_add(millis.max(1), Ordering::SeqCst);
    }
}

type Answer = Result<(u16, &'static str), TransportError>;

#[expect(
    clippy::unnecessary_wraps,
    reason = "an answer of a script may be a fault as well"
)]
fn state(word: &str) -> Answer {
    let body = format!(r#"{{"run_id":"r","state":"{word}"}}"#);
    Ok((200, Box::leak(body.into_boxed_str())))
}

fn watched(answers: impl IntoIterator<Item = Answer>) -> (Watched, Client<Watched>) {
    let transport = Watched {
        script: Script::with(answers),
        ..Watched::default()
    };
    let base = "http://127.0.0.1:1".parse().unwrap();
    let client = Client::new(base, transport.clone(), Credentials::none());
    (transport, client)
}

async fn wait(
    answers: impl IntoIterator<Item = Answer>,
    patience: Patience,
) -> (Watched, Result<RuntimeState, WaitError>) {
    let (transport, client) = watched(answers);
    let run = client
        .runs()
        .wait(&RunId::new("r").unwrap(), patience)
        .await;
    (transport, run.map(|run| run.state))
}

#[tokio::test]
async fn every_final_state_ends_the_wait() {
    for word in ["SUCCEEDED", "FAILED", "SKIPPED", "CANCELED"] {
        let answers = [
            state("PENDING"),
            state("RUNNING"),
            state("RUNNING"),
            state(word),
        ];
        let (transport, end) = wait(answers, Patience::unlimited()).await;
        assert_eq!(end.unwrap().as_str(), word);
        assert_eq!(transport.script.requests().len(), 4);
    }
}

#[tokio::test]
async fn states_that_are_not_final_do_not() {
    let words = ["", "PENDING", "CANCELING", "PAUSED", "A_NEW_ONE", "FAILED"];
    let (transport, end) = wait(words.map(state), Patience::unlimited()).await;
    assert_eq!(end.unwrap(), RuntimeState::Failed);
    assert_eq!(transport.script.requests().len(), words.len());
}

#[tokio::test]
async fn the_state_counts_before_the_clock() {
    let (_, end) = wait([state("SUCCEEDED")], Patience::within(Duration::ZERO)).await;
    assert_eq!(end.unwrap(), RuntimeState::Succeeded);
}

#[tokio::test]
async fn the_deadline_is_kept_and_there_is_a_look_at_it() {
    let answers = std::iter::repeat_n(state("RUNNING"), 100);
    let (transport, end) = wait(answers, Patience::within(Duration::from_mins(1))).await;
    let after = Duration::from_mins(1);
    let state = RuntimeState::Running;
    assert_eq!(end.unwrap_err(), WaitError::Deadline { after, state });
    let waited = transport.now();
    assert!(
        waited >= after && waited < after + Duration::from_secs(1),
        "{waited:?}"
    );
    let calls = transport.script.requests().len();
    assert!((6..30).contains(&calls), "{calls} calls in a minute");
}

#[tokio::test]
async fn a_failure_that_passes_is_waited_out() {
    let closed = Err(TransportError::new(TransportFault::Closed));
    let answers = [
        state("RUNNING"),
        Ok((503, "no healthy upstream")),
        closed,
        Ok((
            503,
            r#"{"code":14,"message":"Service unavailable","details":[]}"#,
        )),
        state("SUCCEEDED"),
    ];
    let (_, end) = wait(answers, Patience::unlimited()).await;
    assert_eq!(end.unwrap(), RuntimeState::Succeeded);
}

#[tokio::test]
async fn failures_that_stay_end_the_wait_and_are_counted() {
    let patience = Patience {
        failures: 3,
        ..Patience::unlimited()
    };
    let answers = std::iter::repeat_n(Ok((503, "no healthy upstream")), 3);
    let (transport, end) = wait(answers, patience).await;
    let error = end.unwrap_err();
    assert!(
        matches!(error, WaitError::Call { failures: 3, .. }),
        "{error:?}"
    );
    assert_eq!(error.code(), "mesh.no_healthy_upstream");
    assert_eq!(transport.script.requests().len(), 3);
}

#[tokio::test]
async fn what_will_not_pass_ends_the_wait_at_once() {
    let final_answers = [
        (200, "<html><title>Sign In</title>"),
        (401, "{}"),
        (401, r#"{"code":16,"message":"no identity","details":[]}"#),
        (403, "RBAC: access denied"),
        (
            404,
            r#"{"code":5,"message":"Run r not found","details":[]}"#,
        ),
    ];
    for (status, body) in final_answers {
        let (transport, end) = wait(
            [state("RUNNING"), Ok((status, body))],
            Patience::unlimited(),
        )
        .await;
        assert!(
            matches!(end, Err(WaitError::Call { failures: 1, .. })),
            "{body}: {end:?}"
        );
        assert_eq!(transport.script.requests().len(), 2, "{body}");
    }
}

#[tokio::test]
async fn a_run_that_kfp_cannot_read_is_not_waited_for() {
    let body = r#"{"run_id":"r","experiment_id":"e","error":{"code":13,"message":"broken: no such column"}}"#;
    let (_, end) = wait([Ok((200, body))], Patience::unlimited()).await;
    assert_eq!(
        end.unwrap_err().to_string(),
        "KFP cannot read its own record of the run: no such column"
    );
}

#[tokio::test]
async fn a_watch_tells_each_change_once() {
    let words = [
        "PENDING",
        "PENDING",
        "RUNNING",
        "RUNNING",
        "CANCELING",
        "FAILED",
    ];
    let (_, client) = watched(words.map(state));
    let watch = client
        .runs()
        .watch(RunId::new("r").unwrap(), Patience::unlimited());
    let told: Vec<String> = watch
        .map(|run| run.unwrap().state.to_string())
        .collect()
        .await;
    assert_eq!(told, ["PENDING", "RUNNING", "CANCELING", "FAILED"]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_silent_does_not_outlast_the_deadline() {
    let server = crate::server::Server::start([crate::server::Reply::Stall(Vec::new())]).await;
    let transport = kfp_core::transport::native::NativeTransport::new();
    let client = Client::new(server.base(), transport, Credentials::none());
    let patience = Patience::within(Duration::from_secs(3));
    let error = client
        .runs()
        .wait(&RunId::new("r").unwrap(), patience)
        .await
        .unwrap_err();
    let state = RuntimeState::Unspecified;
    let after = Duration::from_secs(3);
    assert_eq!(error, WaitError::Deadline { after, state });
}

#[test]
fn a_wait_can_be_made_from_any_thread() {
    fn is_send<T: Send>(_: T) {}
    let (_, client) = watched([]);
    let id = RunId::new("r").unwrap();
    is_send(client.runs().wait(&id, Patience::unlimited()));
    is_send(client.runs().watch(id.clone(), Patience::unlimited()));
}
