//! Figures of the client: `cargo bench --package kfp-core` prints a table of medians.
//!
//! Answers come out of memory, so that what is measured is reading alone: what a client does between the last byte and the
//! objects. Packages come out of a file.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement says what it expects by failing, and prints what it found"
)]

use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{Request, Response};
use kfp_core::Client;
use kfp_core::credentials::Credentials;
use kfp_core::error::TransportError;
use kfp_core::model::Namespace;
use kfp_core::package::Package;
use kfp_core::query::{ExperimentQuery, RunQuery};
use kfp_core::transport::{Body, Transport};
use serde_json::{Value, json};

const ROUNDS: usize = 101;

/// Says the same to everybody.
#[derive(Clone)]
struct Said(Bytes);

impl Transport for Said {
    async fn send(&self, _request: Request<Bytes>) -> Result<Response<Body>, TransportError> {
        let answer = Response::builder().header("content-type", "application/json");
        Ok(answer.body(Body::full(self.0.clone())).unwrap())
    }
}

fn client(said: &Value) -> (Client<Said>, usize) {
    let bytes = Bytes::from(said.to_string());
    let length = bytes.len();
    let base = "http://localhost".parse().unwrap();
    (Client::new(base, Said(bytes), Credentials::none()), length)
}

fn main() {
    println!("| what | bytes | median |\n| --- | ---: | ---: |");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    runtime.block_on(lists());
    packages();
}

async fn lists() {
    let team = Namespace::new("team").unwrap();
    let (experiments, bytes) = client(&json!({ "experiments": made(experiment) }));
    let query = ExperimentQuery::in_namespace(team.clone());
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let page = experiments.experiments().list(&query).await.unwrap();
        times.push(start.elapsed());
        assert_eq!(page.items.len(), 100);
    }
    row("100 experiments", bytes, times);

    let spec = spec();
    let (runs, bytes) = client(&json!({ "runs": made(|at| run(at, &spec)) }));
    let query = RunQuery::in_namespace(team);
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let page = runs.runs().list(&query).await.unwrap();
        times.push(start.elapsed());
        assert_eq!(page.items.len(), 100);
    }
    row("100 runs with their specs", bytes, times);
}

fn packages() {
    let mut file = tempfile::NamedTempFile::with_suffix(".yaml").unwrap();
    let text = large(30_000_000);
    file.write_all(text.as_bytes()).unwrap();
    let read = timed(5, || {
        assert!(Package::open(file.path()).is_ok());
    });
    row("a package of 30 MB, read", text.len(), read);
    let checked = timed(5, || {
        assert!(Package::at_a_glance(file.path()).is_some());
    });
    row("the same, checked and not kept", text.len(), checked);
}

fn timed(rounds: usize, what: impl Fn()) -> Vec<Duration> {
    let round = |_| {
        let start = Instant::now();
        what();
        start.elapsed()
    };
    (0..rounds).map(round).collect()
}

fn made(one: impl Fn(usize) -> Value) -> Vec<Value> {
    (0..100).map(one).collect()
}

fn experiment(at: usize) -> Value {
    json!({
        "experiment_id": format!("9d1f2c3a-0000-4000-8000-{at:012}"),
        "display_name": format!("experiment {at}"),
        "description": "what a person writes about it, in a line",
        "created_at": "2026-11-26T09:00:00Z",
        "last_run_created_at": "2026-11-26T10:00:00Z",
        "namespace": "team",
        "storage_state": "AVAILABLE",
    })
}

fn run(at: usize, spec: &Value) -> Value {
    json!({
        "run_id": format!("9d1f2c3a-0000-4000-8000-{at:012}"),
        "experiment_id": "9d1f2c3a-0000-4000-8000-000000000000",
        "display_name": format!("run {at}"),
        "storage_state": "AVAILABLE",
        "service_account": "default-editor",
        "pipeline_spec": spec,
        "runtime_config": {"parameters": {"rate": 0.1, "steps": 100}},
        "created_at": "2026-11-26T09:00:00Z",
        "scheduled_at": "2026-11-26T09:00:00Z",
        "finished_at": "2026-11-26T09:10:00Z",
        "state": "SUCCEEDED",
        "state_history": [
            {"update_time": "2026-11-26T09:00:00Z", "state": "PENDING"},
            {"update_time": "2026-11-26T09:00:01Z", "state": "RUNNING"},
            {"update_time": "2026-11-26T09:10:00Z", "state": "SUCCEEDED"},
        ],
    })
}

fn spec() -> Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/pipelines/diamond.yaml"
    );
    let pipeline = Package::open(Path::new(path)).unwrap().pipeline;
    serde_json::from_str(pipeline.to_document().as_str()).unwrap()
}

/// A pipeline whose components carry their code, as the compiler writes it.
fn large(bytes: usize) -> String {
    let mut text =
        "pipelineInfo:\n  name: large\nschemaVersion: 2.1.0\nroot:\n  dag:\n    tasks: {}\n\
                    deploymentSpec:\n  executors:\n"
            .to_owned();
    let code = "          def train(rate: float) -> float:  # one line of many\n".repeat(500);
    let mut at = 0;
    while text.len() < bytes {
        let head = format!("    exec-{at}:\n      container:\n        command:\n        - |\n");
        text.extend([head.as_str(), &code]);
        at += 1;
    }
    text
}

fn row(what: &str, bytes: usize, mut times: Vec<Duration>) {
    times.sort();
    let median = times[times.len() / 2].as_secs_f64() * 1_000.0;
    println!("| {what} | {bytes} | {median:.2} ms |");
}
