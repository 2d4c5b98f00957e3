//! What is said of how much was read.

use std::time::Duration;

use super::super::answer::extent;
use super::super::row::Row;
use super::super::rows::stale_query;
use super::super::store::Store;
use super::super::took::{Brought, Rest, take};
use super::super::{Index, Rounds};
use super::{NOW, key, memory, page, run};

const NEVER: Rounds = Rounds {
    every: Duration::ZERO,
    pace: Duration::ZERO,
};

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
        index.due(&key, true, NEVER).await.begins_again
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
        !index.due(&key, true, NEVER).await.begins_again,
        "it is being read already"
    );
}

#[test]
fn runs_that_have_not_ended_are_found_without_a_walk_through_all() {
    let (store, scope) = memory();
    let plan: rusqlite::Result<String> = store.look(|db| {
        let text = format!("EXPLAIN QUERY PLAN {}", stale_query());
        db.query_row(&text, [scope], |row| row.get(3))
    });
    let plan = plan.expect("a plan");
    assert!(plan.contains("INDEX runs_unfinished"), "{plan}");
}

/// What is read of the rest of a round is taken in, and the rest of the rest is due then.
#[test]
fn a_round_reads_all_once_more_and_what_was_read_counts_meanwhile() {
    let (mut store, scope) = memory();
    let all = Brought::Newest {
        goes_on: false,
        total: 100,
    };
    take(&mut store, scope, &all, &page(0, 100));
    let first = store.known(scope);
    assert!(first.as_of.is_some());
    let end = first.cover.end().expect("an end");
    store.begin_round(scope, Some(end));
    let span = |since, before, goes_on| Brought::Span {
        since,
        before,
        goes_on,
    };
    let archived = |rows: Vec<Row>| -> Vec<Row> {
        let archive = |row| Row {
            is_archived: true,
            ..row
        };
        rows.into_iter().map(archive).collect()
    };
    // The second ends after the newest run.
    take(
        &mut store,
        scope,
        &span(None, NOW + 1_000, true),
        &archived(page(0, 50)),
    );
    let known = store.known(scope);
    assert!(extent(&known).complete, "all counts as read");
    assert_eq!(known.as_of, first.as_of, "but some is as old as before");
    let before = known.again_before.expect("more is to be read");
    assert_eq!(before, NOW - 49 * 60_000 + 1_000);
    // What is newer does not move it on, nor does a span within.
    let newest = Brought::Newest {
        goes_on: true,
        total: 100,
    };
    take(&mut store, scope, &newest, &page(0, 20));
    take(
        &mut store,
        scope,
        &span(Some(NOW - 90 * 60_000), NOW - 80 * 60_000, false),
        &page(81, 91),
    );
    assert_eq!(store.known(scope).again_before, Some(before));
    // Two of the older ones were deleted.
    take(
        &mut store,
        scope,
        &span(None, before, false),
        &archived(page(49, 98)),
    );
    let known = store.known(scope);
    assert_eq!((known.read, known.again_before), (98, None));
    assert!(known.as_of >= first.as_of);
    assert_eq!(known.as_of, known.round_began);
}

#[test]
fn where_one_reading_holds_all_it_is_a_round_of_its_own() {
    let (mut store, scope) = memory();
    let all = Brought::Newest {
        goes_on: false,
        total: 0,
    };
    take(&mut store, scope, &all, &[]);
    let first = store.known(scope);
    let end = first.cover.end().expect("an end");
    store.begin_round(scope, Some(end));
    assert!(store.known(scope).again_before.is_some());
    take(&mut store, scope, &all, &[]);
    let known = store.known(scope);
    assert_eq!(known.again_before, None, "nothing is left to be read");
    assert_eq!(known.as_of, known.round_began);
    assert!(known.as_of >= first.as_of);
}

#[test]
fn a_round_is_due_by_its_age_and_by_the_number_of_runs() {
    let (mut store, scope) = memory();
    let all = Brought::Newest {
        goes_on: false,
        total: 100,
    };
    take(&mut store, scope, &all, &page(0, 100));
    let known = store.known(scope);
    let rounds = |every, pace| Rounds {
        every: Duration::from_secs(every),
        pace: Duration::from_secs(pace),
    };
    let began = known.as_of.expect("all was read");
    let after = |seconds: i64| began + seconds * 1_000;
    assert!(!rounds(60, 0).is_due(&known, after(50)));
    assert!(rounds(60, 0).is_due(&known, after(60)));
    // Three readings of two seconds are a tenth of a minute.
    assert!(!rounds(1, 2).is_due(&known, after(50)));
    assert!(rounds(1, 2).is_due(&known, after(60)));
    assert!(!rounds(0, 0).is_due(&known, after(1_000_000)));
}

#[test]
fn a_second_with_more_runs_than_a_page_holds_is_read_by_pages_of_its_own() {
    let (mut store, scope) = memory();
    let crowd = |ids: std::ops::Range<i64>| -> Vec<Row> {
        ids.map(|at| run(&format!("c{at:03}"), 60)).collect()
    };
    let newest = Brought::Newest {
        goes_on: true,
        total: 122,
    };
    take(&mut store, scope, &newest, &[run("new", 0)]);
    // One of it was deleted since.
    store.take(scope, &[run("gone", 60)]);
    let before = NOW - 59_000;
    let full = Brought::Span {
        since: None,
        before,
        goes_on: true,
    };
    take(&mut store, scope, &full, &crowd(0..50));
    let gap = |store: &mut Store| store.known(scope).cover.last_gap(i64::MIN);
    let whole = gap(&mut store);
    let second = |earlier: std::ops::Range<i64>, rest| Brought::Second {
        second: NOW - 60_000,
        earlier: crowd(earlier).into_iter().map(|row| row.run_id).collect(),
        rest,
    };
    take(
        &mut store,
        scope,
        &second(0..50, Rest::Follows),
        &crowd(50..100),
    );
    assert_eq!(gap(&mut store), whole, "it is not read until all of it is");
    assert_eq!(store.known(scope).read, 102);
    take(
        &mut store,
        scope,
        &second(0..100, Rest::None),
        &crowd(100..120),
    );
    assert_eq!(store.known(scope).read, 121, "one was deleted");
    assert_eq!(
        store.known(scope).cover.spans()[0],
        (NOW - 60_000, NOW - 59_000)
    );
    // What is left out deletes nothing.
    take(
        &mut store,
        scope,
        &second(0..50, Rest::LeftOut),
        &crowd(50..60),
    );
    assert_eq!(store.known(scope).read, 121);
}
