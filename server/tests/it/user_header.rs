//! The other upstream identity: the user's own header and no token.

use crate::support::{Policy, TestApp};

#[tokio::test]
async fn header_of_the_user_is_sent_and_no_token() {
    let app = TestApp::with(Policy::AllowAll, &["--upstream-identity=user-header"]).await;
    let request = app
        .get("/apis/v2beta1/runs/r-a")
        .header("authorization", "Bearer of-the-user");
    assert_eq!(request.send().await.status, 200);
    for call in app.kfp.calls() {
        assert_eq!(
            call.headers["kubeflow-userid"],
            "a@example.com",
            "{}",
            call.line()
        );
        assert!(
            !call.headers.contains_key("authorization"),
            "{}",
            call.line()
        );
    }
    assert_eq!(app.kubernetes.questions(), ["get runs team-a"]);
}

#[tokio::test]
async fn prefix_of_the_installation_is_put_back() {
    let flags = [
        "--upstream-identity=user-header",
        "--userid-header=x-goog-authenticated-user-email",
        "--userid-prefix=accounts.google.com:",
    ];
    let app = TestApp::with(Policy::AllowAll, &flags).await;
    let request = app.get("/apis/v2beta1/runs?namespace=team-a").header(
        "x-goog-authenticated-user-email",
        "accounts.google.com:b@example.com",
    );
    assert_eq!(request.send().await.status, 200);
    let call = app.kfp.calls().pop().expect("a call");
    assert_eq!(
        call.headers["x-goog-authenticated-user-email"],
        "accounts.google.com:b@example.com"
    );
    assert!(!call.headers.contains_key("kubeflow-userid"));
}

#[tokio::test]
async fn blank_identity_never_leaves_the_console() {
    let app = TestApp::with(Policy::AllowAll, &["--upstream-identity=user-header"]).await;
    for user in ["", " ", "\t"] {
        let answer = app
            .get("/apis/v2beta1/runs?namespace=team-a")
            .of_user(user)
            .send()
            .await;
        assert_eq!(answer.status, 401);
    }
    let answer = app.get("/apis/v2beta1/healthz").send().await;
    assert_eq!(answer.status, 200);
    assert!(
        app.kfp
            .calls()
            .iter()
            .all(|call| call.headers["kubeflow-userid"] == "a@example.com")
    );
    // No token file is needed in this mode.
    std::fs::remove_file(app.folder.path().join("token")).expect("removed");
    assert_eq!(
        app.get("/apis/v2beta1/runs?namespace=team-a")
            .send()
            .await
            .status,
        200
    );
}
