//! Objects of another tenant, through every operation that takes one.

use http::Method;

use crate::of_mallory;
use crate::support::{Policy, Request, TestApp};

/// Name, method, path, and the body if there is one.
type Attempt = (&'static str, &'static str, &'static str, &'static str);

const FILE: &str = "--x\r\ncontent-disposition: form-data; name=\"uploadfile\"; filename=\"p.yaml\"\r\n\r\nx\r\n--x--\r\n";

#[rustfmt::skip]
const ATTEMPTS: &[Attempt] = &[
    ("list experiments of a foreign namespace",      "GET",    "experiments?namespace=team-b", ""),
    ("create an experiment in a foreign namespace",  "POST",   "experiments", r#"{"display_name":"x","namespace":"team-b"}"#),
    ("read a foreign experiment",                    "GET",    "experiments/e-b", ""),
    ("delete a foreign experiment",                  "DELETE", "experiments/e-b", ""),
    ("archive a foreign experiment",                 "POST",   "experiments/e-b:archive", ""),
    ("unarchive a foreign experiment",               "POST",   "experiments/e-b:unarchive", ""),

    ("list runs of a foreign namespace",             "GET",    "runs?namespace=team-b", ""),
    ("list runs of a foreign experiment",            "GET",    "runs?experiment_id=e-b", ""),
    ("hide a foreign experiment behind one's own namespace", "GET", "runs?namespace=team-a&experimentId=e-b", ""),
    ("read a foreign run",                           "GET",    "runs/r-b", ""),
    ("read a foreign run as if it were in an own experiment", "GET", "runs/r-b?experiment_id=e-a", ""),
    ("delete a foreign run",                         "DELETE", "runs/r-b", ""),
    ("archive a foreign run",                        "POST",   "runs/r-b:archive", ""),
    ("unarchive a foreign run",                      "POST",   "runs/r-b:unarchive", ""),
    ("terminate a foreign run",                      "POST",   "runs/r-b:terminate", ""),
    ("retry a foreign run",                          "POST",   "runs/r-b:retry", ""),
    ("start a run in a foreign experiment",          "POST",   "runs", r#"{"experiment_id":"e-b","pipeline_spec":{}}"#),
    ("start a run in a foreign experiment, named otherwise in the query", "POST", "runs?experiment_id=e-a", r#"{"experimentId":"e-b","pipeline_spec":{}}"#),
    ("run a foreign pipeline",                       "POST",   "runs", r#"{"experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-b"}}"#),
    ("run a foreign version",                        "POST",   "runs", r#"{"experiment_id":"e-a","pipeline_version_reference":{"pipeline_version_id":"v-b"}}"#),
    ("run a foreign version behind one's own pipeline", "POST", "runs", r#"{"experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-a","pipeline_version_id":"v-b"}}"#),
    ("run a foreign version in the other spelling",  "POST",   "runs", r#"{"experimentId":"e-a","pipelineVersionReference":{"pipelineVersionId":"v-b"}}"#),
    ("run a foreign version by an escaped name",     "POST",   "runs", r#"{"experiment_id":"e-a","pipeline_\u0076ersion_reference":{"pipeline_version_id":"v-b"}}"#),

    ("list recurring runs of a foreign namespace",   "GET",    "recurringruns?namespace=team-b", ""),
    ("list recurring runs of a foreign experiment",  "GET",    "recurringruns?namespace=team-a&experiment_id=e-b", ""),
    ("read a foreign recurring run",                 "GET",    "recurringruns/j-b", ""),
    ("delete a foreign recurring run",               "DELETE", "recurringruns/j-b", ""),
    ("enable a foreign recurring run",               "POST",   "recurringruns/j-b:enable", ""),
    ("disable a foreign recurring run",              "POST",   "recurringruns/j-b:disable", ""),
    ("start a recurring run in a foreign experiment", "POST",  "recurringruns", r#"{"experiment_id":"e-b","pipeline_spec":{}}"#),
    ("start a recurring run of a foreign pipeline",  "POST",   "recurringruns", r#"{"experiment_id":"e-a","pipeline_version_reference":{"pipeline_id":"p-b"}}"#),

    ("list pipelines of a foreign namespace",        "GET",    "pipelines?namespace=team-b", ""),
    ("read a foreign pipeline",                      "GET",    "pipelines/p-b", ""),
    ("read a foreign pipeline by its name",          "GET",    "pipelines/names/hello?namespace=team-b", ""),
    ("rename a foreign pipeline",                    "PATCH",  "pipelines/p-b", r#"{"display_name":"x"}"#),
    ("rename a foreign pipeline by an id in the body", "PATCH", "pipelines/p-b", r#"{"pipeline_id":"p-a","display_name":"x"}"#),
    ("delete a foreign pipeline",                    "DELETE", "pipelines/p-b?cascade=true", ""),
    ("create a pipeline in a foreign namespace",     "POST",   "pipelines", r#"{"display_name":"x","namespace":"team-b"}"#),
    ("import a pipeline into a foreign namespace",   "POST",   "pipelines/create", r#"{"namespace":"team-a","pipeline":{"namespace":"team-b"}}"#),
    ("upload into a foreign namespace",              "POST",   "pipelines/upload?namespace=team-b", FILE),
    ("list versions of a foreign pipeline",          "GET",    "pipelines/p-b/versions", ""),
    ("read a foreign version",                       "GET",    "pipelines/p-b/versions/v-b", ""),
    ("read a foreign version behind one's own pipeline", "GET", "pipelines/p-a/versions/v-b", ""),
    ("read a foreign version behind a shared pipeline", "GET", "pipelines/p-s/versions/v-b", ""),
    ("rename a foreign version behind one's own pipeline", "PATCH", "pipelines/p-a/versions/v-b", r#"{"display_name":"x"}"#),
    ("delete a foreign version behind one's own pipeline", "DELETE", "pipelines/p-a/versions/v-b", ""),
    ("add a version to a foreign pipeline",          "POST",   "pipelines/p-b/versions", r#"{"name":"x"}"#),
    ("upload a version to a foreign pipeline",       "POST",   "pipelines/upload_version?pipelineid=p-b", FILE),
];

fn request<'app>(app: &'app TestApp, attempt: &Attempt) -> Request<'app> {
    let (_, method, path, body) = *attempt;
    let method = Method::from_bytes(method.as_bytes()).expect("a method");
    let request = app.request(method, &format!("/apis/v2beta1/{path}"));
    match body {
        "" => request,
        FILE => request
            .header("content-type", "multipart/form-data; boundary=x")
            .body(body),
        body => request
            .header("content-type", "application/json")
            .body(body),
    }
}

#[tokio::test]
async fn every_attempt_is_refused_and_reaches_nothing() {
    for attempt in ATTEMPTS {
        let app = TestApp::start(of_mallory()).await;
        let answer = request(&app, attempt).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{}",
            attempt.0
        );
        for call in app.kfp.calls() {
            let asks_for_a_place = call.method == "GET" && !call.path_and_query.contains('?');
            assert!(asks_for_a_place, "{}: {}", attempt.0, call.line());
        }
        // What is refused says nothing of the object itself.
        assert!(
            !answer.text().contains("e-b") || attempt.2.contains("e-b"),
            "{}",
            attempt.0
        );
    }
}

#[tokio::test]
async fn every_attempt_would_succeed_if_kubernetes_allowed_it() {
    for attempt in ATTEMPTS {
        let app = TestApp::start(Policy::AllowAll).await;
        let answer = request(&app, attempt).send().await;
        assert_eq!(answer.status, 200, "{}: {}", attempt.0, answer.text());
        let last = app.kfp.lines().pop().expect("a call");
        assert!(
            last.starts_with(&format!("{} /apis/v2beta1/", attempt.1)),
            "{}: {last}",
            attempt.0
        );
    }
}

#[tokio::test]
async fn outsider_gets_at_nothing_of_anybody() {
    for attempt in ATTEMPTS {
        let app = TestApp::start(Policy::DenyAll).await;
        let answer = request(&app, attempt).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{}",
            attempt.0
        );
        let nobody = request(&app, attempt)
            .without("kubeflow-userid")
            .send()
            .await;
        assert_eq!(
            nobody.problem(),
            (401, "identity.missing".to_owned()),
            "{}",
            attempt.0
        );
    }
}

#[tokio::test]
async fn right_that_was_taken_away_ends_although_the_object_is_known() {
    let app = TestApp::with(of_mallory(), &["--review-cache=0s", "--read-cache=60s"]).await;
    assert_eq!(app.get("/apis/v2beta1/runs/r-a").send().await.status, 200);
    app.kubernetes.decide_by(Policy::DenyAll);
    let answer = app.get("/apis/v2beta1/runs/r-a").send().await;
    assert_eq!(answer.problem(), (403, "access.denied".to_owned()));
}
