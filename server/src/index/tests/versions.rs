//! What versions of pipelines are called: who is asked, and who is told.

use std::collections::BTreeSet;

use serde_json::value::RawValue;

use super::super::answer::Who;
use super::super::row::Row;
use super::super::took::Brought;
use super::super::{Index, Key, Unnamed};
use super::{key, run};

const NOBODY: Who = Who {
    reads_pipelines: false,
    reads_experiments: true,
    reads_recurring_runs: true,
};
const READER: Who = Who {
    reads_pipelines: true,
    ..NOBODY
};

/// A run of a version of a pipeline.
fn of(id: &str, pipeline: &str, version: &str) -> Row {
    Row {
        pipeline: Some(pipeline.to_owned()),
        version: Some(version.to_owned()),
        ..run(id, 5)
    }
}

async fn has(index: &Index, key: &Key, rows: Vec<Row>, pipelines: &'static [&'static str]) {
    index
        .with(key, move |store, scope| {
            let named = |id: &&str| ((*id).to_owned(), format!("the {id}"));
            store.name(scope, 0, &pipelines.iter().map(named).collect::<Vec<_>>());
            store.take(scope, &rows);
        })
        .await;
}

/// KFP answers with these versions and no others.
async fn answered(index: &Index, key: &Key, unnamed: Unnamed, there: &[(&str, &str)]) {
    let objects = there.iter().map(|(id, name)| {
        let text = format!(r#"{{"pipeline_version_id":"{id}","display_name":"{name}"}}"#);
        RawValue::from_string(text).expect("JSON")
    });
    let objects: Vec<_> = objects.collect();
    let objects: Vec<&RawValue> = objects.iter().map(|object| &**object).collect();
    let brought = Brought::Versions(unnamed.versions);
    index.took(key, brought, &objects).await;
}

async fn unnamed(index: &Index, key: &Key) -> Option<Unnamed> {
    index.unnamed(key, BTreeSet::new()).await
}

/// So long ago were the names read that are known.
async fn age(index: &Index, key: &Key, ms: i64) {
    index
        .with(key, move |store, _| {
            let aged = store.look(|db| db.execute("UPDATE names SET read_at = read_at - ?1", [ms]));
            assert!(aged.is_ok_and(|rows| rows > 0));
        })
        .await;
}

async fn told(index: &Index, key: &Key, who: Who) -> Vec<(String, String)> {
    let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    let names = index
        .names(key, who, ids(&["p", "q"]), ids(&["v1", "v2", "s1", "x1"]))
        .await;
    names.pipelines.into_iter().chain(names.versions).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(id, name): &(&str, &str)| ((*id).to_owned(), (*name).to_owned());
    pairs.iter().map(owned).collect()
}

#[tokio::test]
async fn versions_that_runs_name_are_asked_for_once_and_told_to_whom_may_read_their_pipeline() {
    let index = Index::open(None, 1024 * 1024);
    let [own, other, shared] = ["team-a", "team-b", ""].map(key);
    let rows = vec![
        of("a", "p", "v1"),
        of("b", "p", "v1"),
        of("c", "p", "v2"),
        of("d", "q", "s1"),
        // A pipeline of another namespace, which a run may name all the same.
        of("e", "x", "x1"),
        run("f", 5),
    ];
    has(&index, &own, rows, &["p"]).await;
    has(&index, &other, vec![of("g", "x", "x1")], &["x"]).await;
    has(&index, &shared, Vec::new(), &["q"]).await;

    let first = unnamed(&index, &own).await.expect("versions");
    assert_eq!(first.versions, ["v1", "v2"]);
    assert_eq!((first.pipeline.as_str(), first.is_shared), ("p", false));
    // The second was deleted, and what was not asked for is not taken in.
    answered(&index, &own, first, &[("v1", "nightly"), ("x1", "secret")]).await;
    let second = unnamed(&index, &own).await.expect("a version");
    assert_eq!((second.pipeline.as_str(), second.is_shared), ("q", true));
    answered(&index, &shared, second, &[("s1", "sample")]).await;
    assert_eq!(
        unnamed(&index, &own).await,
        None,
        "nothing else is asked for"
    );
    let foreign = unnamed(&index, &other).await.expect("a version");
    answered(&index, &other, foreign, &[("x1", "secret")]).await;

    let known = [
        ("p", "the p"),
        ("q", "the q"),
        ("s1", "sample"),
        ("v1", "nightly"),
    ];
    assert_eq!(told(&index, &own, READER).await, pairs(&known));
    let shared = [("q", "the q"), ("s1", "sample")];
    assert_eq!(told(&index, &own, NOBODY).await, pairs(&shared));
    let of_another = [("q", "the q"), ("s1", "sample"), ("x1", "secret")];
    assert_eq!(told(&index, &other, READER).await, pairs(&of_another));
}

#[tokio::test]
async fn a_few_are_asked_for_at_once() {
    let index = Index::open(None, 1024 * 1024);
    let key = key("team-a");
    let rows = (0..12).map(|at| of(&format!("r{at}"), "p", &format!("v{at:02}")));
    has(&index, &key, rows.collect(), &["p"]).await;
    let mut asked = Vec::new();
    while let Some(unnamed) = unnamed(&index, &key).await {
        asked.push(unnamed.versions.len());
        answered(&index, &key, unnamed, &[]).await;
    }
    assert_eq!(asked, [5, 5, 2]);
}

#[tokio::test]
async fn a_version_that_was_given_another_name_is_read_again() {
    let index = Index::open(None, 1024 * 1024);
    let key = key("team-a");
    let rows = vec![of("a", "p", "v1"), of("b", "p", "v2"), of("c", "p", "gone")];
    has(&index, &key, rows, &["p"]).await;
    let names = [("v1", "nightly"), ("v2", "weekly")];
    let first = unnamed(&index, &key).await.expect("versions");
    answered(&index, &key, first, &names).await;
    assert_eq!(unnamed(&index, &key).await, None);

    // Through this console it is known at once, and of which one.
    index.renamed("v1".to_owned()).await;
    let again = unnamed(&index, &key).await.expect("a version");
    assert_eq!(again.versions, ["v1"]);
    answered(&index, &key, again, &[("v1", "daily")]).await;
    assert_eq!(unnamed(&index, &key).await, None);

    // Elsewhere it is seen when its time has come, and after what has no name yet. What is gone does not come back.
    age(&index, &key, 2 * 60 * 60 * 1000).await;
    has(&index, &key, vec![of("d", "q", "s1")], &["q"]).await;
    let new = unnamed(&index, &key).await.expect("a version");
    assert_eq!(new.versions, ["s1"]);
    answered(&index, &key, new, &[("s1", "sample")]).await;
    let again = unnamed(&index, &key).await.expect("versions");
    assert_eq!(again.versions, ["v1", "v2"]);
    answered(&index, &key, again, &[("v1", "daily"), ("v2", "monthly")]).await;
    assert_eq!(unnamed(&index, &key).await, None);
    let names = told(&index, &key, READER).await;
    for name in [("v1", "daily"), ("v2", "monthly"), ("s1", "sample")] {
        assert!(names.contains(&(name.0.to_owned(), name.1.to_owned())));
    }
}

#[tokio::test]
async fn a_pipeline_that_is_passed_over_does_not_hold_up_the_others() {
    let index = Index::open(None, 1024 * 1024);
    let key = key("team-a");
    let rows = vec![of("a", "p", "v1"), of("b", "q", "v2")];
    has(&index, &key, rows, &["p", "q"]).await;
    let next = async |passed_over: &[&str]| {
        let passed_over = passed_over.iter().map(|id| (*id).to_owned()).collect();
        let found = index.unnamed(&key, passed_over).await;
        found.map(|unnamed| unnamed.pipeline.to_string())
    };
    assert_eq!(next(&[]).await.as_deref(), Some("p"));
    assert_eq!(next(&["p"]).await.as_deref(), Some("q"));
    assert_eq!(next(&["p", "q"]).await, None);
}
