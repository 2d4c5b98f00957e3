//! The recorded topic of runs. The real server had no controller of workflows: somebody set their states, and its agent
//! reported them. Here the test is that agent.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use crate::client::Call;
use crate::replay::Replay;
use crate::rig::Rig;
use crate::tally::Known;

const KNOWN: Known = Known {
    differences: &[
        (
            "runs-132",
            "a workflow cannot be deleted behind the server's back",
        ),
        (
            "runs-220",
            "a workflow cannot be deleted behind the server's back",
        ),
    ],
    unsendable: &[
        ("runs-004", OBJECT),
        (
            "runs-067",
            "the recording's request was changed after it was sent",
        ),
        ("runs-099", OBJECT),
        ("runs-109", OBJECT),
        ("runs-122", OBJECT),
        ("runs-203", OBJECT),
    ],
};

const OBJECT: &str = "an object of Kubernetes at that moment, not an exchange";

/// The agent's account.
const AGENT: &str = "token: aud=pipelines.kubeflow.org sub=kubeflow/ml-pipeline-persistenceagent";

/// A node: number behind the workflow's name (0: the workflow's own), display name, phase, seconds of start and end,
/// numbers of the nodes that come next.
pub type Node<'a> = (u32, &'a str, &'a str, u32, Option<u32>, &'a [u32]);

fn time(second: u32) -> String {
    format!("2026-11-25T10:00:{second:02}Z")
}

fn nodes(workflow: &str, nodes: &[Node<'_>]) -> Value {
    let id = |number: u32| match number {
        0 => workflow.to_owned(),
        number => format!("{workflow}-{number}"),
    };
    let documents = nodes
        .iter()
        .map(|(number, name, phase, start, end, children)| {
            let children: Vec<String> = children.iter().map(|child| id(*child)).collect();
            let document = json!({
                "id": id(*number),
                "displayName": if *number == 0 { workflow } else { *name },
                "phase": phase,
                "startedAt": time(*start),
                "finishedAt": end.map(time),
                "children": children,
            });
            (id(*number), document)
        });
    Value::Object(documents.collect())
}

impl Rig {
    /// A run's workflow as it was made.
    pub async fn workflow(&self, id: &str) -> Value {
        let call = Call::get(format!("/apis/v1beta1/runs/{id}"));
        let detail = self.kfp("alice", call).await.value();
        let text = detail["pipeline_runtime"]["pipeline_manifest"]
            .as_str()
            .unwrap_or_else(|| panic!("{detail}"));
        serde_json::from_str(text).unwrap()
    }

    /// Reports a run's workflow with that phase and those nodes.
    pub async fn report(&self, id: &str, phase: &str, shown: &[Node<'_>]) {
        self.report_with(id, phase, shown, |_| {}).await;
    }

    async fn report_with(
        &self,
        id: &str,
        phase: &str,
        shown: &[Node<'_>],
        change: impl FnOnce(&mut Value),
    ) {
        self.clock.advance(Duration::from_secs(1));
        let mut workflow = self.workflow(id).await;
        let name = workflow["metadata"]["name"].as_str().unwrap().to_owned();
        let is_over = ["Succeeded", "Failed", "Error", "Skipped"].contains(&phase);
        workflow["status"] = json!({
            "phase": phase,
            "startedAt": time(0),
            "finishedAt": is_over.then(|| time(9)),
            "nodes": nodes(&name, shown),
        });
        change(&mut workflow);
        let token = self.described_token(AGENT).unwrap();
        let call = Call::post("/apis/v2beta1/workflows", &json!(workflow.to_string()))
            .header("authorization", format!("Bearer {token}"));
        let answer = call.send(self.sandbox.addresses().kfp).await.unwrap();
        assert_eq!(answer.status, 200, "{}", answer.value());
    }
}

/// Takes a workflow's time away, as terminating does.
fn without_time(workflow: &mut Value) {
    workflow["spec"]["activeDeadlineSeconds"] = json!(0);
}

/// Makes a run of a pipeline and binds its placeholders.
async fn make(rig: &Rig, replay: &mut Replay<'_>, name: &str, pipeline: &str) -> String {
    rig.clock.advance(Duration::from_secs(1));
    let bound = |key: String| replay.bindings.get(&key).unwrap().to_owned();
    let run = json!({
        "display_name": name,
        "experiment_id": bound("experiment:runs-exp2".to_owned()),
        "pipeline_version_reference": {
            "pipeline_id": bound(format!("pipeline:{pipeline}")),
            "pipeline_version_id": bound(format!("version:{pipeline}")),
        },
    });
    let id = rig.make_run("alice", &run).await;
    let workflow = rig.workflow(&id).await["metadata"]["name"].clone();
    replay.bindings.bind(&format!("run:{name}"), &id);
    replay
        .bindings
        .bind(&format!("workflow:{name}"), workflow.as_str().unwrap());
    id
}

/// Reports everything of a namespace that has not been, but the newest `but`, as workflows without a status.
async fn report_all(rig: &Rig, namespace: &str, user: &str, but: usize) {
    let target =
        format!("/apis/v2beta1/runs?namespace={namespace}&page_size=200&sort_by=created_at+desc");
    let runs = rig.kfp(user, Call::get(target)).await.value();
    for run in runs["runs"].as_array().unwrap().iter().skip(but) {
        if run["state_history"].as_array().unwrap().last().unwrap()["state"] == "PENDING" {
            rig.report(run["run_id"].as_str().unwrap(), "", &[]).await;
        }
    }
}

#[tokio::test]
async fn runs() {
    let rig = Rig::start(true).await;
    let mut replay = Replay::of(&rig, "runs", KNOWN);
    // Only on this page does a workflow's text differ: images, hashes, what the cluster adds.
    replay.ignored = &["pipeline_runtime"];
    // No placeholders: a spec has them in a description.
    for text in ["argo-workflow-name", "pvc_name_suffix"] {
        replay.bindings.bind(text, format!("<{text}>"));
    }
    for (user, namespace, name) in [
        ("alice", "team-a", "runs-exp"),
        ("alice", "team-a", "runs-exp2"),
        ("bob", "team-b", "bob-exp"),
    ] {
        let id = rig.make_experiment(user, namespace, name).await;
        replay.bindings.bind(&format!("experiment:{name}"), id);
    }
    for (user, query, name, file) in [
        (
            "alice",
            "name=hello&namespace=team-a",
            "hello",
            "hello.yaml",
        ),
        (
            "alice",
            "name=diamond&namespace=team-a",
            "diamond",
            "diamond.yaml",
        ),
        (
            "alice",
            "name=literal_params&namespace=team-a",
            "literal_params",
            "literal_params.yaml",
        ),
        (
            "alice",
            "name=typed_params&namespace=team-a",
            "typed_params",
            "typed_params.yaml",
        ),
        (
            "alice",
            "name=nested&namespace=team-a",
            "nested",
            "nested.yaml",
        ),
        ("alice", "name=shared-hello", "shared-hello", "hello.yaml"),
        (
            "bob",
            "name=bob-hello&namespace=team-b",
            "bob-hello",
            "hello.yaml",
        ),
    ] {
        let (pipeline, version) = rig.upload(user, query, file).await;
        replay.bindings.bind(&format!("pipeline:{name}"), pipeline);
        replay.bindings.bind(&format!("version:{name}"), version);
    }
    let recorded = replay.recorded("runs-067")["response"]["body"]["pipeline_spec"].clone();
    let nocache = json!({
        "display_name": "nocache",
        "experiment_id": replay.bindings.get("experiment:runs-exp").unwrap(),
        "pipeline_spec": recorded,
    });
    replay.run_until("runs-068").await;
    rig.make_run("alice", &nocache).await;
    replay.run_until("runs-069").await;
    report_all(&rig, "team-a", "alice", 3).await;
    replay.run_until("runs-087").await;
    walk(&rig, &mut replay).await;
    fail(&rig, &mut replay).await;
    end_oddly(&rig, &mut replay).await;
    terminate(&rig, &mut replay).await;
    replay.run_until("runs-197").await;
    make(&rig, &mut replay, "del", "hello").await;
    replay.run_until("runs-217").await;
    let bound = |name: &str| replay.bindings.get(name).unwrap().to_owned();
    let mut delete = Call::get(format!(
        "/apis/v2beta1/pipelines/{}/versions/{}",
        bound("pipeline:hello"),
        bound("version:hello")
    ));
    delete.method = Method::DELETE;
    assert_eq!(rig.kfp("alice", delete).await.status, 200);
    replay.finish().await;
}

/// A run that succeeds step by step.
async fn walk(rig: &Rig, replay: &mut Replay<'_>) {
    let id = make(rig, replay, "walk", "nested").await;
    report_all(rig, "team-a", "alice", 1).await;
    replay.run_until("runs-088").await;
    rig.report(&id, "", &[]).await;
    replay.run_until("runs-089").await;
    rig.report(&id, "Pending", &[]).await;
    replay.run_until("runs-090").await;
    let begun: &[Node<'_>] = &[
        (0, "", "Running", 0, None, &[1, 2]),
        (1, "root-driver", "Running", 0, None, &[]),
    ];
    rig.report(&id, "Running", begun).await;
    replay.run_until("runs-091").await;
    let nested: &[Node<'_>] = &[
        (0, "", "Running", 0, None, &[1, 2]),
        (1, "root-driver", "Succeeded", 0, Some(3), &[]),
        (2, "root", "Running", 3, None, &[3, 4, 5]),
        (3, "prep-driver", "Succeeded", 3, Some(5), &[]),
        (4, "prep", "Running", 5, None, &[6]),
        (5, "inner-driver", "Pending", 5, None, &[]),
        (6, "executor", "Running", 5, None, &[]),
    ];
    rig.report(&id, "Running", nested).await;
    replay.run_until("runs-092").await;
    let done = |phase: &'static str, end: Option<u32>| -> Vec<Node<'static>> {
        vec![
            (0, "", phase, 0, end, &[1, 2]),
            (1, "root-driver", "Succeeded", 0, Some(3), &[]),
            (2, "root", phase, 3, end, &[3, 4, 5]),
            (3, "prep-driver", "Succeeded", 3, Some(5), &[]),
            (4, "prep", "Succeeded", 5, Some(7), &[6]),
            (5, "inner-driver", "Succeeded", 5, Some(6), &[7]),
            (6, "executor", "Succeeded", 5, Some(7), &[]),
            (7, "inner", phase, 6, end, &[8, 9]),
            (8, "cond-driver", "Succeeded", 6, Some(7), &[]),
            (9, "cond", "Skipped", 7, Some(7), &[]),
            (10, "omitted", "Omitted", 7, Some(7), &[]),
        ]
    };
    rig.report(&id, "Running", &done("Running", None)).await;
    replay.run_until("runs-095").await;
    rig.report(&id, "Succeeded", &done("Succeeded", Some(9)))
        .await;
    replay.run_until("runs-100").await;
}

/// A run that fails and is retried.
async fn fail(rig: &Rig, replay: &mut Replay<'_>) {
    let id = make(rig, replay, "fails", "hello").await;
    let begun: &[Node<'_>] = &[
        (0, "", "Running", 0, None, &[1, 2]),
        (1, "root-driver", "Running", 0, None, &[]),
    ];
    rig.report(&id, "Running", begun).await;
    replay.run_until("runs-101").await;
    let failed: &[Node<'_>] = &[
        (0, "", "Failed", 0, Some(9), &[1, 2]),
        (1, "root-driver", "Succeeded", 0, Some(3), &[]),
        (2, "root", "Failed", 3, Some(9), &[3]),
        (3, "executor", "Failed", 3, Some(9), &[]),
        (4, "sidejob", "Error", 3, Some(9), &[]),
    ];
    rig.report(&id, "Failed", failed).await;
    replay.run_until("runs-110").await;
    let again: &[Node<'_>] = &[
        (0, "", "Running", 0, None, &[1, 2]),
        (1, "root-driver", "Succeeded", 0, Some(3), &[]),
        (2, "root", "Running", 3, None, &[3]),
    ];
    rig.report(&id, "Running", again).await;
    replay.run_until("runs-111").await;
    let executing: &[Node<'_>] = &[(3, "executor", "Running", 3, None, &[])];
    rig.report(&id, "Running", &[again, executing].concat())
        .await;
    replay.run_until("runs-112").await;
    let succeeded: &[Node<'_>] = &[
        (0, "", "Succeeded", 0, Some(9), &[1, 2]),
        (1, "root-driver", "Succeeded", 0, Some(3), &[]),
        (2, "root", "Succeeded", 3, Some(9), &[3]),
        (3, "executor", "Succeeded", 3, Some(9), &[]),
    ];
    rig.report(&id, "Succeeded", succeeded).await;
    replay.run_until("runs-113").await;
}

/// Runs whose workflows have phases that are seldom seen.
async fn end_oddly(rig: &Rig, replay: &mut Replay<'_>) {
    for (name, phase, end, before) in [
        ("errors", "Error", Some(9), "runs-114"),
        ("skipped", "Skipped", Some(9), "runs-115"),
        ("oddphase", "Strange", None, "runs-116"),
    ] {
        let id = make(rig, replay, name, "hello").await;
        rig.report(&id, phase, &[(0, "", phase, 0, end, &[])]).await;
        replay.run_until(before).await;
    }
}

/// Runs that somebody ends, and one that is retried after its workflow has gone.
async fn terminate(rig: &Rig, replay: &mut Replay<'_>) {
    let id = make(rig, replay, "term-pending", "hello").await;
    replay.run_until("runs-121").await;
    rig.report_with(&id, "", &[], without_time).await;
    replay.run_until("runs-123").await;

    let id = make(rig, replay, "term-running", "hello").await;
    let begun: &[Node<'_>] = &[
        (0, "", "Running", 0, None, &[1]),
        (1, "root-driver", "Running", 0, None, &[]),
    ];
    rig.report(&id, "Running", begun).await;
    replay.run_until("runs-128").await;
    rig.report_with(&id, "Running", begun, without_time).await;
    replay.run_until("runs-129").await;
    let failed: &[Node<'_>] = &[
        (0, "", "Failed", 0, Some(9), &[1]),
        (1, "root-driver", "Failed", 0, Some(9), &[]),
    ];
    rig.report_with(&id, "Failed", failed, without_time).await;
    replay.run_until("runs-132").await;

    let id = make(rig, replay, "term-nowf", "hello").await;
    let mut call = Call::get(format!("/apis/v2beta1/runs/{id}:terminate"));
    call.method = Method::POST;
    assert_eq!(rig.kfp("alice", call).await.status, 200);
    replay.run_until("runs-134").await;
    let id = make(rig, replay, "retry-nowf", "hello").await;
    rig.report(&id, "Failed", failed).await;
}
