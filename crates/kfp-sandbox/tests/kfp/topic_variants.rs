//! The recorded topic of a server with other settings: they are switches here.

use std::time::Duration;

use kfp_sandbox::Switch;
use serde_json::json;

use crate::packages::spec;
use crate::replay::Replay;
use crate::rig::Rig;
use crate::tally::Known;

const KNOWN: Known = Known {
    differences: &[],
    unsendable: &[
        (
            "variants-001",
            "durations of forty calls, not an exchange: `set_throttle` plays that pace",
        ),
        (
            "variants-002",
            "how long the process took to end, not an exchange",
        ),
    ],
};

/// How much that server held of each.
const EXPERIMENTS: u64 = 28;
const RUNS: usize = 57;
const PIPELINES: usize = 49;

#[tokio::test]
async fn variants() {
    let rig = Rig::start(true).await;
    fill(&rig).await;
    let mut replay = Replay::of(&rig, "variants", KNOWN);
    let faults = rig.sandbox.faults();
    for (switch, end) in [
        (Switch::KfpSharedRead, Some("variants-013")),
        (Switch::KfpPipelinesNeedNamespace, Some("variants-020")),
        (Switch::KfpForeignUserHeader, None),
    ] {
        faults.set(switch, true);
        match end {
            Some(end) => replay.run_until(end).await,
            None => return replay.finish().await,
        }
        faults.set(switch, false);
    }
}

async fn fill(rig: &Rig) {
    rig.make_experiment("alice", "team-a", "exp-b").await;
    rig.clock.advance(Duration::from_secs(1));
    let experiment = rig.make_experiment("alice", "team-a", "runs-exp").await;
    rig.fill("team-a", EXPERIMENTS).await;
    for index in 0..PIPELINES {
        let name = if index == 0 { "exit_handler" } else { "hello" };
        let query = format!(
            "name={}&namespace=team-a",
            if index == 0 {
                name.to_owned()
            } else {
                format!("p{index}")
            }
        );
        let (pipeline, version) = rig.upload("alice", &query, &format!("{name}.yaml")).await;
        rig.clock.advance(Duration::from_secs(1));
        if index == 1 {
            let run = json!({
                "display_name": "full", "description": "d", "experiment_id": experiment,
                "pipeline_version_reference": {"pipeline_id": pipeline, "pipeline_version_id": version},
                "runtime_config": {"parameters": {"who": "World"}, "pipeline_root": "minio://mlpipeline/root"},
                "service_account": "default-viewer", "scheduled_at": "2026-01-02T03:04:05Z",
            });
            let run = rig.make_run("alice", &run).await;
            rig.report(&run, "", &[]).await;
        }
    }
    for index in 1..RUNS {
        let run = json!({
            "display_name": format!("r{index}"), "experiment_id": experiment, "pipeline_spec": spec("hello"),
        });
        rig.make_run("alice", &run).await;
    }
}
