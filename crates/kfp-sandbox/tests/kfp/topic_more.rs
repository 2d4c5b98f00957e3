//! The recorded topic of odds and ends: other tenants' pipelines, characters that the database refuses, runs of a
//! recurring run, logs and metrics of older API versions.

use bytes::Bytes;
use serde_json::{Value, json};

use crate::client::Call;
use crate::packages::package;
use crate::replay::Replay;
use crate::rig::{Rig, account};
use crate::tally::Known;
use crate::topic_runs::Node;

const KNOWN: Known = Known {
    differences: &[
        ("more-024", "counts tasks of set-ups that were left out"),
        ("more-035", "nobody can put a log into the archive"),
        ("more-037", "nobody can make a pod of that run wait"),
    ],
    unsendable: &[(
        "more-044",
        "a status of Kubernetes two seconds later, not an exchange",
    )],
};

/// How many experiments that server held when its list was asked for.
const EXPERIMENTS: u64 = 28;

#[tokio::test]
async fn more() {
    let rig = Rig::start(true).await;
    let mut replay = Replay::of(&rig, "more", KNOWN);
    // As with the runs: images, hashes, what the cluster adds.
    replay.ignored = &["pipeline_runtime"];
    replay.substitute("<epoch>", "7");
    let set_up = SetUp::of(&rig, &mut replay).await;
    replay.run_until("more-021").await;
    let own = json!({
        "display_name": "own", "experiment_id": set_up.experiment, "max_concurrency": "1", "mode": "DISABLE",
        "trigger": {"cron_schedule": {"cron": "@daily"}},
        "pipeline_version_reference": {"pipeline_id": set_up.pipeline, "pipeline_version_id": set_up.version},
    });
    let own = rig.make_recurring_run("alice", &own).await;
    replay.bindings.bind("recurring-run:own", own);
    replay.run_until("more-032").await;
    rig.fill("team-a", EXPERIMENTS).await;
    replay.run_until("more-033").await;
    rig.unbind("team-a", "vi").await;
    replay.run_until("more-034").await;
    let viewer = account("team-a", "default-viewer");
    rig.bind("team-a", "vi", "kfp-view", &viewer).await;
    replay.run_until("more-035").await;
    let spec = replay.recorded("more-040")["response"]["body"]["pipeline_spec"].clone();
    let run = json!({"display_name": "logrun", "experiment_id": set_up.experiment, "pipeline_spec": spec});
    let run = rig.make_run("alice", &run).await;
    let workflow = rig.workflow(&run).await["metadata"]["name"].clone();
    replay
        .bindings
        .bind("workflow:log", workflow.as_str().unwrap());
    replay.bindings.bind("run:log", &run);
    let begun: &[Node<'_>] = &[(1, "executor", "Running", 0, None, &[])];
    rig.report(&run, "Running", begun).await;
    replay.finish().await;
}

/// What was there before the first exchange.
struct SetUp {
    experiment: String,
    pipeline: String,
    version: String,
}

impl SetUp {
    async fn of(rig: &Rig, replay: &mut Replay<'_>) -> Self {
        rig.make_experiment("alice", "team-a", "exp-b").await;
        rig.clock.advance(std::time::Duration::from_secs(1));
        let experiment = rig.make_experiment("alice", "team-a", "more").await;
        let described = "The smallest useful pipeline.";
        let secret = String::from_utf8(package("hello.yaml"))
            .unwrap()
            .replace(described, "Bob has a secret here.");
        let query = "name=bob-private&namespace=team-b";
        let (pipeline, version) = rig
            .upload_content("bob", query, "hello.yaml", secret.as_bytes())
            .await;
        for (name, id) in [
            ("experiment:more", &experiment),
            ("pipeline:bob-private", &pipeline),
            ("version:bob-private", &version),
        ] {
            replay.bindings.bind(name, id);
        }
        Self {
            experiment,
            pipeline,
            version,
        }
    }
}

impl Rig {
    /// Makes experiments until the namespace has `count`.
    pub async fn fill(&self, namespace: &str, count: u64) {
        let list = Call::get(format!("/apis/v2beta1/experiments?namespace={namespace}"));
        let list = self.kfp("alice", list).await.value();
        let there = list["total_size"].as_u64().unwrap();
        self.clock.advance(std::time::Duration::from_secs(1));
        for index in there..count {
            self.make_experiment("alice", namespace, &format!("filler-{index}"))
                .await;
        }
    }

    /// The statuses of eight creations of one experiment at the same time.
    pub async fn race(&self) -> Vec<u16> {
        let body = json!({"display_name": "race", "namespace": "team-a"});
        let create = || async {
            let call = Call::post("/apis/v2beta1/experiments", &body);
            self.kfp("alice", call).await.status.as_u16()
        };
        let mut statuses = futures::future::join_all((0..8).map(|_| create())).await;
        statuses.sort_unstable();
        statuses
    }
}

/// A workflow that no run belongs to, as its agent reports it.
pub fn orphan() -> Bytes {
    let workflow = json!({
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Workflow",
        "metadata": {
            "name": "orphan-1",
            "namespace": "team-a",
            "labels": {"pipeline/runid": "33333333-3333-3333-3333-333333333333"},
        },
        "spec": {},
        "status": {},
    });
    Bytes::from(Value::from(workflow.to_string()).to_string())
}
