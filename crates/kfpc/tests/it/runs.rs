//! What changes something, and waiting.

use crate::program::Rig;

#[tokio::test]
async fn an_experiment_is_made_archived_restored_and_deleted() {
    let rig = Rig::start().await;
    let made = rig
        .run(&[
            "experiments",
            "create",
            "학습 1",
            "--description",
            "from the terminal",
            "-o",
            "json",
        ])
        .await
        .json();
    assert_eq!(made["display_name"], "학습 1");
    let id = made["experiment_id"].as_str().unwrap();
    for action in ["archive", "restore"] {
        rig.run(&["experiments", action, id]).await.ok();
        let seen = rig
            .run(&["experiments", "get", id, "-o", "json"])
            .await
            .json();
        let expected = if action == "archive" {
            "ARCHIVED"
        } else {
            "AVAILABLE"
        };
        assert_eq!(seen["storage_state"], expected);
    }
    rig.run(&["experiments", "delete", id]).await.ok();
    let gone = rig.run(&["experiments", "get", id]).await;
    assert_eq!(gone.code, 6, "{gone:?}");
    assert_eq!(gone.out, "");
}

#[tokio::test]
async fn waiting_fails_unless_the_run_succeeded() {
    let rig = Rig::start().await;
    for (state, code) in [("succeeded", 0), ("failed", 3)] {
        let ids = rig
            .run(&["runs", "ls", "--state", state, "--limit", "1", "-o", "name"])
            .await;
        let waited = rig
            .run(&["runs", "wait", ids.ok().trim(), "-o", "json"])
            .await;
        assert_eq!(waited.code, code, "{waited:?}");
        let run: serde_json::Value = serde_json::from_str(&waited.out).unwrap();
        assert_eq!(run["state"], state.to_uppercase());
    }
}
