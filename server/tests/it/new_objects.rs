//! What is made must stand on what its maker may read, and say nothing that is the server's to say.

use std::collections::HashSet;

use http::Method;

use serde_json::json;

use crate::support::{Policy, TestApp, world};

#[tokio::test]
async fn run_of_a_pipeline_that_one_may_not_read_is_refused() {
    let granted = HashSet::from([
        "create runs team-a".to_owned(),
        "get pipelines team-a".to_owned(),
    ]);
    let app = TestApp::start(Policy::Only(granted)).await;
    let run = |reference: &str| {
        format!(
            r#"{{"display_name":"x","experiment_id":"e-a","pipeline_version_reference":{reference}}}"#
        )
    };
    for foreign in [
        r#"{"pipeline_id":"p-b"}"#,
        r#"{"pipeline_id":"p-a","pipeline_version_id":"v-b"}"#,
        r#"{"pipelineId":"p-b","pipelineVersionId":"v-b"}"#,
        r#"{"pipeline_version_id":"v-b"}"#,
    ] {
        let answer = app.post("/apis/v2beta1/runs", &run(foreign)).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{foreign}"
        );
    }
    for own in [
        r#"{"pipeline_id":"p-a","pipeline_version_id":"v-a"}"#,
        r#"{"pipeline_id":"p-s","pipeline_version_id":"v-s"}"#,
    ] {
        let answer = app.post("/apis/v2beta1/runs", &run(own)).send().await;
        assert_eq!(answer.status, 200, "{own}: {}", answer.text());
    }
    let created = app
        .kfp
        .calls()
        .iter()
        .filter(|call| call.method == "POST")
        .count();
    assert_eq!(created, 2);
}

#[tokio::test]
async fn recurring_run_of_a_pipeline_that_one_may_not_read_is_refused() {
    let granted = HashSet::from([
        "create jobs team-a".to_owned(),
        "get pipelines team-a".to_owned(),
    ]);
    let app = TestApp::start(Policy::Only(granted)).await;
    for foreign in [
        r#""pipeline_version_reference":{"pipeline_id":"p-b"}"#,
        r#""pipeline_version_reference":{"pipeline_version_id":"v-b"}"#,
        r#""pipeline_version_id":"v-b""#,
        r#""pipelineVersionId":"v-b""#,
    ] {
        let body = format!(r#"{{"display_name":"x","experiment_id":"e-a",{foreign}}}"#);
        let answer = app.post("/apis/v2beta1/recurringruns", &body).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{foreign}"
        );
    }
}

#[tokio::test]
async fn what_a_path_and_a_body_name_must_be_one() {
    let app = TestApp::start(Policy::AllowAll).await;
    for (method, path, body) in [
        (
            Method::POST,
            "/apis/v2beta1/pipelines/p-a/versions",
            r#"{"pipeline_id":"p-b"}"#,
        ),
        (
            Method::POST,
            "/apis/v2beta1/pipelines/p-a/versions",
            r#"{"pipelineId":"p-b"}"#,
        ),
        (
            Method::POST,
            "/apis/v2beta1/recurringruns",
            r#"{"experiment_id":"e-a","namespace":"team-b"}"#,
        ),
    ] {
        let request = app
            .request(method, path)
            .header("content-type", "application/json")
            .body(body);
        assert_eq!(
            request.send().await.problem(),
            (400, "request.invalid".to_owned()),
            "{path} {body}"
        );
    }
    let shared = app.post(
        "/apis/v2beta1/pipelines/create",
        r#"{"pipeline":{"display_name":"x"}}"#,
    );
    assert_eq!(
        shared.send().await.problem(),
        (400, "access.namespace_required".to_owned())
    );
    assert!(app.kfp.lines().iter().all(|line| line.starts_with("GET ")));
}

#[tokio::test]
async fn members_that_are_the_servers_cannot_be_sent() {
    let app = TestApp::start(Policy::AllowAll).await;
    for member in [
        r#""run_id":"r-b""#,
        r#""recurringRunId":"x""#,
        r#""state_history":[]"#,
        r#""storageState":"ARCHIVED""#,
    ] {
        let body = format!(
            r#"{{"display_name":"x","experiment_id":"e-a","pipeline_spec":{{}},{member}}}"#
        );
        let answer = app.post("/apis/v2beta1/runs", &body).send().await;
        assert_eq!(
            answer.problem(),
            (400, "request.invalid".to_owned()),
            "{member}"
        );
    }
    assert!(app.kfp.lines().is_empty());
}

/// KFP finds out after it has taken the request, and calls it a failure of its own.
#[tokio::test]
async fn pipeline_that_kfp_cannot_run_is_the_caller_s_mistake() {
    let app = TestApp::start(Policy::AllowAll).await;
    let of_kfp = |why: &str| {
        json!({"code": 13, "message": format!("Failed to create a new run: InternalServerError: Failed to create a run due to error \
            fetching manifest: Failed to fetch a template {why}"), "details": []})
    };
    for (reference, why, told) in [
        (
            r#""pipeline_version_reference":{"pipeline_id":"p-a","pipeline_version_id":"v-s"}"#,
            "due to error retrieving pipeline version: Invalid input error: Pipeline version v-s belongs to pipeline p-s (not p-a)",
            "Pipeline version v-s belongs to pipeline p-s (not p-a)",
        ),
        (
            r#""pipeline_spec":{"a":1}"#,
            "with an invalid pipeline spec manifest: InvalidInputError: unknown template format: pipeline spec is invalid",
            "unknown template format: pipeline spec is invalid",
        ),
    ] {
        let refusal = of_kfp(why).to_string();
        app.kfp.follow(move |call| {
            if call.method == "POST" {
                (500, "application/json", refusal.clone().into())
            } else {
                world(call)
            }
        });
        for path in ["/apis/v2beta1/runs", "/apis/v2beta1/recurringruns"] {
            let body = format!(r#"{{"display_name":"x","experiment_id":"e-a",{reference}}}"#);
            let answer = app.post(path, &body).send().await;
            assert_eq!(answer.problem(), (400, "request.pipeline".to_owned()));
            assert_eq!(answer.json()["message"], told, "in KFP's own shape");
        }
    }
    let down = of_kfp("due to error retrieving pipeline version: Error 1040: Too many connections");
    app.kfp.follow(move |call| match call.method.as_str() {
        "POST" => (500, "application/json", down.to_string().into()),
        _ => world(call),
    });
    let body = r#"{"display_name":"x","experiment_id":"e-a","pipeline_spec":{}}"#;
    let answer = app.post("/apis/v2beta1/runs", body).send().await;
    assert_eq!(answer.status, 500, "it may well work the next time");
}

/// Somebody has deleted the object past KFP, which finds it missing and calls that a failure of its own.
#[tokio::test]
async fn recurring_run_whose_schedule_is_gone_is_told_with_what_to_do() {
    let app = TestApp::start(Policy::AllowAll).await;
    let in_kubernetes = r#"scheduledworkflows.kubeflow.org "nightly7x2kq" not found"#;
    for path in [
        "/apis/v2beta1/recurringruns/j-a:enable",
        "/apis/v2beta1/recurringruns/j-a:disable",
    ] {
        let refusal = json!({"code": 13, "message": format!("Failed to enable a recurring run: InternalServerError: Failed to \
            enable recurring run j-a. Check if the scheduled workflow exists: {in_kubernetes}"), "details": []});
        app.kfp.follow(move |call| match call.method.as_str() {
            "POST" => (500, "application/json", refusal.to_string().into()),
            _ => world(call),
        });
        let answer = app.post(path, "").send().await;
        assert_eq!(
            answer.problem(),
            (409, "request.schedule_gone".to_owned()),
            "{path}"
        );
        let told = answer.json();
        assert_eq!(told["message"], in_kubernetes, "in KFP's own shape");
        let words = &told["details"][1]["metadata"];
        assert!(
            words["detail"]
                .as_str()
                .is_some_and(|text| text.contains(in_kubernetes))
        );
        assert!(
            words["hint"]
                .as_str()
                .is_some_and(|text| text.contains("delete this one"))
        );
    }
}
