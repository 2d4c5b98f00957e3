//! Lists in every format.

use crate::program::{OWN, Rig};

#[tokio::test]
async fn a_list_has_the_same_objects_in_every_format() {
    let rig = Rig::start().await;
    let json = rig.run(&["experiments", "list", "-o", "json"]).await.json();
    let ids: Vec<&str> = json
        .as_array()
        .unwrap()
        .iter()
        .map(|experiment| experiment["experiment_id"].as_str().unwrap())
        .collect();
    assert!(!ids.is_empty());
    assert_eq!(json[0]["namespace"], OWN);
    let names = rig.run(&["experiments", "list", "-o", "name"]).await;
    assert_eq!(names.ok().lines().collect::<Vec<_>>(), ids);
    let table = rig.run(&["experiments", "ls"]).await;
    let mut lines = table.ok().lines();
    assert!(lines.next().unwrap().starts_with("NAME"));
    for (line, id) in lines.zip(&ids) {
        assert!(line.contains(id), "{line}");
    }
    let wide = rig.run(&["experiments", "ls", "-o", "wide"]).await;
    assert!(wide.ok().lines().next().unwrap().contains("DESCRIPTION"));
    let yaml = rig.run(&["experiments", "ls", "-o", "yaml"]).await;
    assert!(ids.iter().all(|id| yaml.ok().contains(id)));
}

#[tokio::test]
async fn all_pages_are_read_and_a_limit_holds() {
    let rig = Rig::start().await;
    let all = rig.run(&["runs", "ls", "--all", "-o", "name"]).await;
    let all: Vec<&str> = all.ok().lines().collect();
    assert!(all.len() > 20, "the sandbox has {} runs here", all.len());
    let some = rig.run(&["runs", "ls", "--limit", "7", "-o", "name"]).await;
    assert_eq!(some.ok().lines().collect::<Vec<_>>(), all[..7]);
    let unique: std::collections::HashSet<_> = all.iter().collect();
    assert_eq!(unique.len(), all.len());
}

#[tokio::test]
async fn filters_hold_for_every_row() {
    let rig = Rig::start().await;
    let failed = rig
        .run(&["runs", "ls", "--all", "--state", "failed", "-o", "json"])
        .await
        .json();
    let failed = failed.as_array().unwrap();
    assert!(!failed.is_empty());
    assert!(failed.iter().all(|run| run["state"] == "FAILED"));
    let none = rig
        .run(&["runs", "ls", "--contains", "no such name", "-o", "json"])
        .await;
    assert_eq!(none.json(), serde_json::json!([]));
    let words = rig.run(&["runs", "ls", "--contains", "no such name"]).await;
    assert_eq!((words.ok(), words.words.trim()), ("", "There are none."));
    let wrong = rig.run(&["runs", "ls", "--state", "broken"]).await;
    assert_eq!(wrong.code, 2);
    assert!(wrong.words.contains("succeeded"), "{}", wrong.words);
}

#[tokio::test]
async fn pipelines_and_recurring_runs_are_listed_too() {
    let rig = Rig::start().await;
    for args in [
        &["pipelines", "ls", "--shared", "-o", "json"][..],
        &["pipelines", "ls", "-o", "json"],
        &["recurring-runs", "ls", "-o", "json"],
    ] {
        assert!(rig.run(args).await.json().is_array(), "{args:?}");
    }
    let refused = rig.run(&["pipelines", "ls", "--archived"]).await;
    assert_eq!(refused.code, 2, "{refused:?}");
}
