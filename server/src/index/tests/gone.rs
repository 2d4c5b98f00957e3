//! Runs that were deleted past the console.

use super::super::answer::extent;
use super::super::row::Row;
use super::super::store::Store;
use super::super::took::{Brought, take};
use super::{NOW, memory, page, run};

/// KFP tells how many there are with its newest runs alone, and that may be minutes away.
#[test]
fn what_was_found_gone_is_no_longer_waited_for() {
    let (mut store, scope) = memory();
    let all = Brought::Newest {
        goes_on: false,
        total: 100,
    };
    take(&mut store, scope, &all, &page(0, 100));
    let told = |store: &mut Store| {
        let told = extent(&store.known(scope));
        (told.complete, told.read, told.total)
    };
    let span = |since: i64, before: i64| Brought::Span {
        since: Some(NOW - since * 60_000),
        before: NOW - before * 60_000,
        goes_on: false,
    };
    take(&mut store, scope, &span(30, 20), &page(22, 31));
    assert_eq!(told(&mut store), (true, 99, Some(99)), "found in a round");
    let named = |id: &str| Brought::Named(vec![id.to_owned()]);
    take(&mut store, scope, &named("r050"), &[]);
    assert_eq!(told(&mut store), (true, 98, Some(98)), "asked for by id");
    // What was never counted, or not here, takes nothing from the number.
    take(&mut store, scope, &named("r050"), &[]);
    take(&mut store, scope, &Brought::Some, &[run("new", -60)]);
    assert_eq!(told(&mut store), (true, 99, Some(98)));
    take(&mut store, scope, &named("new"), &[]);
    assert_eq!(told(&mut store), (true, 98, Some(98)));
}

#[test]
fn what_is_not_read_yet_stays_in_the_number() {
    let (mut store, scope) = memory();
    let newest = Brought::Newest {
        goes_on: true,
        total: 120,
    };
    take(&mut store, scope, &newest, &page(0, 50));
    let gone = Brought::Named(vec!["r003".to_owned()]);
    take(&mut store, scope, &gone, &[]);
    let told = extent(&store.known(scope));
    assert_eq!(
        (told.complete, told.read, told.total),
        (false, 49, Some(119))
    );
}

/// A page that is full ends within a second; the second after it is read whole, and no later page holds it.
#[test]
fn what_was_deleted_where_two_pages_meet_is_found() {
    let (mut store, scope) = memory();
    let second = |at: i64| run(&format!("s{at:03}"), at);
    let all = Brought::Newest {
        goes_on: false,
        total: 100,
    };
    let rows: Vec<Row> = (0..100).map(second).collect();
    take(&mut store, scope, &all, &rows);
    let end = store.known(scope).cover.end().expect("an end");
    store.begin_round(scope, Some(end));
    let pages = [(0..=50, NOW + 1_000, true), (50..=99, NOW - 49_000, false)];
    for (seconds, before, goes_on) in pages {
        let page = Brought::Span {
            since: None,
            before,
            goes_on,
        };
        let rows: Vec<Row> = seconds.filter(|at| *at != 49).map(second).collect();
        take(&mut store, scope, &page, &rows);
    }
    let known = store.known(scope);
    assert_eq!((known.read, known.again_before), (99, None));
}
