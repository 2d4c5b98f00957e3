//! Writes of foreign pages.

use http::Method;

use crate::support::{Policy, TestApp};

const PATH: &str = "/apis/v2beta1/runs/r-a:archive";

#[tokio::test]
async fn write_of_a_foreign_page_is_refused_before_anything_is_done() {
    let app = TestApp::start(Policy::AllowAll).await;
    for origin in ["http://evil.example.com", "null", "https://127.0.0.1"] {
        let answer = app.post(PATH, "{}").header("origin", origin).send().await;
        assert_eq!(
            answer.problem(),
            (403, "request.foreign_origin".to_owned()),
            "{origin}"
        );
    }
    let answer = app
        .post(PATH, "{}")
        .header("sec-fetch-site", "cross-site")
        .send()
        .await;
    assert_eq!(answer.problem(), (403, "request.foreign_origin".to_owned()));
    assert!(app.kfp.lines().is_empty() && app.kubernetes.questions().is_empty());
}

#[tokio::test]
async fn form_of_a_foreign_page_is_refused_by_its_type() {
    let app = TestApp::start(Policy::AllowAll).await;
    for content_type in ["application/x-www-form-urlencoded", "text/plain"] {
        let request = app
            .request(Method::POST, "/apis/v2beta1/runs")
            .header("content-type", content_type);
        let answer = request.body("{}").send().await;
        assert_eq!(
            answer.problem(),
            (415, "request.content_type".to_owned()),
            "{content_type}"
        );
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn json_as_a_form_and_a_form_as_json_are_refused() {
    let app = TestApp::start(Policy::AllowAll).await;
    let form = app
        .request(Method::POST, "/apis/v2beta1/experiments")
        .header("content-type", "multipart/form-data; boundary=x");
    assert_eq!(
        form.body("{}").send().await.problem(),
        (415, "request.content_type".to_owned())
    );
    for content_type in ["application/json", "multipart/form-data; boundary=x"] {
        let file = app
            .request(Method::POST, "/api/package?namespace=team-a")
            .header("content-type", content_type);
        assert_eq!(
            file.body("{}").send().await.problem(),
            (415, "request.content_type".to_owned())
        );
    }
    let json = app
        .post("/apis/v2beta1/pipelines/upload?namespace=team-a", "{}")
        .send()
        .await;
    assert_eq!(json.problem(), (415, "request.content_type".to_owned()));
    let untyped = app
        .request(Method::POST, "/apis/v2beta1/experiments")
        .body("{\"namespace\":\"team-a\"}");
    assert_eq!(
        untyped.send().await.problem(),
        (415, "request.content_type".to_owned())
    );
}

#[tokio::test]
async fn own_page_and_programs_may_write() {
    let app = TestApp::start(Policy::AllowAll).await;
    let own = format!("http://{}", app.console.address());
    let page = app
        .post(PATH, "{}")
        .header("origin", &own)
        .header("sec-fetch-site", "same-origin")
        .send()
        .await;
    assert_eq!(page.status, 200, "{}", page.text());
    let program = app
        .post(PATH, "")
        .header("user-agent", "OpenAPI-Generator/2.17.3/python")
        .send()
        .await;
    assert_eq!(program.status, 200);
}

#[tokio::test]
async fn method_override_means_nothing() {
    let app = TestApp::start(Policy::AllowAll).await;
    let request = app
        .get("/apis/v2beta1/runs/r-a")
        .header("x-http-method-override", "DELETE");
    assert_eq!(request.send().await.status, 200);
    assert!(app.kfp.calls().iter().all(|call| call.method == "GET"));
}
