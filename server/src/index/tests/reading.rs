//! What is said of how much was read.

use super::super::Index;
use super::super::answer::extent;
use super::super::row::Row;
use super::super::rows::stale_query;
use super::super::took::{Brought, take};
use super::{NOW, key, memory, run};

fn page(from: i64, to: i64) -> Vec<Row> {
    (from..to)
        .map(|at| run(&format!("r{at:03}"), at * 60))
        .collect()
}

#[test]
fn it_is_complete_once_the_past_was_read_to_its_end() {
    let (mut store, scope) = memory();
    let newest = Brought::Newest {
        goes_on: true,
        total: 120,
    };
    take(&mut store, scope, &newest, &page(0, 50));
    let known = store.known(scope);
    let told = extent(&known);
    assert_eq!(
        (told.complete, told.read, told.total),
        (false, 50, Some(120))
    );
    let (since, before) = known.cover.last_gap(known.floor).expect("a gap");
    assert_eq!(since, i64::MIN);
    // The second of the oldest run is read once more: others may have been made in it.
    assert_eq!(before, NOW - 49 * 60_000 + 1_000);
    let older = |goes_on, since| Brought::Span {
        since,
        before,
        goes_on,
    };
    take(&mut store, scope, &older(true, None), &page(49, 99));
    let known = store.known(scope);
    assert!(!extent(&known).complete);
    let (_, before) = known.cover.last_gap(known.floor).expect("a gap");
    let rest = Brought::Span {
        since: None,
        before,
        goes_on: false,
    };
    take(&mut store, scope, &rest, &page(98, 120));
    let told = extent(&store.known(scope));
    assert_eq!(
        (told.complete, told.read, told.back_to_ms),
        (true, 120, None)
    );
}

#[test]
fn new_runs_that_were_missed_leave_a_gap() {
    let (mut store, scope) = memory();
    let newest = |goes_on| Brought::Newest { goes_on, total: 3 };
    take(&mut store, scope, &newest(false), &page(100, 103));
    assert!(extent(&store.known(scope)).complete);
    // Nobody looked for a while; by now there are more than a page of newer ones.
    take(&mut store, scope, &newest(true), &page(0, 50));
    let known = store.known(scope);
    assert!(!extent(&known).complete);
    let gap = known.cover.last_gap(known.floor).expect("a gap");
    assert_eq!(gap, (NOW - 100 * 60_000 + 1, NOW - 49 * 60_000 + 1_000));
}

#[test]
fn what_is_missing_where_it_should_be_was_deleted() {
    let (mut store, scope) = memory();
    let newest = |goes_on, total| Brought::Newest { goes_on, total };
    take(&mut store, scope, &newest(false, 5), &page(0, 5));
    take(
        &mut store,
        scope,
        &newest(true, 4),
        &[run("r000", 0), run("r002", 120)],
    );
    assert_eq!(
        store.known(scope).read,
        4,
        "the second was deleted, older ones may be there"
    );
    take(
        &mut store,
        scope,
        &Brought::Named(vec!["r004".to_owned()]),
        &[],
    );
    assert_eq!(store.known(scope).read, 3);
    take(&mut store, scope, &newest(false, 0), &[]);
    let told = extent(&store.known(scope));
    assert_eq!((told.complete, told.read), (true, 0));
}

#[test]
fn runs_that_have_not_ended_here_alone_are_asked_for() {
    let (mut store, scope) = memory();
    let running = |id: &str| Row {
        state: "RUNNING".to_owned(),
        finished: None,
        ..run(id, 5)
    };
    take(
        &mut store,
        scope,
        &Brought::Some,
        &[running("a"), running("b"), run("c", 1)],
    );
    let stale = take(&mut store, scope, &Brought::Unfinished, &[running("a")]);
    assert_eq!(stale, ["b"]);
}

#[tokio::test]
async fn all_is_read_again_where_the_number_is_wrong_and_not_where_it_is_old() {
    let index = Index::open(None, 1024 * 1024);
    let key = key("team-a");
    let newest = |goes_on, total| Brought::Newest { goes_on, total };
    let brought = async |brought: Brought, rows: Vec<Row>| {
        let taken = index.with(&key, move |store, scope| {
            take(store, scope, &brought, &rows)
        });
        taken.await;
        index.due(&key, true).await.begins_again
    };
    assert!(!brought(newest(false, 5), page(0, 5)).await);
    assert!(
        !brought(Brought::Some, vec![run("new", -60)]).await,
        "it was made after the others were counted"
    );
    assert!(
        !brought(Brought::Named(vec!["r003".to_owned()]), Vec::new()).await,
        "it was deleted after they were"
    );
    let mut first = vec![run("new", -60)];
    first.extend(page(0, 2));
    assert!(
        brought(newest(true, 4), first).await,
        "one that is older than these was deleted"
    );
    assert!(
        !index.due(&key, true).await.begins_again,
        "it is being read already"
    );
}

#[test]
fn runs_that_have_not_ended_are_found_without_a_walk_through_all() {
    let (mut store, scope) = memory();
    let plan: String = store.ask(|db| {
        let text = format!("EXPLAIN QUERY PLAN {}", stale_query());
        db.query_row(&text, [scope], |row| row.get(3))
    });
    assert!(plan.contains("INDEX runs_unfinished"), "{plan}");
}
