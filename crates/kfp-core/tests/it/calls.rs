//! What each call puts on the wire.

use kfp_core::Client;
use kfp_core::credentials::Credentials;
use kfp_core::error::Error;
use kfp_core::model::{
    Document, ExperimentId, Namespace, NodeId, PipelineId, PipelineVersionId, RecurringRunId, Run,
    RunId, Trigger,
};
use kfp_core::operation::Operation;
use kfp_core::query::RecurringRunQuery;
use kfp_core::request::{
    Cascade, NewExperiment, NewPipeline, NewPipelineVersion, NewRecurringRun, NewRun,
    PipelineSource, PipelineUpdate, PipelineVersionUpload, PropagationPolicy, ViewerVerb,
};
use serde_json::{Value, json};

use crate::script::Script;

const BASE: &str = "http://127.0.0.1:8888";

fn client(script: &Script) -> Client<Script> {
    Client::new(BASE.parse().unwrap(), script.clone(), Credentials::none())
}

fn team() -> Namespace {
    Namespace::new("team-a").unwrap()
}

/// Method, address without the host, and body of every request.
fn sent(script: &Script) -> Vec<(String, Value)> {
    let requests = script.requests();
    let line = |request: &http::Request<bytes::Bytes>| {
        let address = request.uri().to_string();
        let path = address.strip_prefix(BASE).expect("the base").to_owned();
        let body = match request.headers().get("content-type") {
            Some(kind) if kind == "application/json" => {
                serde_json::from_slice(request.body()).unwrap()
            }
            _ => Value::Null,
        };
        (format!("{} {path}", request.method()), body)
    };
    requests.iter().map(line).collect()
}

#[tokio::test]
async fn what_changes_an_experiment() {
    let script = Script::new([
        (200, r#"{"experiment_id":"e"}"#),
        (200, "{}"),
        (200, " { } "),
        (200, "{}"),
    ]);
    let client = client(&script);
    let id = ExperimentId::new("e").unwrap();
    let new = NewExperiment::new(team(), "nightly").description("of the team");
    client.experiments().create(&new).await.unwrap();
    client.experiments().archive(&id).await.unwrap();
    client.experiments().unarchive(&id).await.unwrap();
    client.experiments().delete(&id).await.unwrap();
    let body =
        json!({"display_name": "nightly", "description": "of the team", "namespace": "team-a"});
    assert_eq!(
        sent(&script),
        [
            ("POST /apis/v2beta1/experiments".to_owned(), body),
            (
                "POST /apis/v2beta1/experiments/e:archive".to_owned(),
                Value::Null
            ),
            (
                "POST /apis/v2beta1/experiments/e:unarchive".to_owned(),
                Value::Null
            ),
            ("DELETE /apis/v2beta1/experiments/e".to_owned(), Value::Null),
        ]
    );
}

#[tokio::test]
async fn a_run_is_made_from_one_thing() {
    let run = r#"{"run_id":"r"}"#;
    let script = Script::new([(200, run), (200, run), (200, run)]);
    let client = client(&script);
    let pipeline = PipelineId::new("p").unwrap();
    let version = PipelineVersionId::new("v").unwrap();
    let spec = Document::parse(r#"{"pipelineInfo":{"name":"x"},"unknownToUs":9007199254740993}"#);
    let sources = [
        PipelineSource::Latest(pipeline.clone()),
        PipelineSource::Version(pipeline, version),
        PipelineSource::Spec(spec.unwrap()),
    ];
    for source in sources {
        let new = NewRun::new(ExperimentId::new("e").unwrap(), "train", source)
            .parameter("lr", 0.1)
            .parameter("names", json!(["a", 1]))
            .pipeline_root("s3://here")
            .service_account("runner");
        client.runs().create(&new).await.unwrap();
    }
    let common = |source: Value| {
        let mut body = json!({
            "display_name": "train",
            "experiment_id": "e",
            "runtime_config": {"parameters": {"lr": 0.1, "names": ["a", 1]}, "pipeline_root": "s3://here"},
            "service_account": "runner",
        });
        let fields = source.as_object().unwrap().clone();
        body.as_object_mut().unwrap().extend(fields);
        ("POST /apis/v2beta1/runs".to_owned(), body)
    };
    assert_eq!(
        sent(&script),
        [
            common(json!({"pipeline_version_reference": {"pipeline_id": "p"}})),
            common(
                json!({"pipeline_version_reference": {"pipeline_id": "p", "pipeline_version_id": "v"}})
            ),
            common(
                json!({"pipeline_spec": {"pipelineInfo": {"name": "x"}, "unknownToUs": 9_007_199_254_740_993_i64}})
            ),
        ]
    );
}

#[test]
fn a_run_that_was_read_is_copied_without_what_kfp_set() {
    let run: Run = serde_json::from_value(json!({
        "run_id": "r", "experiment_id": "e", "display_name": "train", "state": "FAILED", "recurring_run_id": "rr",
        "finished_at": "2026-11-25T10:00:00Z", "storage_state": "ARCHIVED", "service_account": "runner",
        "pipeline_version_reference": {"pipeline_id": "p", "pipeline_version_id": "v"},
        "runtime_config": {"parameters": {"lr": 0.1}},
    }))
    .unwrap();
    let request = kfp_core::request::create_run(&NewRun::like(&run).unwrap()).unwrap();
    let body: Value = serde_json::from_slice(request.body()).unwrap();
    let expected = json!({
        "display_name": "train", "experiment_id": "e", "service_account": "runner",
        "pipeline_version_reference": {"pipeline_id": "p", "pipeline_version_id": "v"},
        "runtime_config": {"parameters": {"lr": 0.1}},
    });
    assert_eq!(body, expected);
    let unreadable: Run = serde_json::from_value(json!({"run_id": "r"})).unwrap();
    assert_eq!(NewRun::like(&unreadable), None);
}

#[tokio::test]
async fn what_changes_a_run() {
    let script = Script::new(
        [(200, "{}"); 5]
            .into_iter()
            .chain([(200, r#"{"data":"aGVsbG8="}"#), (200, "{}")]),
    );
    let client = client(&script);
    let (runs, id) = (client.runs(), RunId::new("r").unwrap());
    runs.archive(&id).await.unwrap();
    runs.unarchive(&id).await.unwrap();
    runs.terminate(&id).await.unwrap();
    runs.retry(&id).await.unwrap();
    runs.delete(&id).await.unwrap();
    let node = NodeId::new("wf-1").unwrap();
    assert_eq!(
        runs.read_artifact(&id, &node, "a/b").await.unwrap(),
        "hello"
    );
    assert_eq!(runs.read_artifact(&id, &node, "empty").await.unwrap(), "");
    let endless = "ä".repeat(30_000);
    let refused = runs.read_artifact(&id, &node, &endless).await.unwrap_err();
    assert!(
        matches!(refused, Error::InvalidRequest { .. }),
        "{refused:?}"
    );
    let lines: Vec<String> = sent(&script).into_iter().map(|(line, _)| line).collect();
    assert_eq!(
        lines,
        [
            "POST /apis/v2beta1/runs/r:archive",
            "POST /apis/v2beta1/runs/r:unarchive",
            "POST /apis/v2beta1/runs/r:terminate",
            "POST /apis/v2beta1/runs/r:retry",
            "DELETE /apis/v2beta1/runs/r",
            "GET /apis/v2beta1/runs/r/nodes/wf-1/artifacts/a%2Fb:read",
            "GET /apis/v2beta1/runs/r/nodes/wf-1/artifacts/empty:read",
        ]
    );
}

#[tokio::test]
async fn what_changes_a_pipeline() {
    let pipeline = r#"{"pipeline_id":"p"}"#;
    let script = Script::new([
        (200, pipeline),
        (200, pipeline),
        (200, pipeline),
        (200, pipeline),
        (200, "{}"),
        (200, "{}"),
    ]);
    let client = client(&script);
    let (pipelines, id) = (client.pipelines(), PipelineId::new("p").unwrap());
    pipelines
        .create(&NewPipeline::new(team(), "train").tag("team", "vision"))
        .await
        .unwrap();
    let shared = NewPipeline::shared("train");
    let url = "https://raw.githubusercontent.com/x/y.yaml";
    pipelines.create_from_url(&shared, url).await.unwrap();
    pipelines
        .get_by_name("train 1", Some(&team()))
        .await
        .unwrap();
    pipelines
        .update(&id, &PipelineUpdate::tags([].into()))
        .await
        .unwrap();
    pipelines.delete(&id, Cascade::Refuse).await.unwrap();
    pipelines.delete(&id, Cascade::Versions).await.unwrap();
    let created = json!({"name": "train", "namespace": "team-a", "tags": {"team": "vision"}});
    let both = json!({"pipeline": {"name": "train"}, "pipeline_version": {"package_url": {"pipeline_url": url}}});
    assert_eq!(
        sent(&script),
        [
            ("POST /apis/v2beta1/pipelines".to_owned(), created),
            ("POST /apis/v2beta1/pipelines/create".to_owned(), both),
            (
                "GET /apis/v2beta1/pipelines/names/train%201?namespace=team-a".to_owned(),
                Value::Null
            ),
            (
                "PATCH /apis/v2beta1/pipelines/p".to_owned(),
                json!({"tags": {}})
            ),
            ("DELETE /apis/v2beta1/pipelines/p".to_owned(), Value::Null),
            (
                "DELETE /apis/v2beta1/pipelines/p?cascade=true".to_owned(),
                Value::Null
            ),
        ]
    );
    // KFP looks for these very bytes, without a space between the braces.
    assert_eq!(script.requests()[3].body(), r#"{"tags":{}}"#);
}

#[tokio::test]
async fn what_changes_a_version() {
    let version = r#"{"pipeline_id":"p","pipeline_version_id":"v"}"#;
    let script = Script::new([
        (200, version),
        (200, version),
        (200, version),
        (200, version),
        (200, "{}"),
    ]);
    let client = client(&script);
    let (id, v) = (
        PipelineId::new("p").unwrap(),
        PipelineVersionId::new("v").unwrap(),
    );
    let versions = client.pipeline_versions();
    let url = "https://github.com/x/y.yaml";
    versions
        .create(&NewPipelineVersion::new(id.clone(), "v2", url))
        .await
        .unwrap();
    versions
        .upload(&PipelineVersionUpload::new(id.clone(), "p.yaml", "x: y").name("v3"))
        .await
        .unwrap();
    versions.get(&id, &v).await.unwrap();
    let update = PipelineUpdate::display_name("third");
    versions.update(&id, &v, &update).await.unwrap();
    versions.delete(&id, &v).await.unwrap();
    let created = json!({"pipeline_id": "p", "name": "v2", "package_url": {"pipeline_url": url}});
    assert_eq!(
        sent(&script),
        [
            (
                "POST /apis/v2beta1/pipelines/p/versions".to_owned(),
                created
            ),
            (
                "POST /apis/v2beta1/pipelines/upload_version?name=v3&pipelineid=p".to_owned(),
                Value::Null
            ),
            (
                "GET /apis/v2beta1/pipelines/p/versions/v".to_owned(),
                Value::Null
            ),
            (
                "PATCH /apis/v2beta1/pipelines/p/versions/v".to_owned(),
                json!({"display_name": "third"})
            ),
            (
                "DELETE /apis/v2beta1/pipelines/p/versions/v".to_owned(),
                Value::Null
            ),
        ]
    );
}

#[tokio::test]
async fn what_changes_a_recurring_run() {
    let one = r#"{"recurring_run_id":"rr"}"#;
    let script = Script::new([
        (200, one),
        (
            200,
            r#"{"recurringRuns":[{"recurring_run_id":"rr","max_concurrency":"3"}],"total_size":1}"#,
        ),
        (200, one),
        (200, "{}"),
        (200, "{}"),
        (200, "{}"),
        (200, "{}"),
    ]);
    let client = client(&script);
    let (runs, id) = (client.recurring_runs(), RecurringRunId::new("rr").unwrap());
    let source = PipelineSource::Latest(PipelineId::new("p").unwrap());
    let new = NewRecurringRun::new(
        ExperimentId::new("e").unwrap(),
        "nightly",
        source,
        Trigger::every(3600),
    )
    .parameter("lr", 1);
    runs.create(&new).await.unwrap();
    let page = runs
        .list(&RecurringRunQuery::in_namespace(team()))
        .await
        .unwrap();
    assert_eq!(page.items[0].max_concurrency, 3);
    runs.get(&id).await.unwrap();
    runs.enable(&id).await.unwrap();
    runs.disable(&id).await.unwrap();
    runs.delete(&id, Some(PropagationPolicy::Orphan))
        .await
        .unwrap();
    runs.delete(&id, None).await.unwrap();
    let created = json!({
        "display_name": "nightly", "experiment_id": "e", "mode": "ENABLE", "max_concurrency": "1",
        "pipeline_version_reference": {"pipeline_id": "p"}, "runtime_config": {"parameters": {"lr": 1}},
        "trigger": {"periodic_schedule": {"interval_second": "3600"}},
    });
    assert_eq!(
        sent(&script),
        [
            ("POST /apis/v2beta1/recurringruns".to_owned(), created),
            (
                "GET /apis/v2beta1/recurringruns?namespace=team-a".to_owned(),
                Value::Null
            ),
            ("GET /apis/v2beta1/recurringruns/rr".to_owned(), Value::Null),
            (
                "POST /apis/v2beta1/recurringruns/rr:enable".to_owned(),
                Value::Null
            ),
            (
                "POST /apis/v2beta1/recurringruns/rr:disable".to_owned(),
                Value::Null
            ),
            (
                "DELETE /apis/v2beta1/recurringruns/rr?propagation_policy=ORPHAN".to_owned(),
                Value::Null
            ),
            (
                "DELETE /apis/v2beta1/recurringruns/rr".to_owned(),
                Value::Null
            ),
        ]
    );
}

#[tokio::test]
async fn the_question_about_viewers() {
    let script = Script::new([(200, "{}")]);
    client(&script)
        .authorize(&team(), ViewerVerb::Get)
        .await
        .unwrap();
    assert_eq!(
        sent(&script)[0].0,
        "GET /apis/v1beta1/auth?namespace=team-a&resources=VIEWERS&verb=GET"
    );
}

#[tokio::test]
async fn another_application_has_not_done_it() {
    let script = Script::new([
        (200, r#"{"ok":true}"#),
        (200, "<html><title>Sign in</title>"),
    ]);
    let client = client(&script);
    let id = RunId::new("r").unwrap();
    let error = client.runs().delete(&id).await.unwrap_err();
    assert_eq!(error.code(), "answer.undecodable");
    let error = client.runs().delete(&id).await.unwrap_err();
    assert!(error.is_signed_out(), "{error:?}");
}

type Refused = fn() -> Result<http::Request<bytes::Bytes>, kfp_core::Error>;

#[test]
fn what_kfp_would_answer_with_500_is_not_sent() {
    fn run() -> NewRun {
        let source = PipelineSource::Latest(PipelineId::new("p").unwrap());
        NewRun::new(ExperimentId::new("e").unwrap(), "train", source)
    }
    fn recurring(trigger: Trigger) -> NewRecurringRun {
        let source = PipelineSource::Latest(PipelineId::new("p").unwrap());
        NewRecurringRun::new(ExperimentId::new("e").unwrap(), "nightly", source, trigger)
    }
    use kfp_core::request as send;
    let refused: [(Refused, &str); 13] = [
        (
            || send::create_experiment(&NewExperiment::new(team(), " ")),
            "the name is empty",
        ),
        (
            || send::create_experiment(&NewExperiment::new(team(), "é".repeat(65))),
            "longer than 128 bytes",
        ),
        (
            || send::create_experiment(&NewExperiment::new(team(), "\u{1f600}")),
            "above U+FFFF",
        ),
        (
            || {
                send::create_run(&NewRun {
                    display_name: String::new(),
                    ..run()
                })
            },
            "the display name is empty",
        ),
        (
            || {
                send::create_run(&NewRun {
                    display_name: "n".repeat(256),
                    ..run()
                })
            },
            "longer than 255 characters",
        ),
        (
            || send::create_run(&run().description("d".repeat(256))),
            "the description is longer",
        ),
        (
            || send::create_run(&run().parameter("p", json!({"a": ["\u{1f600}"]}))),
            "above U+FFFF",
        ),
        (
            || send::create_recurring_run(&recurring(Trigger::every(0))),
            "at least one second",
        ),
        (
            || send::create_recurring_run(&recurring(Trigger::every(1)).max_concurrency(11)),
            "between 1 and 10",
        ),
        (
            || send::update_pipeline(&PipelineId::new("p").unwrap(), &PipelineUpdate::default()),
            "changes nothing",
        ),
        (
            || {
                send::create_pipeline_and_version(
                    &NewPipeline::shared("p"),
                    "http://example.com/p.yaml",
                )
            },
            "is not an https address",
        ),
        (|| send::get_pipeline_by_name("", None), "the name is empty"),
        (
            || send::get_pipeline_by_name("..", None),
            "cannot stand in an address",
        ),
    ];
    for (build, problem) in refused {
        let error = build().expect_err(problem);
        assert_eq!(error.code(), "request.invalid");
        assert!(
            error.to_string().contains(problem),
            "{error} should say: {problem}"
        );
    }
}

#[test]
fn every_call_has_a_method_and_a_path_of_kfp() {
    for operation in Operation::NAMED {
        assert!(operation.method().is_some(), "{operation}");
        assert!(operation.template().starts_with("/apis/v"), "{operation}");
        assert_eq!(
            operation.is_safe(),
            operation.method() == Some(http::Method::GET),
            "{operation}"
        );
    }
}
