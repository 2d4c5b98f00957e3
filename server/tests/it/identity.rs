//! Whom the console believes.

use http::Method;

use crate::support::{GATEWAY, Policy, TestApp};

const PODS: &str = "By=spiffe://cluster.local/ns/kubeflow/sa/kfp-console;Hash=0b;Subject=\"\";\
    URI=spiffe://cluster.local/ns/team-b/sa/default-editor";

#[tokio::test]
async fn pod_that_claims_to_be_a_user_is_nobody() {
    let app = TestApp::start(Policy::AllowAll).await;
    for certificate in [PODS.to_owned(), format!("{GATEWAY},{PODS}"), String::new()] {
        let request = app.get("/api/session").without("x-forwarded-client-cert");
        let answer = request
            .header("x-forwarded-client-cert", &certificate)
            .send()
            .await;
        assert_eq!(
            answer.problem(),
            (401, "identity.peer_not_verified".to_owned()),
            "{certificate}"
        );
    }
    let plain = app
        .get("/api/session")
        .without("x-forwarded-client-cert")
        .send()
        .await;
    assert_eq!(
        plain.problem(),
        (401, "identity.peer_not_verified".to_owned())
    );
}

#[tokio::test]
async fn identity_that_is_not_one_name_is_nobody() {
    let app = TestApp::start(Policy::AllowAll).await;
    for user in [
        "",
        "   ",
        "a@example.com,b@example.com",
        "a b",
        "김@example.com",
    ] {
        let answer = app
            .get("/apis/v2beta1/runs?namespace=team-a")
            .of_user(user)
            .send()
            .await;
        assert_eq!(
            answer.problem(),
            (401, "identity.invalid".to_owned()),
            "{user}"
        );
    }
    let twice = app
        .get("/api/session")
        .header("kubeflow-userid", "b@example.com")
        .send()
        .await;
    assert_eq!(twice.problem(), (401, "identity.invalid".to_owned()));
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn nobody_gets_no_page_and_no_file() {
    let app = TestApp::start(Policy::AllowAll).await;
    for path in ["/", "/kfp-console/", "/ns/team-a/experiments", "/app.js"] {
        let answer = app
            .get(path)
            .without("kubeflow-userid")
            .header("accept", "text/html")
            .send()
            .await;
        assert_eq!(
            answer.problem(),
            (401, "identity.missing".to_owned()),
            "{path}"
        );
        assert_eq!(answer.header("content-type"), "application/problem+json");
    }
}

#[tokio::test]
async fn options_does_nothing_whoever_asks() {
    let app = TestApp::start(Policy::AllowAll).await;
    for path in [
        "/apis/v2beta1/runs",
        "/api/session",
        "/",
        "/unknown",
        "/kfp-console/apis/v2beta1/pipelines/upload",
    ] {
        let answer = app.request(Method::OPTIONS, path).send().await;
        assert_eq!(answer.status, 204, "{path}");
        assert!(answer.headers.get("allow").is_none());
        assert!(answer.headers.get("access-control-allow-origin").is_none());
    }
    assert!(app.kfp.lines().is_empty() && app.kubernetes.questions().is_empty());
}

#[tokio::test]
async fn nothing_of_the_session_reaches_kfp() {
    let app = TestApp::start(Policy::AllowAll).await;
    let request = app
        .get("/apis/v2beta1/runs?namespace=team-a")
        .header("authorization", "Bearer of-the-user")
        .header("cookie", "oauth2_proxy_kubeflow=of-the-user")
        .header("kubeflow-groups", "WyJhIl0=")
        .header("x-auth-request-email", "b@example.com")
        .header("x-forwarded-for", "6.6.6.6");
    assert_eq!(request.send().await.status, 200);
    let call = app.kfp.calls().pop().expect("a call");
    let names: Vec<_> = call.headers.keys().map(http::HeaderName::as_str).collect();
    assert_eq!(names, ["accept", "x-request-id", "authorization", "host"]);
    assert!(
        !call.headers["authorization"]
            .to_str()
            .expect("ASCII")
            .contains("of-the-user")
    );
}

#[tokio::test]
async fn other_header_prefix_and_gateway_can_be_configured() {
    let flags = [
        "--userid-header=x-goog-authenticated-user-email",
        "--userid-prefix=accounts.google.com:",
        "--gateway-principal=example.org/ns/gateways/sa/edge",
    ];
    let app = TestApp::with(Policy::AllowAll, &flags).await;
    let request = |claim: &'static str| {
        app.get("/api/session")
            .without("x-forwarded-client-cert")
            .header(
                "x-forwarded-client-cert",
                "Hash=0;URI=spiffe://example.org/ns/gateways/sa/edge",
            )
            .header("x-goog-authenticated-user-email", claim)
    };
    let answer = request("accounts.google.com:b@example.com").send().await;
    assert_eq!(answer.json()["user"], "b@example.com");
    assert_eq!(
        request("b@example.com").send().await.problem(),
        (401, "identity.invalid".to_owned())
    );
}
