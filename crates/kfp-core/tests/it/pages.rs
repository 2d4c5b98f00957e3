//! Lists as streams.

use futures::{StreamExt as _, TryStreamExt as _};
use kfp_core::Client;
use kfp_core::credentials::Credentials;
use kfp_core::model::Namespace;
use kfp_core::query::{Filter, Key, RunQuery, Sort};

use crate::script::Script;

fn client(script: &Script) -> Client<Script> {
    Client::new(
        "http://127.0.0.1:1".parse().unwrap(),
        script.clone(),
        Credentials::none(),
    )
}

fn query() -> RunQuery {
    let query = RunQuery::in_namespace(Namespace::new("team-a").unwrap());
    query
        .page_size(2)
        .sort(Sort::newest_first())
        .filter(Filter::new().equals(Key::State, "FAILED"))
}

const FIRST: (u16, &str) = (
    200,
    r#"{"runs":[{"run_id":"a"},{"run_id":"b"}],"total_size":3,"next_page_token":"dDE="}"#,
);
const LAST: (u16, &str) = (200, r#"{"runs":[{"run_id":"c"}],"total_size":3}"#);

#[tokio::test]
async fn every_element_comes_once_and_in_order() {
    let script = Script::new([FIRST, LAST]);
    let client = client(&script);
    let ids: Vec<String> = client
        .runs()
        .all(query())
        .map_ok(|run| run.run_id.to_string())
        .try_collect()
        .await
        .unwrap();
    assert_eq!(ids, ["a", "b", "c"]);
    let second = script.requests()[1].uri().query().unwrap().to_owned();
    assert_eq!(second, "namespace=team-a&page_size=2&page_token=dDE%3D");
}

#[tokio::test]
async fn a_page_that_nobody_asks_for_is_not_fetched() {
    let script = Script::new([FIRST]);
    let client = client(&script);
    let pages: Vec<_> = client.runs().pages(query()).take(1).collect().await;
    assert_eq!(pages.len(), 1);
    assert_eq!(script.requests().len(), 1);
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let script = Script::new([FIRST, (503, "no healthy upstream")]);
    let client = client(&script);
    let items: Vec<_> = client.runs().all(query()).collect().await;
    let codes: Vec<_> = items
        .iter()
        .map(|item| match item {
            Ok(run) => run.run_id.as_str(),
            Err(error) => error.code(),
        })
        .collect();
    assert_eq!(codes, ["a", "b", "mesh.no_healthy_upstream"]);
}

#[tokio::test]
async fn an_element_that_cannot_be_read_is_told_and_the_rest_follows() {
    let script = Script::new([
        (
            200,
            r#"{"runs":[{"run_id":7},{"run_id":"b"}],"next_page_token":"dDE="}"#,
        ),
        LAST,
    ]);
    let client = client(&script);
    let items: Vec<_> = client.runs().all(query()).collect().await;
    let read = items.iter().filter_map(|item| item.as_ref().ok());
    let ids: Vec<&str> = read.map(|run| run.run_id.as_str()).collect();
    assert_eq!(ids, ["b", "c"]);
    let errors: Vec<String> = items
        .iter()
        .filter_map(|item| Some(item.as_ref().err()?.to_string()))
        .collect();
    assert!(
        errors.len() == 1 && errors[0].contains("element 0"),
        "{errors:?}"
    );
}

#[tokio::test]
async fn a_server_that_goes_round_in_circles_is_left() {
    let script = Script::new([FIRST, FIRST]);
    let client = client(&script);
    let items: Vec<_> = client.runs().pages(query()).collect().await;
    assert_eq!(items.len(), 2);
    let error = items[1].as_ref().unwrap_err();
    assert!(error.to_string().contains("next_page_token"), "{error}");
}
