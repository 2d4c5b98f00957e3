//! The access table, row by row, as it acts: what is asked of Kubernetes, what reaches KFP, and what does not.

use std::collections::HashSet;

use http::Method;

use crate::support::{Policy, TestApp};

/// One row: the request, the question it must raise, and the call that must reach KFP.
struct Row(
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    &'static str,
);

const MULTIPART: &str = "--x\r\ncontent-disposition: form-data; name=\"uploadfile\"; filename=\"p.yaml\"\r\n\r\nx\r\n--x--\r\n";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    Row("GET",    "/apis/v2beta1/healthz",                              "", None, "/apis/v2beta1/healthz"),
    Row("GET",    "/apis/v2beta1/experiments?namespace=team-a",         "", Some("list experiments team-a"), "/apis/v2beta1/experiments?namespace=team-a"),
    Row("POST",   "/apis/v2beta1/experiments",                          r#"{"display_name":"x","namespace":"team-a"}"#, Some("create experiments team-a"), "/apis/v2beta1/experiments"),
    Row("GET",    "/apis/v2beta1/experiments/e-a",                      "", Some("get experiments team-a"), "/apis/v2beta1/experiments/e-a"),
    Row("DELETE", "/apis/v2beta1/experiments/e-a",                      "", Some("delete experiments team-a"), "/apis/v2beta1/experiments/e-a"),
    Row("POST",   "/apis/v2beta1/experiments/e-a:archive",              "", Some("archive experiments team-a"), "/apis/v2beta1/experiments/e-a:archive"),
    Row("POST",   "/apis/v2beta1/experiments/e-a:unarchive",            "", Some("unarchive experiments team-a"), "/apis/v2beta1/experiments/e-a:unarchive"),
    Row("GET",    "/apis/v2beta1/runs?namespace=team-a",                "", Some("list runs team-a"), "/apis/v2beta1/runs?namespace=team-a"),
    Row("GET",    "/apis/v2beta1/runs?experiment_id=e-a",               "", Some("list runs team-a"), "/apis/v2beta1/runs?experiment_id=e-a"),
    Row("POST",   "/apis/v2beta1/runs",                                 r#"{"display_name":"x","experiment_id":"e-a","pipeline_spec":{}}"#, Some("create runs team-a"), "/apis/v2beta1/runs"),
    Row("GET",    "/apis/v2beta1/runs/r-a",                             "", Some("get runs team-a"), "/apis/v2beta1/runs/r-a"),
    Row("DELETE", "/apis/v2beta1/runs/r-a",                             "", Some("delete runs team-a"), "/apis/v2beta1/runs/r-a"),
    Row("POST",   "/apis/v2beta1/runs/r-a:archive",                     "", Some("archive runs team-a"), "/apis/v2beta1/runs/r-a:archive"),
    Row("POST",   "/apis/v2beta1/runs/r-a:unarchive",                   "", Some("unarchive runs team-a"), "/apis/v2beta1/runs/r-a:unarchive"),
    Row("POST",   "/apis/v2beta1/runs/r-a:terminate",                   "", Some("terminate runs team-a"), "/apis/v2beta1/runs/r-a:terminate"),
    Row("POST",   "/apis/v2beta1/runs/r-a:retry",                       "", Some("retry runs team-a"), "/apis/v2beta1/runs/r-a:retry"),
    Row("GET",    "/apis/v2beta1/pipelines?namespace=team-a",           "", Some("list pipelines team-a"), "/apis/v2beta1/pipelines?namespace=team-a"),
    Row("GET",    "/apis/v2beta1/pipelines/p-a",                        "", Some("get pipelines team-a"), "/apis/v2beta1/pipelines/p-a"),
    Row("GET",    "/apis/v2beta1/pipelines/names/hello?namespace=team-a", "", Some("get pipelines team-a"), "/apis/v2beta1/pipelines/names/hello?namespace=team-a"),
    Row("DELETE", "/apis/v2beta1/pipelines/p-a?cascade=true",           "", Some("delete pipelines team-a"), "/apis/v2beta1/pipelines/p-a?cascade=true"),
    Row("POST",   "/apis/v2beta1/pipelines/upload?name=x&namespace=team-a", MULTIPART, Some("create pipelines team-a"), "/apis/v2beta1/pipelines/upload?name=x&namespace=team-a"),
    Row("POST",   "/apis/v2beta1/pipelines/upload_version?name=x&pipelineid=p-a", MULTIPART, Some("create pipelines team-a"), "/apis/v2beta1/pipelines/upload_version?name=x&pipelineid=p-a"),
    Row("GET",    "/apis/v2beta1/pipelines/p-a/versions",               "", Some("list pipelines team-a"), "/apis/v2beta1/pipelines/p-a/versions"),
    Row("GET",    "/apis/v2beta1/pipelines/p-a/versions/v-a",           "", Some("get pipelines team-a"), "/apis/v2beta1/pipelines/p-a/versions/v-a"),
    Row("DELETE", "/apis/v2beta1/pipelines/p-a/versions/v-a",           "", Some("delete pipelines team-a"), "/apis/v2beta1/pipelines/p-a/versions/v-a"),
    Row("GET",    "/apis/v2beta1/recurringruns?namespace=team-a",       "", Some("list jobs team-a"), "/apis/v2beta1/recurringruns?namespace=team-a"),
    Row("GET",    "/apis/v2beta1/recurringruns?experiment_id=e-a",      "", Some("list jobs team-a"), "/apis/v2beta1/recurringruns?experiment_id=e-a"),
    Row("POST",   "/apis/v2beta1/recurringruns",                        r#"{"display_name":"x","experiment_id":"e-a","pipeline_spec":{}}"#, Some("create jobs team-a"), "/apis/v2beta1/recurringruns"),
    Row("GET",    "/apis/v2beta1/recurringruns/j-a",                    "", Some("get jobs team-a"), "/apis/v2beta1/recurringruns/j-a"),
    Row("DELETE", "/apis/v2beta1/recurringruns/j-a?propagation_policy=ORPHAN", "", Some("delete jobs team-a"), "/apis/v2beta1/recurringruns/j-a?propagation_policy=ORPHAN"),
    Row("POST",   "/apis/v2beta1/recurringruns/j-a:enable",             "", Some("enable jobs team-a"), "/apis/v2beta1/recurringruns/j-a:enable"),
    Row("POST",   "/apis/v2beta1/recurringruns/j-a:disable",            "", Some("disable jobs team-a"), "/apis/v2beta1/recurringruns/j-a:disable"),
    Row("POST",   "/apis/v2beta1/pipelines",                            r#"{"display_name":"x","namespace":"team-a"}"#, Some("create pipelines team-a"), "/apis/v2beta1/pipelines"),
    Row("POST",   "/apis/v2beta1/pipelines/create",                     r#"{"pipeline":{"display_name":"x","namespace":"team-a"},"pipeline_version":{}}"#, Some("create pipelines team-a"), "/apis/v2beta1/pipelines/create"),
    Row("PATCH",  "/apis/v2beta1/pipelines/p-a",                        r#"{"display_name":"x"}"#, Some("update pipelines team-a"), "/apis/v2beta1/pipelines/p-a"),
    Row("POST",   "/apis/v2beta1/pipelines/p-a/versions",               r#"{"pipeline_id":"p-a","name":"x"}"#, Some("create pipelines team-a"), "/apis/v2beta1/pipelines/p-a/versions"),
    Row("PATCH",  "/apis/v2beta1/pipelines/p-a/versions/v-a",           r#"{"tags":{}}"#, Some("update pipelines team-a"), "/apis/v2beta1/pipelines/p-a/versions/v-a"),
];

impl Row {
    fn request<'app>(&self, app: &'app TestApp) -> crate::support::Request<'app> {
        let method = Method::from_bytes(self.0.as_bytes()).expect("a method");
        let request = app.request(method, &format!("/kfp-console{}", self.1));
        match self.2 {
            "" => request,
            body if body.starts_with("--") => request
                .header("content-type", "multipart/form-data; boundary=x")
                .body(body),
            body => request
                .header("content-type", "application/json")
                .body(body),
        }
    }
}

#[tokio::test]
async fn every_row_asks_its_question_and_passes_its_call() {
    for row in ROWS {
        let granted = row.3.map(str::to_owned).into_iter().collect::<HashSet<_>>();
        let app = TestApp::start(Policy::Only(granted)).await;
        let answer = row.request(&app).send().await;
        assert_eq!(answer.status, 200, "{} {}: {}", row.0, row.1, answer.text());
        assert_eq!(
            app.kubernetes.questions(),
            row.3.into_iter().collect::<Vec<_>>(),
            "{} {}",
            row.0,
            row.1
        );
        let calls = app.kfp.calls();
        let call = calls.last().expect("a call");
        assert_eq!(call.line(), format!("{} {}", row.0, row.4));
        assert_eq!(call.body, row.2, "{} {}", row.0, row.1);
    }
}

#[tokio::test]
async fn every_row_is_refused_without_the_right_and_nothing_is_done() {
    for row in ROWS.iter().filter(|row| row.3.is_some()) {
        let app = TestApp::start(Policy::DenyAll).await;
        let answer = row.request(&app).send().await;
        assert_eq!(
            answer.problem(),
            (403, "access.denied".to_owned()),
            "{} {}",
            row.0,
            row.1
        );
        // Finding out where an object belongs is all that may have happened.
        for call in app.kfp.calls() {
            assert_eq!(call.method, "GET", "{} {}", row.0, row.1);
            assert!(
                !call.path_and_query.contains('?'),
                "{} {}: {}",
                row.0,
                row.1,
                call.line()
            );
        }
    }
}

#[tokio::test]
async fn every_row_is_refused_without_a_user() {
    let app = TestApp::start(Policy::AllowAll).await;
    for row in ROWS {
        let answer = row.request(&app).without("kubeflow-userid").send().await;
        assert_eq!(
            answer.problem(),
            (401, "identity.missing".to_owned()),
            "{} {}",
            row.0,
            row.1
        );
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn review_is_about_the_user_alone() {
    let app = TestApp::start(Policy::AllowAll).await;
    app.get("/apis/v2beta1/runs?namespace=team-a")
        .header("kubeflow-groups", "system:masters")
        .send()
        .await;
    let expected = serde_json::json!({
        "resourceAttributes": {
            "group": "pipelines.kubeflow.org", "namespace": "team-a", "resource": "runs", "verb": "list", "version": "v1beta1"
        },
        "user": "a@example.com",
    });
    assert_eq!(app.kubernetes.specs(), [expected]);
}

#[tokio::test]
async fn experiment_of_the_query_wins_over_the_namespace() {
    let granted = HashSet::from(["list runs team-a".to_owned()]);
    let app = TestApp::start(Policy::Only(granted)).await;
    let foreign = app
        .get("/apis/v2beta1/runs?namespace=team-a&experiment_id=e-b")
        .send()
        .await;
    assert_eq!(foreign.problem(), (403, "access.denied".to_owned()));
    assert_eq!(app.kubernetes.questions(), ["list runs team-b"]);
}

#[tokio::test]
async fn version_decides_and_not_the_pipeline_before_it() {
    let granted = HashSet::from(["get pipelines team-a".to_owned()]);
    let app = TestApp::start(Policy::Only(granted)).await;
    let foreign = app
        .get("/apis/v2beta1/pipelines/p-a/versions/v-b")
        .send()
        .await;
    assert_eq!(foreign.problem(), (403, "access.denied".to_owned()));
    let own = app
        .get("/apis/v2beta1/pipelines/p-b/versions/v-a")
        .send()
        .await;
    assert_eq!(own.status, 200);
}

#[tokio::test]
async fn shared_pipelines_are_read_by_everybody_and_changed_by_nobody() {
    let app = TestApp::start(Policy::DenyAll).await;
    for path in [
        "",
        "/p-s",
        "/p-s/versions",
        "/p-s/versions/v-s",
        "?filter=&sort_by=&page_token=&namespace=",
    ] {
        let answer = app
            .get(&format!("/apis/v2beta1/pipelines{path}"))
            .send()
            .await;
        assert_eq!(answer.status, 200, "{path}");
    }
    let app = TestApp::start(Policy::AllowAll).await;
    for path in ["/p-s", "/p-s/versions/v-s"] {
        let answer = app
            .request(Method::DELETE, &format!("/apis/v2beta1/pipelines{path}"))
            .send()
            .await;
        assert_eq!(
            answer.problem(),
            (403, "access.shared_read_only".to_owned()),
            "{path}"
        );
    }
    let upload = app
        .request(
            Method::POST,
            "/apis/v2beta1/pipelines/upload_version?pipelineid=p-s",
        )
        .header("content-type", "multipart/form-data; boundary=x")
        .body(MULTIPART);
    assert_eq!(
        upload.send().await.problem(),
        (403, "access.shared_read_only".to_owned())
    );
}

#[tokio::test]
async fn what_names_no_namespace_is_refused() {
    let app = TestApp::start(Policy::AllowAll).await;
    for path in [
        "/apis/v2beta1/experiments",
        "/apis/v2beta1/experiments?namespace=",
        "/apis/v2beta1/runs",
        "/apis/v2beta1/pipelines/names/hello",
    ] {
        let answer = app.get(path).send().await;
        assert_eq!(
            answer.problem(),
            (400, "access.namespace_required".to_owned()),
            "{path}"
        );
    }
    let upload = app
        .request(Method::POST, "/apis/v2beta1/pipelines/upload?name=x")
        .header("content-type", "multipart/form-data; boundary=x")
        .body(MULTIPART);
    assert_eq!(
        upload.send().await.problem(),
        (400, "access.namespace_required".to_owned())
    );
    let create = app
        .post("/apis/v2beta1/experiments", r#"{"display_name":"x"}"#)
        .send()
        .await;
    assert_eq!(
        create.problem(),
        (400, "access.namespace_required".to_owned())
    );
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn unknown_object_is_answered_in_the_words_of_kfp() {
    let app = TestApp::start(Policy::AllowAll).await;
    let answer = app.get("/apis/v2beta1/runs/unknown").send().await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.json()["details"][0]["message"], "not found");
    assert!(app.kubernetes.questions().is_empty());
}

#[tokio::test]
async fn place_of_an_object_that_cannot_move_is_asked_once() {
    let app = TestApp::start(Policy::AllowAll).await;
    let count = |what: &str| {
        let lines = app.kfp.lines();
        lines.iter().filter(|line| line.contains(what)).count()
    };
    for _ in 0..3 {
        assert_eq!(app.get("/apis/v2beta1/runs/r-a").send().await.status, 200);
    }
    assert_eq!(count("experiments/e-a"), 1);
    // A run may: where it belongs is asked each time.
    assert_eq!(count("runs/r-a"), 6);
    for _ in 0..3 {
        app.get("/apis/v2beta1/recurringruns/j-a").send().await;
    }
    assert_eq!(count("recurringruns/j-a"), 4);
}

#[tokio::test]
async fn run_is_judged_by_the_answer_that_is_given() {
    let app = TestApp::with(Policy::AllowAll, &["--read-cache=60s"]).await;
    assert_eq!(app.get("/apis/v2beta1/runs/r-a").send().await.status, 200);
    assert_eq!(
        app.kfp.lines(),
        [
            "GET /apis/v2beta1/runs/r-a",
            "GET /apis/v2beta1/experiments/e-a"
        ]
    );
}
