//! The recorded topics, one test each: their set-up, and what is not replayed.

use std::time::Duration;

use http::Method;
use kfp_sandbox::{Clock, KubernetesUser};
use serde_json::{Value, json};
use time::macros::datetime;

use crate::client::Call;
use crate::package_server::PackageServer;
use crate::packages::spec;
use crate::replay::Replay;
use crate::rig::{Rig, account, user};
use crate::tally::Known;

const SLOW: &str =
    "counts what the real controller's passes, ten seconds apart, had made until then";
const SCHEDULE_GONE: &str = "the deletion of its ScheduledWorkflow was left out of the recording";
const LONG_ADDRESS: &str = "the HTTP library takes addresses of 64 KiB at most";
const OBJECT: &str = "an object of Kubernetes at that moment, not an exchange";
const ANY_VERSION: &str = "which of several versions is named is the database's choice";

#[tokio::test]
async fn auth() {
    const KNOWN: Known = Known {
        differences: &[(
            "auth-072",
            "the real server's caches accept the account for some seconds more; the sandbox forgets it at once",
        )],
        unsendable: &[],
    };
    let rig = Rig::start(true).await;
    rig.make(
        "/api/v1/namespaces/team-a/serviceaccounts",
        &json!({"metadata": {"name": "temp"}}),
    )
    .await;
    rig.bind("team-a", "temp", "kfp-edit", &account("team-a", "temp"))
        .await;
    let mut replay = Replay::of(&rig, "auth", KNOWN);
    replay.run_until("auth-069").await;
    rig.unbind("team-a", "alice").await;
    replay.run_until("auth-070").await;
    rig.bind("team-a", "alice", "kfp-edit", &user("alice"))
        .await;
    replay.run_until("auth-072").await;
    rig.kubernetes(
        Method::DELETE,
        "/api/v1/namespaces/team-a/serviceaccounts/temp",
        None,
    )
    .await;
    replay.run_until("auth-075").await;
    let group = json!({"kind": "Group", "name": "system:serviceaccounts:team-a"});
    rig.bind("team-b", "group", "kfp-edit", &group).await;
    replay.run_until("auth-083").await;
    for name in ["shared-hello", "shared-hello2", "shared-hello-r7"] {
        rig.clock.advance(Duration::from_secs(1));
        rig.upload("alice", &format!("name={name}"), "hello.yaml")
            .await;
    }
    replay.run_until("auth-086").await;
    restart_with(&rig, &replay.recorded("auth-087")["response"]["body"]).await;
    replay.run_until("auth-087").await;
    rig.expire_token_by(Duration::from_secs(2));
    replay.run_until("auth-089").await;
    rig.clock.advance(Duration::from_secs(70));
    replay.finish().await;
}

/// Puts the experiments of a recorded list in the place of all that there are, as the restart in that recording did.
async fn restart_with(rig: &Rig, recorded: &Value) {
    let list = Call::get("/apis/v2beta1/experiments?namespace=team-a&page_size=200");
    let there = rig.kfp("alice", list).await.value();
    for experiment in there["experiments"].as_array().into_iter().flatten() {
        let id = experiment["experiment_id"].as_str().expect("an id");
        let mut call = Call::get(format!("/apis/v2beta1/experiments/{id}"));
        call.method = Method::DELETE;
        assert_eq!(rig.kfp("alice", call).await.status, 200);
    }
    for experiment in recorded["experiments"].as_array().into_iter().flatten() {
        rig.clock.advance(Duration::from_secs(1));
        let new = json!({
            "display_name": experiment["display_name"],
            "description": experiment["description"],
            "namespace": "team-a",
        });
        let call = Call::post("/apis/v2beta1/experiments", &new);
        let made = rig.kfp("alice", call).await.value();
        if experiment["last_run_created_at"] != "1970-01-01T00:00:00Z" {
            let run = json!({
                "display_name": "last", "experiment_id": made["experiment_id"], "pipeline_spec": spec("hello"),
            });
            rig.make_run("alice", &run).await;
        }
    }
}

#[tokio::test]
async fn kubernetes() {
    const KNOWN: Known = Known {
        differences: &[("kubernetes-001", "the version says that it is simulated")],
        unsendable: &[],
    };
    let rig = Rig::start(true).await;
    let mut replay = Replay::of(&rig, "kubernetes", KNOWN);
    let administrator = KubernetesUser::User {
        name: "rig-admin".to_owned(),
        uid: "1".to_owned(),
        groups: vec!["system:masters".to_owned()],
    };
    let token = rig.sandbox.kubernetes_token(&administrator);
    replay.bindings.bind("token: rig administrator", token);
    // That cluster's own rules for everyone, and its namespaces.
    rig.let_everyone_get(&["/.well-known", "/.well-known/*"])
        .await;
    for gone in ["auth", "istio-system"] {
        let target = format!("/api/v1/namespaces/{gone}");
        rig.kubernetes(Method::DELETE, &target, None).await;
    }
    for made in ["kube-node-lease", "openshift-kube-controller-manager"] {
        rig.make("/api/v1/namespaces", &json!({"metadata": {"name": made}}))
            .await;
    }
    replay.finish().await;
}

#[tokio::test]
async fn experiments() {
    const KNOWN: Known = Known {
        differences: &[],
        unsendable: &[("experiments-120", "what a page token holds")],
    };
    let rig = Rig::start(true).await;
    let mut replay = Replay::of(&rig, "experiments", KNOWN);
    replay.run_until("experiments-138").await;
    let created = replay
        .bindings
        .get("time: created_at of exp-a")
        .expect("the time of exp-a")
        .to_owned();
    replay.bindings.bind("time-2", created);
    replay.run_until("experiments-201").await;
    let experiment = replay
        .bindings
        .get("experiment-11")
        .expect("the experiment to archive")
        .to_owned();
    let spec = replay.recorded("experiments-210")["request"]["body"]["pipeline_spec"].clone();
    for name in ["arch-run-1", "arch-run-2"] {
        let run = json!({"display_name": name, "experiment_id": experiment, "pipeline_spec": spec});
        rig.make_run("alice", &run).await;
    }
    let recurring_run = json!({
        "display_name": "arch-rr", "experiment_id": experiment, "pipeline_spec": spec, "max_concurrency": "1",
        "mode": "ENABLE", "trigger": {"cron_schedule": {"cron": "0 0 3 1 1 *"}},
    });
    let recurring_run = rig.make_recurring_run("alice", &recurring_run).await;
    replay.bindings.bind("recurring-run-1", recurring_run);
    replay.finish().await;
}

#[tokio::test]
async fn order() {
    const KNOWN: Known = Known {
        differences: &[],
        unsendable: &[],
    };
    let rig = Rig::start(true).await;
    let mut replay = Replay::of(&rig, "order", KNOWN);
    rig.make_experiment("alice", "team-a", "exp-a").await;
    let experiment = rig.make_experiment("alice", "team-a", "order").await;
    let (pipeline, version) = rig
        .upload("alice", "name=order17&namespace=team-a", "hello.yaml")
        .await;
    let source = json!({"pipeline_id": pipeline, "pipeline_version_id": version});
    let run = json!({"display_name": "order", "experiment_id": experiment, "pipeline_version_reference": source});
    let run = rig.make_run("alice", &run).await;
    for (name, id) in [
        ("experiment:order", experiment),
        ("pipeline:order", pipeline),
        ("run:order", run),
    ] {
        replay.bindings.bind(name, id);
    }
    replay.finish().await;
}

#[tokio::test]
async fn http() {
    const KNOWN: Known = Known {
        differences: &[
            ("http-009", "counts the calls of set-ups that were left out"),
            ("http-078", LONG_ADDRESS),
            ("http-079", LONG_ADDRESS),
            ("http-080", LONG_ADDRESS),
            ("http-081", LONG_ADDRESS),
            ("http-082", LONG_ADDRESS),
            ("http-083", LONG_ADDRESS),
        ],
        unsendable: &[],
    };
    let rig = Rig::start(true).await;
    for index in 0..3 {
        rig.make_experiment("alice", "team-a", &format!("http-{index}"))
            .await;
    }
    let experiment = rig.make_experiment("alice", "team-a", "http-runs").await;
    let (pipeline, _) = rig
        .upload("alice", "name=hello&namespace=team-a", "hello.yaml")
        .await;
    let source = json!({"pipeline_id": pipeline});
    for name in ["one", "two"] {
        let run = json!({"display_name": name, "experiment_id": experiment, "pipeline_version_reference": source});
        rig.make_run("alice", &run).await;
    }
    let mut replay = Replay::of(&rig, "http", KNOWN);
    // Lists are asked for only to see whether the call passes.
    replay.ignored = &["experiments", "runs", "total_size", "next_page_token"];
    replay.finish().await;
}

#[tokio::test]
async fn pipelines() {
    const KNOWN: Known = Known {
        differences: &[
            ("pipelines-016", "another YAML library words it otherwise"),
            ("pipelines-216", ANY_VERSION),
            ("pipelines-251", ANY_VERSION),
            ("pipelines-252", ANY_VERSION),
        ],
        unsendable: &[("pipelines-213", "the recording holds only part of it")],
    };
    let rig = Rig::start(true).await;
    rig.upload("alice", "name=auth-shared", "hello.yaml").await;
    Replay::of(&rig, "pipelines", KNOWN).finish().await;
}

#[tokio::test]
async fn singleuser() {
    const KNOWN: Known = Known {
        differences: &[],
        unsendable: &[],
    };
    let packages = PackageServer::start().await;
    let rig = Rig::start_with(false, |config| {
        config.pipeline_url_hosts = vec![
            packages.address(),
            "127.0.0.1:9".to_owned(),
            "no-such-host.invalid".to_owned(),
        ];
    })
    .await;
    let list = Call::get("/apis/v2beta1/experiments")
        .send(rig.sandbox.addresses().kfp)
        .await;
    assert_eq!(list.expect("an answer").value()["total_size"], 1);
    for name in ["hello-shared-single7", "hello-single7"] {
        rig.clock.advance(Duration::from_secs(1));
        rig.upload("alice", &format!("name={name}"), "hello.yaml")
            .await;
    }
    let mut replay = Replay::of(&rig, "singleuser", KNOWN);
    replay.substitute("127.0.0.1:9777", &packages.address());
    // One number for all names of this recording: one of them is used twice.
    replay.substitute("<epoch>", "7");
    replay.bindings.bind("epoch-1", "17");
    replay.run_until("singleuser-028").await;
    for name in ["older-1", "older-2"] {
        let run = json!({"display_name": name, "pipeline_spec": spec("hello")});
        rig.make_run("alice", &run).await;
    }
    let pipeline = replay
        .bindings
        .get("pipeline:su")
        .expect("the uploaded pipeline")
        .to_owned();
    let versions = Call::get(format!("/apis/v2beta1/pipelines/{pipeline}/versions"));
    let versions = versions
        .send(rig.sandbox.addresses().kfp)
        .await
        .expect("an answer")
        .value();
    let version = versions["pipeline_versions"][0]["pipeline_version_id"]
        .as_str()
        .expect("a version");
    replay.bindings.bind("version:su", version);
    replay.run_until("singleuser-055").await;
    let run = replay.bindings.get("run:su-run").expect("the run");
    rig.report(run, "", &[]).await;
    replay.finish().await;
}

#[tokio::test]
async fn recurringruns() {
    const KNOWN: Known = Known {
        differences: &[
            ("recurringruns-110", SLOW),
            ("recurringruns-112", SLOW),
            ("recurringruns-136", SCHEDULE_GONE),
        ],
        unsendable: &[
            ("recurringruns-101", OBJECT),
            ("recurringruns-102", OBJECT),
            ("recurringruns-123", OBJECT),
        ],
    };
    let rig = Rig::start_with(true, |config| {
        config.clock = Clock::stepped(datetime!(2026-11-25 14:00:01 UTC));
    })
    .await;
    let mut replay = Replay::of(&rig, "recurringruns", KNOWN);
    replay.step = Duration::ZERO;
    for (user, namespace, name) in [("alice", "team-a", "rr"), ("bob", "team-b", "bob-rr")] {
        let id = rig.make_experiment(user, namespace, name).await;
        replay.bindings.bind(&format!("experiment:{name}"), id);
    }
    let (pipeline, version) = rig
        .upload("alice", "name=hello&namespace=team-a", "hello.yaml")
        .await;
    replay.bindings.bind("pipeline:hello", pipeline);
    replay.bindings.bind("version:hello", version);
    replay.run_until("recurringruns-103").await;
    rig.sandbox.advance(Duration::from_secs(75)).await;
    // By then the real runs had been reported on; without a controller those of the sandbox stay pending.
    replay.ignored = &["state", "state_history"];
    replay.run_until("recurringruns-122").await;
    let fire_one = replay
        .bindings
        .get("recurring-run:fire-one")
        .expect("the recurring run")
        .to_owned();
    end_first_run_of(&rig, &fire_one).await;
    rig.sandbox.advance(Duration::from_secs(25)).await;
    replay.finish().await;
}

async fn end_first_run_of(rig: &Rig, recurring_run: &str) {
    let list = Call::get("/apis/v2beta1/runs?namespace=team-a&page_size=200&sort_by=created_at");
    let list = rig.kfp("alice", list).await.value();
    let run = list["runs"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|run| run["recurring_run_id"] == recurring_run)
        .expect("a run of it");
    let id = run["run_id"].as_str().expect("an id");
    rig.report(id, "Succeeded", &[]).await;
}
