//! The recorded topics, one test each: their set-up, and what is not replayed.

use std::time::Duration;

use http::Method;
use kfp_sandbox::{Clock, KubernetesUser};
use serde_json::json;
use time::macros::datetime;

use crate::client::Call;
use crate::package_server::PackageServer;
use crate::replay::{Exception, Replay};
use crate::rig::{Rig, account, user};

const LEFT_OVER: &str = "lists what the recordings before this one had left on that server";
const SLOW: &str =
    "counts what the real controller's passes, ten seconds apart, had made until then";
const SCHEDULE_GONE: &str = "the deletion of its ScheduledWorkflow was left out of the recording";
const TERMINATE: &str = "terminating a run is not simulated yet";
const HUGE: &str = "so large a body would be no test but a load";
const DESCRIBED: &str = "the header is only described";
const ANY_VERSION: &str = "which of several versions is named is the database's choice";
const FAR: &str = "counts or shows runs of set-ups that were left out of the recording";

#[tokio::test]
async fn auth() {
    const EXCEPTIONS: &[Exception] = &[
        (
            "auth-072",
            "the real server's caches accept the account for some seconds more; the sandbox forgets it at once",
        ),
        ("auth-083", LEFT_OVER),
        ("auth-086", LEFT_OVER),
        ("auth-087", LEFT_OVER),
    ];
    let rig = Rig::start(true).await;
    rig.make(
        "/api/v1/namespaces/team-a/serviceaccounts",
        &json!({"metadata": {"name": "temp"}}),
    )
    .await;
    rig.bind("team-a", "temp", "kfp-edit", &account("team-a", "temp"))
        .await;
    let mut replay = Replay::of(&rig, "auth", EXCEPTIONS);
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
    replay.run_until("auth-087").await;
    rig.expire_token_by(Duration::from_secs(2));
    replay.run_until("auth-089").await;
    rig.clock.advance(Duration::from_secs(70));
    replay.finish().await;
}

#[tokio::test]
async fn kubernetes() {
    const EXCEPTIONS: &[Exception] = &[("kubernetes-001", "the version says that it is simulated")];
    let rig = Rig::start(true).await;
    let mut replay = Replay::of(&rig, "kubernetes", EXCEPTIONS);
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
    const EXCEPTIONS: &[Exception] = &[("experiments-233", TERMINATE)];
    let rig = Rig::start(true).await;
    let mut replay = Replay::of(&rig, "experiments", EXCEPTIONS);
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
    const EXCEPTIONS: &[Exception] = &[];
    let rig = Rig::start(true).await;
    let mut replay = Replay::of(&rig, "order", EXCEPTIONS);
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
    const EXCEPTIONS: &[Exception] = &[
        ("http-009", "metrics are not simulated"),
        ("http-074", HUGE),
        ("http-075", HUGE),
        ("http-076", HUGE),
        ("http-090", "the HTTP library's 431 has no media type"),
        ("http-097", DESCRIBED),
        ("http-098", DESCRIBED),
        ("http-099", DESCRIBED),
    ];
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
    let mut replay = Replay::of(&rig, "http", EXCEPTIONS);
    // Lists are asked for only to see whether the call passes.
    replay.ignored = &["experiments", "runs", "total_size", "next_page_token"];
    replay.finish().await;
}

#[tokio::test]
async fn pipelines() {
    const EXCEPTIONS: &[Exception] = &[
        ("pipelines-016", "another YAML library words it otherwise"),
        ("pipelines-094", LEFT_OVER),
        ("pipelines-095", LEFT_OVER),
        ("pipelines-213", "the recording holds only part of it"),
        ("pipelines-216", ANY_VERSION),
        ("pipelines-251", ANY_VERSION),
        ("pipelines-252", ANY_VERSION),
    ];
    let rig = Rig::start(true).await;
    Replay::of(&rig, "pipelines", EXCEPTIONS).finish().await;
}

#[tokio::test]
async fn singleuser() {
    const EXCEPTIONS: &[Exception] = &[
        ("singleuser-024", LEFT_OVER),
        ("singleuser-025", LEFT_OVER),
        ("singleuser-032", FAR),
        ("singleuser-033", LEFT_OVER),
    ];
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
    let mut replay = Replay::of(&rig, "singleuser", EXCEPTIONS);
    replay.substitute("127.0.0.1:9777", &packages.address());
    // One number for all names of this recording: one of them is used twice.
    replay.substitute("<epoch>", "7");
    replay.bindings.bind("epoch-1", "17");
    replay.run_until("singleuser-028").await;
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
    const EXCEPTIONS: &[Exception] = &[
        ("recurringruns-110", SLOW),
        ("recurringruns-112", SLOW),
        ("recurringruns-122", FAR),
        ("recurringruns-135", SLOW),
        ("recurringruns-136", SCHEDULE_GONE),
    ];
    let rig = Rig::start_with(true, |config| {
        config.clock = Clock::stepped(datetime!(2026-11-25 14:00:01 UTC));
    })
    .await;
    let mut replay = Replay::of(&rig, "recurringruns", EXCEPTIONS);
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
    replay.finish().await;
}
