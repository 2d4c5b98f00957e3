//! What no well-meaning client sends.

use http::Method;

use crate::support::{Policy, TestApp};

#[tokio::test]
async fn unknown_paths_and_methods_are_answered_as_kfp_does() {
    let app = TestApp::start(Policy::AllowAll).await;
    for path in [
        "/apis/",
        "/apis/v1beta1/runs",
        "/apis/v1alpha1/tasks",
        "/apis/v1alpha1/runs/r-b/nodes/n/log",
        "/apis/v2beta1/workflows",
        "/apis/v2beta1/runs/x:foo",
    ] {
        let answer = app.get(path).send().await;
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (404, "application/json"),
            "{path}"
        );
        assert_eq!(
            (&answer.json()["code"], &answer.json()["message"]),
            (&5.into(), &"Not Found".into()),
            "{path}"
        );
    }
    for method in [
        Method::PUT,
        Method::PATCH,
        Method::DELETE,
        Method::HEAD,
        Method::TRACE,
    ] {
        let answer = app
            .request(method.clone(), "/apis/v2beta1/runs")
            .send()
            .await;
        assert_eq!(answer.status, 501, "{method}");
    }
    let put = app.request(Method::PUT, "/apis/v2beta1/runs").send().await;
    assert_eq!(
        (&put.json()["code"], &put.json()["message"]),
        (&12.into(), &"Method Not Allowed".into())
    );
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn unknown_routes_of_the_console_are_problems() {
    let app = TestApp::start(Policy::AllowAll).await;
    let unknown = app.get("/api/unknown").send().await;
    assert_eq!(unknown.problem(), (404, "request.unknown_path".to_owned()));
    let detail = unknown.json()["detail"].to_string();
    assert!(
        detail.contains("/api/session and /api/connection"),
        "{detail}"
    );
    assert_eq!(
        app.get("/api").send().await.problem(),
        (404, "request.unknown_path".to_owned())
    );
    assert_eq!(
        app.post("/api/session", "{}").send().await.problem(),
        (405, "request.unknown_method".to_owned())
    );
}

#[tokio::test]
async fn refused_method_says_which_there_are() {
    let app = TestApp::start(Policy::AllowAll).await;
    for (path, allowed) in [
        ("/api/session", "GET, HEAD"),
        ("/api/connection", "GET, HEAD"),
        ("/api/live", "GET, HEAD"),
        ("/api/feed", "GET, HEAD"),
        ("/", "GET, HEAD"),
    ] {
        for method in [
            Method::POST,
            Method::PUT,
            Method::DELETE,
            Method::PATCH,
            Method::TRACE,
        ] {
            let answer = app.request(method.clone(), path).send().await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header("allow"), allowed, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn head_is_get_without_the_body() {
    let app = TestApp::start(Policy::AllowAll).await;
    for path in [
        "/api/session",
        "/api/connection?namespace=team-a",
        "/api/live",
        "/api/feed?kind=runs&namespace=team-a",
        "/apis/v2beta1/healthz",
        "/api/unknown",
    ] {
        let get = app.get(path).send().await;
        let head = app.request(Method::HEAD, path).send().await;
        assert_eq!(head.status, get.status, "{path}");
        assert_eq!(
            head.header("content-type"),
            get.header("content-type"),
            "{path}"
        );
        assert!(head.body.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn odd_paths_tell_nobody_more_than_others_do() {
    let app = TestApp::start(Policy::AllowAll).await;
    let answer = app
        .get("/api//session")
        .without("kubeflow-userid")
        .header("accept", "text/html")
        .send()
        .await;
    assert_eq!(answer.problem(), (401, "identity.missing".to_owned()));
}

#[tokio::test]
async fn paths_that_can_be_read_in_two_ways_are_unknown() {
    let app = TestApp::start(Policy::AllowAll).await;
    for path in [
        "/apis//v2beta1/runs?namespace=team-a",
        "//apis/v2beta1/runs?namespace=team-a",
        "/apis/v2beta1/experiments/..%2fruns/r-b",
        "/apis/v2beta1/experiments/%2e%2e/runs/r-b",
        "/apis/v2beta1/runs/r-a%2Fnodes",
        "/apis/v2beta1/runs/r-a%3Aarchive",
        "/apis/v2beta1/runs/r-a%00",
    ] {
        let answer = app.get(path).send().await;
        assert_eq!(
            answer.problem(),
            (404, "request.unknown_path".to_owned()),
            "{path}"
        );
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn page_tokens_that_kfp_did_not_make_never_reach_it() {
    let app = TestApp::start(Policy::AllowAll).await;
    // {}, null, another list's token, and SQL in the place of a name.
    for token in [
        "garbage",
        "e30%3D",
        "bnVsbA%3D%3D",
        "eyJTb3J0QnlGaWVsZE5hbWUiOiJOYW1lIiwiS2V5RmllbGROYW1lIjoiVVVJRCIsIk1vZGVsTmFtZSI6InBpcGVsaW5lcyJ9",
        "eyJTb3J0QnlGaWVsZE5hbWUiOiIxPTEgLS0iLCJLZXlGaWVsZE5hbWUiOiJVVUlEIn0%3D",
    ] {
        let answer = app
            .get(&format!(
                "/apis/v2beta1/experiments?namespace=team-a&page_token={token}"
            ))
            .send()
            .await;
        assert_eq!(
            answer.problem(),
            (400, "request.page_token".to_owned()),
            "{token}"
        );
        assert_eq!(answer.json()["details"][0]["message"], "Invalid page token");
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn page_token_is_good_for_who_was_given_it_and_for_nobody_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = folder.path().join("key");
    std::fs::write(&key, "0123456789abcdef0123456789abcdef").expect("written");
    let app = TestApp::with(
        Policy::AllowAll,
        &[&format!("--page-token-key-file={}", key.display())],
    )
    .await;
    // What KFP makes for a list of experiments by name.
    let of_kfp = "eyJTb3J0QnlGaWVsZE5hbWUiOiJOYW1lIiwiS2V5RmllbGROYW1lIjoiVVVJRCJ9";
    app.kfp.follow(move |_| {
        let body = format!(r#"{{"experiments":[],"total_size":9,"next_page_token":"{of_kfp}"}}"#);
        (200, "application/json", body.into())
    });
    let list = "/apis/v2beta1/experiments?namespace=team-a";
    let first = app.get(list).send().await;
    let token = first.json()["next_page_token"]
        .as_str()
        .expect("a token")
        .to_owned();
    assert_ne!(token, of_kfp);
    let second = app.get(&format!("{list}&page_token={token}")).send().await;
    assert_eq!(second.status, 200, "{}", second.text());
    assert_eq!(
        app.kfp.lines().last().map(String::as_str),
        Some(format!("GET {list}&page_token={of_kfp}").as_str())
    );
    let calls = app.kfp.lines().len();
    for (path, user) in [
        (format!("{list}&page_token={of_kfp}"), "a@example.com"),
        (format!("{list}&page_token={token}"), "b@example.com"),
        (
            format!("/apis/v2beta1/experiments?namespace=team-b&page_token={token}"),
            "a@example.com",
        ),
        (
            format!("/apis/v2beta1/runs?namespace=team-a&page_token={token}"),
            "a@example.com",
        ),
    ] {
        let answer = app.get(&path).of_user(user).send().await;
        assert_eq!(
            answer.problem(),
            (400, "request.page_token".to_owned()),
            "{path} {user}"
        );
    }
    assert_eq!(app.kfp.lines().len(), calls);
}

#[tokio::test]
async fn parameters_that_come_twice_are_refused() {
    let app = TestApp::start(Policy::AllowAll).await;
    for query in [
        "namespace=team-a&namespace=team-b",
        "experiment_id=e-a&experimentId=e-b",
    ] {
        let answer = app.get(&format!("/apis/v2beta1/runs?{query}")).send().await;
        assert_eq!(
            answer.problem(),
            (400, "request.invalid".to_owned()),
            "{query}"
        );
    }
    let body = r#"{"experiment_id":"e-a","experimentId":"e-b","pipeline_spec":{}}"#;
    let answer = app.post("/apis/v2beta1/runs", body).send().await;
    assert_eq!(answer.problem(), (400, "request.invalid".to_owned()));
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn namespaces_that_cannot_exist_are_refused() {
    let app = TestApp::start(Policy::AllowAll).await;
    for namespace in ["Team-A", "a.b", "-a", "a_b", "%00", "..", &"a".repeat(64)] {
        let answer = app
            .get(&format!("/apis/v2beta1/experiments?namespace={namespace}"))
            .send()
            .await;
        assert_eq!(
            answer.problem(),
            (400, "request.invalid".to_owned()),
            "{namespace}"
        );
    }
    assert!(app.kubernetes.questions().is_empty());
}

#[tokio::test]
async fn bodies_that_are_no_object_are_refused() {
    let app = TestApp::start(Policy::AllowAll).await;
    for body in [
        "",
        "null",
        "[]",
        "{",
        "{}{}",
        "\u{feff}{}",
        r#"{"namespace":1}"#,
    ] {
        let answer = app.post("/apis/v2beta1/experiments", body).send().await;
        assert_eq!(
            answer.problem(),
            (400, "request.invalid".to_owned()),
            "{body}"
        );
    }
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn filters_and_sorts_are_kfps_to_judge() {
    let app = TestApp::start(Policy::AllowAll).await;
    app.kfp.follow(|_| {
        let body = r#"{"code":3,"message":"Failed to create list options: x","details":[{"code":3,"message":"x"}]}"#;
        (400, "application/json", body.into())
    });
    let answer = app
        .get("/apis/v2beta1/runs?namespace=team-a&filter=nonsense&sort_by=nonsense")
        .send()
        .await;
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["details"][0]["message"], "x");
    assert_eq!(
        app.kfp.lines(),
        ["GET /apis/v2beta1/runs?namespace=team-a&filter=nonsense&sort_by=nonsense"]
    );
}

#[tokio::test]
async fn text_that_the_database_refuses_is_refused_before_it_is_sent() {
    let app = TestApp::start(Policy::AllowAll).await;
    let text = (400, "request.text".to_owned());
    let long = "x".repeat(129);
    for (path, body) in [
        (
            "/apis/v2beta1/experiments",
            r#"{"display_name":"rocket \ud83d\ude80","namespace":"team-a"}"#.to_owned(),
        ),
        (
            "/apis/v2beta1/experiments",
            format!(r#"{{"display_name":"{long}","namespace":"team-a"}}"#),
        ),
        (
            "/apis/v2beta1/runs",
            r#"{"display_name":"x","experiment_id":"e-a","pipeline_spec":{},"runtime_config":{"parameters":{"who":"🚀"}}}"#
                .to_owned(),
        ),
        (
            "/apis/v2beta1/recurringruns",
            r#"{"display_name":"🚀","experiment_id":"e-a","pipeline_spec":{}}"#.to_owned(),
        ),
    ] {
        let answer = app.post(path, &body).send().await;
        assert_eq!(answer.problem(), text, "{path} {body}");
    }
    for query in [
        "name=%F0%9F%9A%80",
        &format!("name={long}"),
        "name=x&description=%F0%9F%9A%80",
    ] {
        let path = format!("/apis/v2beta1/pipelines/upload?namespace=team-a&{query}");
        let upload = app
            .request(Method::POST, &path)
            .header("content-type", "multipart/form-data; boundary=x")
            .body("--x--");
        assert_eq!(upload.send().await.problem(), text, "{query}");
    }
    let upload = |form: String| {
        app.request(
            Method::POST,
            "/apis/v2beta1/pipelines/upload?namespace=team-a",
        )
        .header("content-type", "multipart/form-data; boundary=x")
        .body(form)
    };
    let file = |name: &str, content: &str| {
        format!(
            "--x\r\ncontent-disposition: form-data; name=\"uploadfile\"; filename=\"{name}\"\r\n\r\n{content}\r\n--x--\r\n"
        )
    };
    let named = upload(file(&format!("{long}.yaml"), "x")).send().await;
    assert_eq!(named.problem(), text);
    let invalid = (400, "request.invalid".to_owned());
    let empty = upload(file("p.yaml", "")).send().await;
    assert_eq!(empty.problem(), invalid);
    for (path, body) in [
        ("experiments", r#"{"display_name":"","namespace":"team-a"}"#),
        ("runs", r#"{"experiment_id":"e-a","pipeline_spec":{}}"#),
        ("runs", r#"{"display_name":"x","experiment_id":"e-a"}"#),
        (
            "recurringruns",
            r#"{"display_name":"","experiment_id":"e-a","pipeline_spec":{}}"#,
        ),
    ] {
        let answer = app
            .post(&format!("/apis/v2beta1/{path}"), body)
            .send()
            .await;
        assert_eq!(answer.problem(), invalid, "{path} {body}");
    }
    let no_text = app
        .get("/apis/v2beta1/experiments?namespace=team-a&filter=%FF")
        .send()
        .await;
    assert_eq!(no_text.problem(), (400, "request.invalid".to_owned()));
    assert!(app.kfp.lines().iter().all(|line| line.starts_with("GET ")));
    // Who may not write learns nothing else.
    app.kubernetes.decide_by(Policy::DenyAll);
    let denied = app
        .post(
            "/apis/v2beta1/experiments",
            r#"{"display_name":"🚀","namespace":"team-b"}"#,
        )
        .send()
        .await;
    assert_eq!(denied.problem(), (403, "access.denied".to_owned()));
}
