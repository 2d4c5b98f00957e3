//! What clients of v1beta1 and v1alpha1 make: it is there in v2beta1 too.

use std::time::Duration;

use http::Method;
use kfp_sandbox::{Sandbox, SandboxConfig};
use serde_json::{Value, json};

use crate::client::{Answer, Call};
use crate::packages::{form, package, spec};
use crate::rig::Rig;
use crate::walk::{call, get, stepped};

const BOUNDARY: &str = "boundary0123456789";

async fn post(sandbox: &Sandbox, target: &str, body: &Value) -> Value {
    call(sandbox, Method::POST, target, body).await
}

async fn refused(sandbox: &Sandbox, target: &str, body: &Value) -> (u16, String) {
    let answer = Call::post(target, body)
        .send(sandbox.addresses().kfp)
        .await
        .unwrap();
    let message = answer.value()["message"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (answer.status.as_u16(), message)
}

fn reference(kind: &str, id: &Value, relationship: &str) -> Value {
    json!({"key": {"type": kind, "id": id}, "relationship": relationship})
}

async fn upload(sandbox: &Sandbox, target: &str, name: &str) -> Answer {
    let mut upload = Call::get(target).header(
        "content-type",
        format!("multipart/form-data; boundary={BOUNDARY}"),
    );
    upload.method = Method::POST;
    upload.body = form(BOUNDARY, "uploadfile", name, &package(name)).into();
    upload.send(sandbox.addresses().kfp).await.unwrap()
}

#[tokio::test]
async fn an_older_client_makes_everything_that_a_run_needs() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let experiment = json!({"name": "older", "description": "of v1beta1"});
    let experiment = post(&sandbox, "/apis/v1beta1/experiments", &experiment).await;
    assert_eq!(experiment["storage_state"], "STORAGESTATE_AVAILABLE");
    let newer = format!(
        "/apis/v2beta1/experiments/{}",
        experiment["id"].as_str().unwrap()
    );
    assert_eq!(get(&sandbox, &newer).await["display_name"], "older");

    let pipeline = upload(
        &sandbox,
        "/apis/v1beta1/pipelines/upload?name=hello",
        "hello.yaml",
    )
    .await;
    let pipeline = pipeline.value();
    assert_eq!(pipeline["name"], "hello");
    let first = &pipeline["default_version"]["id"];
    let target = format!(
        "/apis/v1beta1/pipelines/upload_version?name=second&pipelineid={}",
        pipeline["id"].as_str().unwrap()
    );
    let second = upload(&sandbox, &target, "hello.yaml").await.value();
    assert_eq!(
        second["resource_references"],
        json!([reference("PIPELINE", &pipeline["id"], "OWNER")])
    );

    let run = json!({
        "name": "of a version",
        "pipeline_spec": {"runtime_config": {"parameters": {"who": "nobody"}}},
        "resource_references": [
            reference("EXPERIMENT", &experiment["id"], "OWNER"),
            reference("PIPELINE_VERSION", first, "CREATOR"),
        ],
    });
    let made = post(&sandbox, "/apis/v1beta1/runs", &run).await;
    assert_eq!(made["run"]["status"], "Pending");
    assert!(made["pipeline_runtime"]["pipeline_manifest"].is_string());
    let id = made["run"]["id"].as_str().unwrap();
    sandbox.advance(Duration::from_hours(1)).await;
    let newer = get(&sandbox, &format!("/apis/v2beta1/runs/{id}")).await;
    assert_eq!(newer["state"], "SUCCEEDED");
    assert_eq!(newer["experiment_id"], experiment["id"]);
    assert_eq!(newer["runtime_config"]["parameters"]["who"], "nobody");
    assert_eq!(
        newer["pipeline_version_reference"]["pipeline_version_id"],
        *first
    );

    let inline = json!({
        "name": "inline",
        "pipeline_spec": {"pipeline_manifest": String::from_utf8(package("hello.yaml")).unwrap()},
    });
    let made = post(&sandbox, "/apis/v1beta1/runs", &inline).await;
    let newer = format!("/apis/v2beta1/runs/{}", made["run"]["id"].as_str().unwrap());
    let newer = get(&sandbox, &newer).await;
    assert_eq!(newer["pipeline_spec"], spec("hello"));

    let job = json!({
        "name": "hourly",
        "enabled": true,
        "max_concurrency": "1",
        "trigger": {"periodic_schedule": {"interval_second": "3600"}},
        "pipeline_spec": {"pipeline_id": pipeline["id"]},
    });
    let made = post(&sandbox, "/apis/v1beta1/jobs", &job).await;
    assert_eq!(made["enabled"], true);
    let newer = format!(
        "/apis/v2beta1/recurringruns/{}",
        made["id"].as_str().unwrap()
    );
    let newer = get(&sandbox, &newer).await;
    assert_eq!(
        newer["pipeline_version_reference"]["pipeline_version_id"], second["id"],
        "the latest one of now"
    );
    sandbox.shutdown().await;
}

#[tokio::test]
async fn an_older_client_is_refused_in_its_own_words() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let nothing = json!({});
    for (target, body, status, words) in [
        (
            "/apis/v1beta1/experiments",
            &nothing,
            500,
            "[ExperimentServer]: Failed to create a v1beta1 experiment due to conversion error: InternalServerError: ",
        ),
        (
            "/apis/v1beta1/runs",
            &nothing,
            500,
            "CreateJob(job.ToV2())Failed to create a v1beta1 run due to conversion error: InternalServerError: Failed \
             to convert a v1beta1 API run detail to its internal representation",
        ),
        (
            "/apis/v1beta1/runs",
            &json!({"name": "a", "resource_references": [reference("EXPERIMENT", &json!("x"), "OWNER")]}),
            404,
            "Failed to create a new v1beta1 run: Failed to create a run due to invalid experimentId",
        ),
        (
            "/apis/v1beta1/jobs",
            &json!({"name": "a", "max_concurrency": 1, "pipeline_spec": {"pipeline_id": "x"}}),
            404,
            "Failed to fetch a pipeline version from pipeline x: ",
        ),
        (
            "/apis/v1beta1/pipelines",
            &json!({"name": "a"}),
            400,
            "Failed to create a pipeline (v1beta1): Invalid input error: invalid pipeline spec URL: ",
        ),
        (
            "/apis/v1beta1/pipeline_versions",
            &json!({"name": "a"}),
            400,
            "Invalid input error: Failed to create a pipeline version (v1beta1). Pipeline version is nil",
        ),
        (
            "/apis/v1beta1/visualizations/a",
            &json!({"type": "TABLE", "source": "gs://a"}),
            500,
            "Internal error: Get \"http://ml-pipeline-visualizationserver:8888\"",
        ),
        (
            "/apis/v1beta1/visualizations/a",
            &nothing,
            400,
            "Invalid input error: A visualization requires a Source",
        ),
        (
            "/apis/v1alpha1/tasks",
            &json!({"pipelineName": "a", "runId": "x", "mlmdExecutionID": "1", "fingerprint": "f",
                    "created_at": "2026-11-25T10:00:00Z"}),
            404,
            "Failed to create a new task: Failed to create a task for run x: ",
        ),
    ] {
        let (actual, message) = refused(&sandbox, target, body).await;
        assert!(
            actual == status && message.starts_with(words),
            "{target}: {actual} {message}"
        );
    }
    sandbox.shutdown().await;
}

#[tokio::test]
async fn metrics_and_tasks_that_clients_make_are_shown_with_their_run() {
    let sandbox = Sandbox::start(stepped()).await.unwrap();
    let run = json!({"display_name": "measured", "pipeline_spec": spec("hello")});
    let run = post(&sandbox, "/apis/v2beta1/runs", &run).await;
    let id = run["run_id"].as_str().unwrap();
    let report = json!({"metrics": [
        {"name": "accuracy", "node_id": "n", "number_value": 0.5, "format": "PERCENTAGE"},
        {"name": "accuracy", "node_id": "n", "number_value": 1},
        {"name": "loss", "node_id": "", "number_value": 1},
    ]});
    let target = format!("/apis/v1beta1/runs/{id}:reportMetrics");
    let results = post(&sandbox, &target, &report).await["results"].clone();
    let statuses: Vec<_> = results
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["status"].as_str().unwrap())
        .collect();
    assert_eq!(statuses, ["OK", "DUPLICATE_REPORTING", "INVALID_ARGUMENT"]);
    let older = get(&sandbox, &format!("/apis/v1beta1/runs/{id}")).await;
    assert_eq!(
        older["run"]["metrics"],
        json!([{"name": "accuracy", "node_id": "n", "number_value": 0.5, "format": "PERCENTAGE"}])
    );

    let other = json!({"display_name": "not measured", "pipeline_spec": spec("hello")});
    let other = post(&sandbox, "/apis/v2beta1/runs", &other).await;
    let best = get(
        &sandbox,
        "/apis/v2beta1/runs?sort_by=metric:accuracy%20desc",
    )
    .await;
    assert_eq!(best["runs"][0]["run_id"], id);
    let worst = get(&sandbox, "/apis/v2beta1/runs?sort_by=metric:accuracy").await;
    assert_eq!(worst["runs"][0]["run_id"], other["run_id"]);

    let task = json!({"pipelineName": "p", "runId": id, "mlmdExecutionID": "7", "fingerprint": "f",
                      "created_at": "2026-11-25T10:00:00Z"});
    let made = post(&sandbox, "/apis/v1alpha1/tasks", &task).await;
    let owned =
        "/apis/v1alpha1/tasks?resource_reference_key.type=PIPELINE&resource_reference_key.id=p";
    assert_eq!(
        get(&sandbox, owned).await,
        json!({"tasks": [made], "total_size": 1})
    );
    let rows = get(&sandbox, &format!("/apis/v2beta1/runs/{id}")).await;
    let row = &rows["run_details"]["task_details"][0];
    assert_eq!(row["task_id"], made["id"]);
    assert_eq!(row["execution_id"], "7");
    assert_eq!(row["display_name"], Value::Null);

    sandbox.advance(Duration::from_hours(1)).await;
    let all = get(&sandbox, "/apis/v1alpha1/tasks?sort_by=finished_at").await;
    assert!(all["total_size"].as_i64().unwrap() > 5);
    assert_eq!(all["tasks"][1]["namespace"], "kubeflow");
    sandbox.shutdown().await;
}

#[tokio::test]
async fn rights_are_asked_for_what_an_older_client_makes() {
    let rig = Rig::start(true).await;
    let experiment = json!({"name": "e", "resource_references": [reference("NAMESPACE", &json!("team-a"), "OWNER")]});
    let made = |user: &'static str, target: &'static str, body: Value| {
        let kfp = rig.sandbox.addresses().kfp;
        async move {
            let call =
                Call::post(target, &body).header("kubeflow-userid", format!("{user}@example.com"));
            call.send(kfp).await.unwrap()
        }
    };
    let denied = made("mallory", "/apis/v1beta1/experiments", experiment.clone()).await;
    assert_eq!(denied.status, 403);
    let message = denied.value()["message"].as_str().unwrap().to_owned();
    assert!(
        message.starts_with("Failed to create a v1beta1 experiment: Failed to authorize"),
        "{message}"
    );
    let allowed = made("alice", "/apis/v1beta1/experiments", experiment).await;
    assert_eq!(allowed.status, 200);
    let run = |namespace: &str| {
        let owner = reference("EXPERIMENT", &allowed.value()["id"], "OWNER");
        let namespace = reference("NAMESPACE", &json!(namespace), "OWNER");
        json!({"name": "r", "resource_references": [owner, namespace]})
    };
    let denied = made("mallory", "/apis/v1beta1/runs", run("team-a")).await;
    assert_eq!(denied.status, 403);
    let misplaced = made("alice", "/apis/v1beta1/runs", run("team-b")).await;
    assert_eq!(misplaced.status, 400);
    let message = misplaced.value()["message"].to_string();
    assert!(
        message.contains("belongs to namespace 'team-a' instead of 'team-b'"),
        "{message}"
    );
}

#[tokio::test]
async fn the_server_counts_its_calls() {
    let sandbox = Sandbox::start(SandboxConfig::default()).await.unwrap();
    let metrics = || async {
        let answer = Call::get("/metrics")
            .send(sandbox.addresses().kfp)
            .await
            .unwrap();
        assert_eq!(
            answer.headers["content-type"],
            "text/plain; version=0.0.4; charset=utf-8; escaping=underscores"
        );
        String::from_utf8(answer.body.to_vec()).unwrap()
    };
    let recorded = std::fs::read_to_string(format!(
        "{}/tests/recorded/kfp/http.json",
        env!("CARGO_MANIFEST_DIR")
    ));
    let recorded: Value = serde_json::from_str(&recorded.unwrap()).unwrap();
    let exchange = recorded["exchanges"]
        .as_array()
        .unwrap()
        .iter()
        .find(|exchange| exchange["id"].as_str().unwrap().starts_with("http-009"));
    let recorded = exchange.unwrap()["response"]["body"].as_str().unwrap();
    let described = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.starts_with('#'));
        lines.map(str::to_owned).collect()
    };
    let before = metrics().await;
    let recorded = described(recorded);
    assert!(
        recorded.len() > 6 && described(&before).starts_with(&recorded),
        "{before}"
    );
    let _ = Call::get("/apis/v2beta1/runs?namespace=team-a")
        .send(sandbox.addresses().kfp)
        .await;
    assert!(before.contains("\nrun_server_list_requests 0\n"));
    assert!(metrics().await.contains("\nrun_server_list_requests 1\n"));
    sandbox.shutdown().await;
}
