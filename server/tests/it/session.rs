//! The session document.

use std::collections::HashSet;

use serde_json::json;

use crate::support::{Policy, TestApp};

#[tokio::test]
async fn offers_the_namespaces_that_the_user_may_list() {
    let granted = HashSet::from([
        "list experiments team-a".to_owned(),
        "list experiments team-c".to_owned(),
    ]);
    let app = TestApp::start(Policy::Only(granted)).await;
    for path in ["/api/session", "/kfp-console/api/session"] {
        let session = app.get(path).send().await.json();
        assert_eq!(
            session,
            json!({
                "user": "a@example.com",
                "namespaces": [{"name": "team-a", "role": "owner"}, {"name": "team-c", "role": "viewer"}],
                "namespaces_complete": true,
                "connection": {"peer_verified": true, "upstream_identity": "service-account"},
                "console": {"version": kfp_console::VERSION, "prefix": "/kfp-console/", "simulated": false},
            })
        );
    }
    let questions = app.kubernetes.questions();
    assert_eq!(questions.len(), 4, "{questions:?}");
    assert!(app.kfp.lines().is_empty());
}

#[tokio::test]
async fn whoever_may_make_runs_in_a_namespace_of_another_is_a_contributor() {
    let granted = HashSet::from([
        "list experiments team-b".to_owned(),
        "create runs team-b".to_owned(),
        "create runs team-c".to_owned(),
    ]);
    let app = TestApp::start(Policy::Only(granted)).await;
    let session = app.get("/api/session").send().await.json();
    assert_eq!(
        session["namespaces"],
        json!([{"name": "team-b", "role": "contributor"}])
    );
}

#[tokio::test]
async fn newcomer_is_offered_nothing() {
    let app = TestApp::start(Policy::DenyAll).await;
    let session = app.get("/api/session").send().await.json();
    assert_eq!(
        (&session["namespaces"], &session["namespaces_complete"]),
        (&json!([]), &json!(true))
    );
}

#[tokio::test]
async fn offer_says_when_it_is_not_complete_and_is_not_kept_then() {
    let app = TestApp::start(Policy::Broken).await;
    let session = app.get("/api/session").send().await.json();
    assert_eq!(
        (&session["namespaces"], &session["namespaces_complete"]),
        (&json!([]), &json!(false))
    );
    app.kubernetes.decide_by(Policy::AllowAll);
    let session = app.get("/api/session").send().await.json();
    assert_eq!(session["namespaces_complete"], true);
}
