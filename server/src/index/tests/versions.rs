//! What versions of pipelines are called: who is asked, and who is told.

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

    let first = index.unnamed(&own).await.expect("versions");
    assert_eq!(first.versions, ["v1", "v2"]);
    assert_eq!((first.pipeline.as_str(), first.is_shared), ("p", false));
    // The second was deleted, and what was not asked for is not taken in.
    answered(&index, &own, first, &[("v1", "nightly"), ("x1", "secret")]).await;
    let second = index.unnamed(&own).await.expect("a version");
    assert_eq!((second.pipeline.as_str(), second.is_shared), ("q", true));
    answered(&index, &shared, second, &[("s1", "sample")]).await;
    assert_eq!(index.unnamed(&own).await, None, "nothing else is asked for");
    let foreign = index.unnamed(&other).await.expect("a version");
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
    while let Some(unnamed) = index.unnamed(&key).await {
        asked.push(unnamed.versions.len());
        answered(&index, &key, unnamed, &[]).await;
    }
    assert_eq!(asked, [5, 5, 2]);
}
