//! What people reported, met by the command line.

use std::net::{Ipv6Addr, SocketAddr};

use kfp_sandbox::{Action, EnvoyReply, Fault, Place, SandboxConfig, Switch};
use serde_json::{Value, json};

use crate::program::{OWN, Rig, run_in};
use crate::stub;
use crate::uploads::{case, compiled};

const JSON: &str = "application/json";

/// K10: a namespace is given to a KFP without users.
#[tokio::test]
async fn a_namespace_is_no_failure_where_there_are_none() {
    let mut config = SandboxConfig::default();
    config.multi_user = false;
    let rig = Rig::start_with(config).await;
    let kfp = format!("http://{}", rig.sandbox.addresses().kfp);
    let home = rig.folder.path();
    let run = async |args: &[&str]| {
        let common = ["--endpoint", &kfp, "-n", "team-a", "-o", "json"];
        run_in(home, &[&common[..], args].concat()).await
    };
    let made = run(&["experiments", "create", "x"]).await.json();
    assert_eq!(made["display_name"], "x");
    let train = compiled("hello.yaml");
    run(&["pipelines", "upload", &train]).await.json();
    let started = run(&["runs", "create", &train]).await.json();
    let listed = run(&["runs", "ls"]).await.json();
    let is_there = |listed: &Value| {
        let runs = listed.as_array().unwrap().iter();
        runs.filter(|run| run["run_id"] == started["run_id"])
            .count()
    };
    assert_eq!(is_there(&listed), 1);
}

/// K10: the experiment is there, made by somebody meanwhile.
#[tokio::test]
async fn an_experiment_that_is_there_without_a_namespace_will_do() {
    let mut config = SandboxConfig::default();
    config.multi_user = false;
    let rig = Rig::start_with(config).await;
    let path = "/apis/v2beta1/experiments";
    let unseen = Fault::at(Place::Kfp, Action::answer(200, JSON, "{}"));
    rig.sandbox
        .faults()
        .add(unseen.method("GET").path(path).times(2));
    let words = "In single-user mode, CreateExperimentRequest shouldn't contain namespace.";
    let error = json!({"error": words, "code": 3, "message": words, "details": []});
    let refused = Fault::at(Place::Kfp, Action::answer(400, JSON, error.to_string()));
    rig.sandbox
        .faults()
        .add(refused.method("POST").path(path).times(1));
    let kfp = format!("http://{}", rig.sandbox.addresses().kfp);
    let train = compiled("hello.yaml");
    let args = ["--endpoint", &kfp, "-n", "team-a", "runs", "create", &train];
    run_in(rig.folder.path(), &args).await.ok();
}

/// K72: a KFP that knows the first API alone.
#[tokio::test]
async fn a_server_of_the_first_api_is_named() {
    let rig = Rig::start().await;
    rig.sandbox.faults().set(Switch::KfpFirstApiOnly, true);
    let train = compiled("diamond.yaml");
    for args in [
        &["runs", "ls"][..],
        &["runs", "create", &train, "--param", "rows=7"],
    ] {
        let done = rig.run(args).await;
        assert_ne!(done.code, 0, "{done:?}");
        assert!(done.out.is_empty(), "{done:?}");
        assert!(done.words.contains("first version of the API"), "{done:?}");
    }
    rig.sandbox.faults().set(Switch::KfpFirstApiOnly, false);
    let nothing = "00000000-0000-4000-8000-000000000000";
    let gone = rig.run(&["runs", "get", nothing]).await;
    assert_eq!(gone.code, 6, "{gone:?}");
    assert!(!gone.words.contains("first version"), "{gone:?}");
}

/// Not K72: nothing is found, and the health tells nothing of the kind.
#[tokio::test]
async fn a_server_is_not_named_old_for_what_else_goes_wrong() {
    let nothing = "00000000-0000-4000-8000-000000000000";
    let away = Action::Envoy {
        reply: EnvoyReply::NoHealthyUpstream,
    };
    let foreign = Action::answer(200, JSON, json!({"status": "ok"}).to_string());
    for (is_old, version, action) in [(false, "v2beta1", away), (true, "v1beta1", foreign)] {
        let rig = Rig::start().await;
        rig.sandbox.faults().set(Switch::KfpFirstApiOnly, is_old);
        let fault = Fault::at(Place::Kfp, action).path(&format!("/apis/{version}/healthz"));
        rig.sandbox.faults().add(fault);
        let gone = rig.run(&["runs", "get", nothing]).await;
        assert_ne!(gone.code, 0, "{version}: {gone:?}");
        assert!(!gone.words.contains("first version"), "{version}: {gone:?}");
    }
}

async fn with_schedule(change: impl FnOnce(&mut Value)) -> String {
    let id = "9d1f2c3a-0000-4000-8000-000000000001";
    let mut schedule = json!({
        "recurring_run_id": id, "experiment_id": id, "display_name": "nightly", "namespace": OWN,
        "status": "DISABLED", "mode": "DISABLE", "max_concurrency": "2",
        "created_at": "2026-01-01T00:00:00Z",
        "trigger": {"cron_schedule": {
            "cron": "0 0 3 * * *", "end_time": "2026-01-08T00:00:00Z",
        }},
    });
    change(&mut schedule);
    let one = format!("/apis/v2beta1/recurringruns/{id}");
    stub::serve(&[
        (&one, JSON, schedule.to_string()),
        (&format!("{one}:enable"), JSON, "{}".to_owned()),
        ("/apis/v2beta1/runs", JSON, "{}".to_owned()),
    ])
    .await
}

/// K63: firings of a week are run when a schedule is enabled again.
#[tokio::test]
async fn missed_firings_are_counted_before_they_are_run() {
    let home = tempfile::tempdir().unwrap();
    let enable = async |address: &str, more: &[&str]| {
        let id = "9d1f2c3a-0000-4000-8000-000000000001";
        let args = ["--endpoint", address, "recurring-runs", "enable", id];
        run_in(home.path(), &[&args[..], more].concat()).await
    };
    let address = with_schedule(|_| ()).await;
    let refused = enable(&address, &[]).await;
    assert_eq!((refused.code, refused.out.as_str()), (2, ""), "{refused:?}");
    assert!(
        refused.words.contains("7 firings were missed"),
        "{refused:?}"
    );
    assert!(refused.words.contains("2 at a time"), "{refused:?}");
    let wanted = enable(&address, &["--catch-up"]).await;
    assert!(wanted.words.contains("fires again"), "{wanted:?}");

    let address = with_schedule(|schedule| schedule["no_catchup"] = true.into()).await;
    let none = enable(&address, &[]).await;
    assert_eq!(none.code, 0, "{none:?}");
    let address = with_schedule(|schedule| {
        schedule["trigger"]["cron_schedule"]["end_time"] = "2026-01-01T02:00:00Z".into();
    })
    .await;
    assert_eq!(enable(&address, &[]).await.code, 0);
}

/// K66: five fields and a window of forty minutes.
#[tokio::test]
async fn five_fields_in_a_window_are_asked_back_with_their_counts() {
    let home = tempfile::tempdir().unwrap();
    let create = async |more: &[&str]| {
        let args = ["recurring-runs", "create", "--dry-run", "p.yaml"];
        run_in(home.path(), &[&args[..], more].concat()).await
    };
    let window = [
        "--start",
        "2036-11-06T00:00:00.00Z",
        "--end",
        "2036-11-06T00:40:00Z",
    ];
    let five = create(&[&["--cron", "*/10 * * * *"][..], &window].concat()).await;
    assert_eq!((five.code, five.out.as_str()), (2, ""), "{five:?}");
    for word in ["240 times in this window", "4 times in this window"] {
        assert!(five.words.contains(word), "{word}: {five:?}");
    }
    for (cron, end, word) in [
        ("0 0 0 30 2 *", "2036-12-06T00:00:00Z", "never fire"),
        (
            "0 0 9 * * *",
            "2036-11-05T00:00:00Z",
            "ends before it begins",
        ),
        ("0 0 9 * * *", "2036-02-31", "--end"),
    ] {
        let wrong = create(&["--cron", cron, "--start", window[1], "--end", end]).await;
        assert_eq!((wrong.code, wrong.out.as_str()), (2, ""), "{wrong:?}");
        assert!(wrong.words.contains(word), "{word}: {wrong:?}");
    }
    let once = create(&[
        "--cron",
        "0 30 0 * * *",
        "--start",
        window[1],
        "--end",
        window[3],
    ])
    .await;
    assert_eq!(once.code, 0, "{once:?}");
    assert!(once.out.contains("It fires once."), "{once:?}");
}

/// K11: a workflow of the first KFP with a namespace in it is told for what it is, and not sent.
#[tokio::test]
async fn a_workflow_of_the_first_kfp_is_not_sent() {
    let rig = Rig::start().await;
    let text = "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata:\n  namespace: team-a\nspec: {}\n";
    std::fs::write(rig.path("old.yaml"), text).unwrap();
    let path = rig.path("old.yaml");
    for args in [["pipelines", "upload", &path], ["runs", "create", &path]] {
        let done = rig.run(&args).await;
        assert_ne!(done.code, 0, "{done:?}");
        assert!(done.words.contains("Argo"), "{done:?}");
    }
}

/// K12: connections that were idle are cut without notice.
#[tokio::test]
async fn a_read_is_repeated_on_a_new_connection_and_nobody_notices() {
    let mut config = SandboxConfig::default();
    config.multi_user = false;
    let rig = Rig::start_with(config).await;
    let kfp = format!("http://{}", rig.sandbox.addresses().kfp);
    let run = async |args: &[&str]| {
        let common = ["--endpoint", &kfp, "-n", OWN, "-o", "json"];
        run_in(rig.folder.path(), &[&common[..], args].concat()).await
    };
    let made = run(&["experiments", "create", "kept"]).await.json();
    let id = made["experiment_id"].as_str().unwrap();
    let cut = Fault::at(Place::Kfp, Action::Drop).method("GET");
    rig.sandbox.faults().add(cut.clone().times(1));
    let found = run(&["experiments", "get", id]).await.json();
    assert_eq!(found["display_name"], "kept");
    // Once: what goes on being cut is told.
    rig.sandbox.faults().add(cut);
    let lost = run(&["experiments", "get", id]).await;
    assert_eq!((lost.code, lost.out.as_str()), (7, ""), "{lost:?}");
}

/// K01 and K02: redirects that never end, on a port-forward.
#[tokio::test]
async fn redirects_without_end_are_told_from_where_they_lead() {
    let rig = Rig::start().await;
    let gateway = format!("http://{}/pipeline", rig.sandbox.addresses().gateway);
    let doctor = async |answer: Vec<(&str, &str)>| {
        rig.sandbox.faults().clear();
        let answer = answer.into_iter();
        let action = Action::Answer {
            status: 302,
            headers: answer
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
            body: String::new(),
        };
        rig.sandbox.faults().add(Fault::at(Place::Gateway, action));
        let args = ["--endpoint", &gateway, "-n", OWN, "doctor"];
        run_in(rig.folder.path(), &args).await
    };
    let secure =
        "oauth2_proxy_kubeflow=AAAA-not-a-real-session; Path=/; HttpOnly; Secure; SameSite=Lax";
    let start = "http://{host}/oauth2/start?rd=%2F";
    let circle = doctor(vec![("location", start), ("set-cookie", secure)]).await;
    assert_eq!(circle.code, 4, "{circle:?}");
    assert!(circle.out.contains("Secure cookie"), "{}", circle.out);
    assert!(!circle.out.contains("AAAA"), "{}", circle.out);

    let same = doctor(vec![("location", "https://{host}/kflogin")]).await;
    assert_eq!(same.code, 7, "{same:?}");
    for words in ["sends to https on itself", "forward its TLS port"] {
        assert!(same.out.contains(words), "{words}: {}", same.out);
    }
    let list = [
        "--endpoint",
        &gateway,
        "-n",
        OWN,
        "runs",
        "ls",
        "-o",
        "json",
    ];
    let list = run_in(rig.folder.path(), &list).await;
    assert_ne!(list.code, 0, "{list:?}");
    assert_eq!(list.out, "", "{list:?}");
}

/// K04: a cluster without IPv4.
#[tokio::test]
async fn everything_works_over_ipv6() {
    let mut config = SandboxConfig::default();
    config.multi_user = false;
    config.listen.kfp = SocketAddr::from((Ipv6Addr::LOCALHOST, 0));
    let rig = Rig::start_with(config).await;
    let kfp = rig.sandbox.addresses().kfp;
    // The second is that of a page in the browser.
    for address in [format!("http://{kfp}"), format!("http://{kfp}/#/runs")] {
        let run = async |args: &[&str]| {
            let common = ["--endpoint", &address, "-n", OWN];
            run_in(rig.folder.path(), &[&common[..], args].concat()).await
        };
        run(&["runs", "ls", "-o", "json"]).await.json();
        let report = run(&["doctor", "--json"]).await.json();
        let shown = report["address"].as_str().unwrap();
        assert!(shown.starts_with(&format!("http://{kfp}")), "{report}");
    }
}

/// K10 and K11: the doctor says what a namespace is worth where there are no users.
#[tokio::test]
async fn the_doctor_tells_that_a_namespace_says_nothing() {
    let mut config = SandboxConfig::default();
    config.multi_user = false;
    let rig = Rig::start_with(config).await;
    let kfp = format!("http://{}", rig.sandbox.addresses().kfp);
    let args = ["--endpoint", &kfp, "-n", "team-a", "doctor"];
    let told = run_in(rig.folder.path(), &args).await;
    for words in [
        "it has no users",
        "not in team-a",
        "Nothing on the way fails.",
    ] {
        assert!(told.ok().contains(words), "{words}: {}", told.out);
    }
}

/// K73: name and id of a version's pipeline, mixed up.
#[tokio::test]
async fn a_version_goes_to_the_pipeline_that_was_meant_or_nowhere() {
    let rig = Rig::start().await;
    let hello = compiled("hello.yaml");
    let upload = async |more: &[&str]| {
        let args = [
            "pipelines",
            "upload",
            &hello,
            "--name",
            "twice",
            "-o",
            "name",
        ];
        let done = rig.run(&[&args[..], more].concat()).await;
        done.ok().trim().to_owned()
    };
    let private = upload(&[]).await;
    let shared = upload(&["--shared"]).await;
    let version = async |pipeline: &str, name: &str| {
        let args = ["versions", "upload", pipeline, &hello, "--name", name];
        rig.run(&args).await
    };
    // One's own is meant where a shared one has the same name.
    version("twice", "v2").await.ok();
    for unknown in ["0.0.1", "nowhere", "00000000-0000-4000-8000-000000000000"] {
        let unknown = version(unknown, "v3").await;
        assert_ne!(unknown.code, 0, "{unknown:?}");
        assert_eq!(unknown.out, "", "{unknown:?}");
    }
    version(&private, "v4").await.ok();
    for (id, count) in [(private, 3), (shared, 1)] {
        let versions = rig.run(&["versions", "ls", &id, "-o", "json"]).await.json();
        assert_eq!(versions.as_array().unwrap().len(), count, "{versions}");
    }
}

/// K09: a call that the server lacks, through the service proxy of Kubernetes.
#[tokio::test]
async fn the_service_proxy_of_kubernetes_is_told_from_kfp() {
    let rig = Rig::start().await;
    let words = "Error trying to reach service: ssh: rejected: connect failed (Connection refused)";
    let status = json!({"kind": "Status", "apiVersion": "v1", "status": "Failure", "message": words, "code": 503});
    for (kind, body) in [("text/plain", words.to_owned()), (JSON, status.to_string())] {
        rig.sandbox.faults().clear();
        let refused = Fault::at(Place::Kfp, Action::answer(503, kind, body));
        // Whoever asks again gets an answer.
        rig.sandbox
            .faults()
            .add(refused.path("/apis/v2beta1/runs").times(1));
        let done = rig.run(&["runs", "ls"]).await;
        assert_ne!(done.code, 0, "{done:?}");
        for words in [
            "service proxy of Kubernetes",
            "release is `",
            "port-forward",
        ] {
            assert!(done.words.contains(words), "{words}: {done:?}");
        }
    }
}

/// K19: a name without a letter of ASCII is refused here, with a proposal; the name for people is kept as it was typed.
#[tokio::test]
async fn a_name_in_the_cluster_needs_a_letter_and_one_for_people_does_not() {
    let rig = Rig::start().await;
    let path = rig.path("churn_model.yaml");
    std::fs::copy(case("K19.yaml"), &path).unwrap();
    let nowhere = ["--endpoint", "http://127.0.0.1:9", "-n", OWN];
    for args in [["pipelines", "upload", &path], ["runs", "create", &path]] {
        let done = rig.bare(&[&nowhere[..], &args].concat()).await;
        assert_eq!((done.code, done.out.as_str()), (2, ""), "{done:?}");
        for words in [
            "`解約予測`",
            "name=\"churn-model\", display_name=\"解約予測\"",
        ] {
            assert!(done.words.contains(words), "{words}: {done:?}");
        }
    }
    let shown = "해지 예측";
    let upload = [
        "pipelines",
        "upload",
        &compiled("hello.yaml"),
        "--display-name",
        shown,
        "-o",
        "json",
    ];
    let made = rig.run(&upload).await.json();
    assert_eq!(made["display_name"], shown, "{made}");
    let found = rig.run(&["pipelines", "ls", "-o", "json"]).await.json();
    let mut found = found.as_array().unwrap().iter();
    assert!(found.any(|one| one["display_name"] == shown));
}

/// K64: a schedule was replaced, and its object goes on making runs.
#[tokio::test]
async fn a_run_of_a_schedule_that_is_gone_says_so() {
    let home = tempfile::tempdir().unwrap();
    let (run, schedule) = (
        "5f1f2c3a-0000-4000-8000-000000000001",
        "9d1f2c3a-0000-4000-8000-000000000001",
    );
    let made = json!({
        "run_id": run, "experiment_id": schedule, "display_name": "nightly 7", "namespace": "team-a",
        "recurring_run_id": schedule, "state": "SUCCEEDED", "created_at": "2026-01-01T00:00:00Z",
    });
    let path = format!("/apis/v2beta1/runs/{run}");
    let of_schedule = format!("/apis/v2beta1/recurringruns/{schedule}");
    let gone = json!({"error": "not found", "code": 5, "message": "not found", "details": []});
    let known =
        json!({"recurring_run_id": schedule, "experiment_id": schedule, "display_name": "nightly"});
    for (answer, is_told) in [
        (Some((404, gone.to_string())), true),
        (Some((200, known.to_string())), false),
        // What cannot be looked up is not said to be gone.
        (Some((503, "no healthy upstream".to_owned())), false),
    ] {
        let mut answers = vec![(path.as_str(), 200, made.to_string())];
        answers.extend(answer.map(|(status, body)| (of_schedule.as_str(), status, body)));
        let address = stub::serve_with(&answers).await;
        let args = [
            "--endpoint",
            &address,
            "-n",
            "team-a",
            "runs",
            "get",
            run,
            "-o",
            "json",
        ];
        let done = run_in(home.path(), &args).await;
        assert_eq!(done.json()["run_id"], run);
        let told = format!("that KFP knows no more: {schedule}");
        assert_eq!(done.words.contains(&told), is_told, "{done:?}");
        let command = "kubectl get scheduledworkflows --namespace team-a";
        assert_eq!(done.words.contains(command), is_told, "{done:?}");
    }
}
