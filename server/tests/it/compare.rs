//! Some runs side by side: what is told of them, to whom, and in how many calls.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::support::{Policy, TestApp, world};

const PATH: &str = "/api/compare?namespace=team-a&runs=";

/// A run that took a version of a pipeline.
fn run(id: &str, experiment: &str, pipeline: &str, version: &str, rate: &str) -> Value {
    json!({
        "run_id": id, "display_name": format!("train {id}"), "state": "SUCCEEDED", "experiment_id": experiment,
        "created_at": "2026-11-25T10:00:00Z", "scheduled_at": "2026-11-25T10:00:01Z", "finished_at": "2026-11-25T10:05:00Z",
        "pipeline_version_reference": {"pipeline_id": pipeline, "pipeline_version_id": version},
        "runtime_config": {"parameters": {"rate": rate, "note": "학습"}},
        "service_account": "default-editor",
    })
}

fn version(pipeline: &str, id: &str, spec: &Value) -> Value {
    json!({
        "pipeline_id": pipeline, "pipeline_version_id": id, "display_name": format!("{id} name"), "pipeline_spec": spec,
    })
}

/// Answers to a list by the ids in its filter, and knows what the runs name.
fn answer(path_and_query: &str, runs: &[Value]) -> Option<Value> {
    let (path, query) = path_and_query
        .split_once('?')
        .unwrap_or((path_and_query, ""));
    let path = path.strip_prefix("/apis/v2beta1/")?;
    Some(match path {
        "runs" => {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            let (_, filter) = pairs.find(|(key, _)| key == "filter").expect("a filter");
            let filter = percent_encoding::percent_decode_str(&filter).decode_utf8_lossy();
            let filter: Value = serde_json::from_str(&filter).expect("JSON");
            let predicate = &filter["predicates"][0];
            assert_eq!(predicate["operation"], "IN");
            let ids = predicate["string_values"]["values"].as_array();
            let ids = ids.expect("ids");
            let is_asked = |run: &&Value| ids.contains(&run["run_id"]);
            json!({"runs": runs.iter().filter(is_asked).collect::<Vec<_>>()})
        }
        "experiments/e-a" => {
            json!({"experiment_id": "e-a", "namespace": "team-a", "display_name": "churn"})
        }
        "pipelines/p-a" => {
            json!({"pipeline_id": "p-a", "namespace": "team-a", "display_name": "해지 예측"})
        }
        "pipelines/p-s" => json!({"pipeline_id": "p-s", "display_name": "shared"}),
        "pipelines/p-a/versions/v-1" => version("p-a", "v-1", &json!({"root": {"a": 1}})),
        "pipelines/p-a/versions/v-2" => version("p-a", "v-2", &json!({"root": {"a": 2}})),
        "pipelines/p-a/versions/v-b" => version("p-b", "v-b", &json!({"root": "of team-b"})),
        "pipelines/p-s/versions/v-s" => version("p-s", "v-s", &json!({"root": {"a": 1}})),
        _ => return None,
    })
}

async fn console(policy: Policy, runs: Vec<Value>) -> TestApp {
    let app = TestApp::start(policy).await;
    app.kfp
        .follow(move |call| match answer(&call.path_and_query, &runs) {
            Some(body) => (200, "application/json", body.to_string().into()),
            None => world(call),
        });
    app
}

fn some_runs() -> Vec<Value> {
    let mut inline = run("r-3", "e-a", "", "", "1");
    inline["pipeline_version_reference"] = Value::Null;
    inline["pipeline_spec"] = json!({"root": {"a": 2}});
    vec![
        run("r-1", "e-a", "p-a", "v-1", "0.1"),
        run("r-2", "e-a", "p-a", "v-2", "0.2"),
        inline,
        run("r-s", "e-a", "p-s", "v-s", "0.1"),
        run("r-b", "e-b", "p-b", "v-b", "0.1"),
    ]
}

#[tokio::test]
async fn runs_are_told_in_the_order_of_their_ids_with_names_and_each_spec_once() {
    let app = console(Policy::AllowAll, some_runs()).await;
    let told = app.get(&format!("{PATH}r-2,r-1,r-3,r-s,r-2")).send().await;
    assert_eq!(told.status, 200, "{}", told.text());
    let told = told.json();
    let runs = told["runs"].as_array().expect("runs");
    let ids: Vec<_> = runs.iter().map(|run| run["run_id"].as_str()).collect();
    assert_eq!(ids, [Some("r-2"), Some("r-1"), Some("r-3"), Some("r-s")]);
    let first = &runs[0]["run"];
    assert_eq!(first["pipeline"], json!({"id": "p-a", "name": "해지 예측"}));
    assert_eq!(first["version"], json!({"id": "v-2", "name": "v-2 name"}));
    assert_eq!(first["experiment"], json!({"id": "e-a", "name": "churn"}));
    assert_eq!(first["finished_at_ms"], 1_795_601_100_000_i64);
    assert_eq!(first["parameters"][1]["value"], "0.2");
    // The spec of its own is that of the second version.
    let specs: Vec<_> = runs.iter().map(|run| &run["run"]["spec"]).collect();
    assert_eq!(specs, [0, 1, 0, 1]);
    assert_eq!(told["specs"][1]["document"], json!({"root": {"a": 1}}));
    assert_eq!(told["specs"].as_array().map(Vec::len), Some(2));
    // One list, and each thing that the runs name once.
    let mut lines = app.kfp.lines();
    assert!(
        lines
            .remove(0)
            .starts_with("GET /apis/v2beta1/runs?namespace=team-a&page_size=10&filter="),
        "no run is asked for alone"
    );
    lines.sort();
    let named = [
        "experiments/e-a",
        "pipelines/p-a",
        "pipelines/p-a/versions/v-1",
        "pipelines/p-a/versions/v-2",
        "pipelines/p-s",
        "pipelines/p-s/versions/v-s",
    ];
    assert_eq!(lines, named.map(|path| format!("GET /apis/v2beta1/{path}")));
}

#[tokio::test]
async fn a_run_that_is_gone_and_one_of_another_namespace_are_told_alike() {
    // A KFP that kept to no namespace would hand out the run of the other tenant.
    let app = console(Policy::AllowAll, some_runs()).await;
    let told = app.get(&format!("{PATH}r-1,r-b,gone")).send().await.json();
    assert!(told["runs"][0]["run"].is_object());
    assert_eq!(told["runs"][1], json!({"run_id": "r-b"}));
    assert_eq!(told["runs"][2], json!({"run_id": "gone"}));
    assert!(!told.to_string().contains("train r-b"));
    // Nor is its spec among those that are told.
    assert_eq!(told["specs"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn names_and_specs_are_told_to_those_who_may_read_them() {
    let only = |granted: &[&str]| {
        let granted: HashSet<String> = granted.iter().map(|&right| right.to_owned()).collect();
        Policy::Only(granted)
    };
    let runs = || {
        let mut runs = some_runs();
        runs.push(run("r-v", "e-a", "p-a", "v-b", "0.1"));
        runs
    };
    let app = console(only(&["list runs team-a"]), runs()).await;
    let told = app.get(&format!("{PATH}r-1,r-s")).send().await.json();
    let first = &told["runs"][0]["run"];
    assert_eq!(first["no_spec"], "forbidden");
    assert_eq!(first["version"], json!({"id": "v-1"}));
    assert_eq!(first["experiment"], json!({"id": "e-a"}));
    // Everybody may read what is shared.
    assert_eq!(told["runs"][1]["run"]["version"]["name"], "v-s name");

    // The version of another tenant behind one's own pipeline, which KFP would hand out.
    let rights = ["list runs team-a", "get pipelines team-a"];
    let app = console(only(&rights), runs()).await;
    let told = app.get(&format!("{PATH}r-1,r-v")).send().await.json();
    assert_eq!(told["runs"][0]["run"]["spec"], 0);
    assert_eq!(told["runs"][1]["run"]["no_spec"], "forbidden");
    assert!(!told.to_string().contains("of team-b"));
    assert!(!told.to_string().contains("v-b name"));
}

#[tokio::test]
async fn nobody_compares_in_a_namespace_that_is_not_theirs() {
    let app = console(Policy::DenyAll, some_runs()).await;
    let answer = app.get(&format!("{PATH}r-1,r-2")).send().await;
    assert_eq!(answer.problem(), (403, "access.denied".to_owned()));
    let nobody = app
        .get(&format!("{PATH}r-1,r-2"))
        .without("kubeflow-userid")
        .send()
        .await;
    assert_eq!(nobody.problem(), (401, "identity.missing".to_owned()));
    assert!(app.kfp.lines().is_empty());
    let app = console(Policy::Broken, some_runs()).await;
    let answer = app.get(&format!("{PATH}r-1,r-2")).send().await;
    assert_eq!(answer.problem().1, "access.review_unavailable");
}

#[tokio::test]
async fn a_request_that_names_none_too_many_or_no_ids_is_refused_before_kfp_is_asked() {
    let app = console(Policy::AllowAll, some_runs()).await;
    let eleven: Vec<String> = (0..11).map(|at| format!("r-{at}")).collect();
    let long = "r".repeat(300);
    for runs in ["", ",,", &eleven.join(","), "a%2Fb", &long] {
        let answer = app.get(&format!("{PATH}{runs}")).send().await;
        assert_eq!(
            answer.problem(),
            (400, "request.invalid".to_owned()),
            "{runs}"
        );
    }
    let answer = app.get("/api/compare?runs=r-1,r-2").send().await;
    assert_eq!(answer.problem().0, 400);
    assert!(app.kfp.lines().is_empty());
    // The same id many times is one run.
    let same = vec!["r-1"; 40].join(",");
    let told = app.get(&format!("{PATH}{same}")).send().await.json();
    assert_eq!(told["runs"].as_array().map(Vec::len), Some(1));
}

#[tokio::test]
async fn what_kfp_does_not_tell_is_left_out_and_the_runs_are_told_all_the_same() {
    let app = TestApp::start(Policy::AllowAll).await;
    let runs = some_runs();
    app.kfp.follow(move |call| {
        let path = call.path_and_query.as_str();
        if path.contains("/experiments/") {
            return (500, "application/json", "{\"code\":13}".into());
        }
        if path.ends_with("/versions/v-1") {
            let gone = json!({"code": 5, "message": "ResourceNotFoundError: not found"});
            return (404, "application/json", gone.to_string().into());
        }
        if path.ends_with("/pipelines/p-s") {
            return (503, "text/plain", "no healthy upstream".into());
        }
        match answer(path, &runs) {
            Some(body) => (200, "application/json", body.to_string().into()),
            None => world(call),
        }
    });
    let told = app.get(&format!("{PATH}r-1,r-2,r-s")).send().await;
    assert_eq!(told.status, 200, "{}", told.text());
    let told = told.json();
    let of = |at: usize| &told["runs"][at]["run"];
    assert_eq!(of(0)["no_spec"], "gone");
    assert_eq!(of(0)["pipeline"]["name"], "해지 예측");
    assert_eq!(of(0)["experiment"], json!({"id": "e-a"}));
    assert_eq!(of(1)["spec"], 0);
    assert_eq!(of(2)["no_spec"], "unread");
}

#[tokio::test]
async fn a_kfp_that_is_down_or_garbled_is_told_as_such() {
    let app = TestApp::start(Policy::AllowAll).await;
    app.kfp
        .follow(|_| (503, "text/plain", "no healthy upstream".into()));
    let answer = app.get(&format!("{PATH}r-1,r-2")).send().await;
    assert_eq!(answer.problem(), (503, "kfp.unavailable".to_owned()));
    let app = TestApp::start(Policy::AllowAll).await;
    app.kfp.follow(|_| (200, "application/json", "[]".into()));
    let answer = app.get(&format!("{PATH}r-1,r-2")).send().await;
    assert_eq!(answer.problem().1, "kfp.answer_not_understood");
}
