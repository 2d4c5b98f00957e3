//! Two replicas, and what one tells the other.

use super::*;
use crate::index::cover::EVER;
use crate::index::shared::{Mine, Theirs};

fn replica() -> (Store, Scope) {
    let (mut store, scope) = memory();
    store.share();
    (store, scope)
}

fn mine(store: &mut Store, scope: Scope) -> Mine {
    store.mine(scope).expect("something to tell")
}

/// Brings what one has to tell to the other, past the database.
fn tell(from: &mut (Store, Scope), to: &mut (Store, Scope), change: i64) -> Mine {
    let told = mine(&mut from.0, from.1);
    from.0.told(from.1, &told.told);
    let theirs = Theirs {
        told: told.told.clone(),
        taken: change,
        cover: told.is_all.then(|| told.cover.clone()),
        as_of: NOW,
    };
    // As in every exchange, it says what it has first.
    mine(&mut to.0, to.1);
    to.0.take_over(to.1, &theirs);
    told
}

fn ids(told: &Mine) -> Vec<(&str, bool)> {
    let ids = told.told.iter();
    ids.map(|told| (told.run_id.as_str(), told.row.is_some()))
        .collect()
}

fn found(replica: &(Store, Scope)) -> Vec<String> {
    let search = Search {
        limit: 100,
        ..Search::default()
    };
    let found = find(&replica.0, replica.1, Who::default(), &search);
    found.runs.into_iter().map(|run| run.run_id).collect()
}

#[test]
fn a_replica_that_begins_with_nothing_knows_what_the_other_has_read() {
    let (mut old, mut new) = (replica(), replica());
    old.0
        .take_span(old.1, (EVER, NOW), (EVER, NOW), &page(0, 3), &[]);
    let told = tell(&mut old, &mut new, 3);
    assert_eq!(ids(&told), [("r000", true), ("r001", true), ("r002", true)]);
    assert_eq!(found(&new), ["r000", "r001", "r002"]);
    let known = new.0.known(new.1);
    assert!(known.cover.is_whole(), "nothing is left to be read");
    assert_eq!(known.as_of, Some(NOW), "and it says how old that may be");
    // What was told is told once, by whom it was read.
    assert_eq!(ids(&mine(&mut old.0, old.1)), []);
    assert_eq!(ids(&mine(&mut new.0, new.1)), []);
    assert_eq!(mine(&mut new.0, new.1).taken, 3);
}

#[test]
fn a_file_of_an_earlier_process_is_told_as_what_may_be_old() {
    let (mut store, scope) = memory();
    store.take(scope, &page(0, 2));
    store.share();
    let told = mine(&mut store, scope);
    assert_eq!(ids(&told), [("r000", true), ("r001", true)]);
    assert!(told.told.iter().all(|told| told.seen == 0));
    let mut changed = run("r001", 60);
    changed.name = "of another".to_owned();
    let theirs = Theirs {
        told: vec![shared_run(changed, 1)],
        taken: 1,
        cover: None,
        as_of: NOW,
    };
    store.take_over(scope, &theirs);
    let runs = find(
        &store,
        scope,
        Who::default(),
        &Search {
            limit: 9,
            ..Search::default()
        },
    )
    .runs;
    assert_eq!(runs[1].name, "of another");
}

#[test]
fn what_was_read_later_stands_and_what_was_deleted_goes() {
    let (mut one, mut other) = (replica(), replica());
    one.0.take(one.1, &page(0, 3));
    tell(&mut one, &mut other, 3);
    other.0.remove(other.1, &["r001".to_owned()]);
    let mut ended = run("r002", 120);
    ended.state = "FAILED".to_owned();
    other.0.take(other.1, &[ended]);
    let told = tell(&mut other, &mut one, 5);
    assert_eq!(ids(&told), [("r001", false), ("r002", true)]);
    assert_eq!(found(&one), ["r000", "r002"]);
    // What this one has read since is not undone by what the other read before.
    let mut retried = run("r002", 120);
    retried.state = "RUNNING".to_owned();
    one.0.take(one.1, &[retried]);
    let late = Theirs {
        told: vec![shared_run(run("r002", 120), 1)],
        taken: 6,
        cover: None,
        as_of: NOW,
    };
    one.0.take_over(one.1, &late);
    let told = mine(&mut one.0, one.1);
    let row = told.told[0].row.as_ref().expect("a run");
    assert_eq!(row.state, "RUNNING");
}

#[test]
fn a_run_that_changes_again_before_anybody_was_told_is_told_as_it_is_now() {
    let (mut store, scope) = replica();
    for state in ["PENDING", "RUNNING", "SUCCEEDED"] {
        let row = Row {
            state: state.to_owned(),
            ..run("r001", 60)
        };
        store.take(scope, &[row]);
    }
    store.remove(scope, &["r001".to_owned()]);
    store.take(scope, &[run("r001", 60)]);
    let told = mine(&mut store, scope);
    assert_eq!(ids(&told), [("r001", true)]);
    let row = told.told[0].row.as_ref().expect("a run");
    assert_eq!(row.state, "SUCCEEDED");
    assert_eq!(store.known(scope).read, 1);
}

#[test]
fn what_is_forgotten_to_make_room_is_not_deleted_for_the_others() {
    let mut store = Store::open(None, 1024 * 1024);
    store.share();
    let scope = store.scope("", "team-a").expect("a scope");
    let mut told = 0;
    for at in 0..40 {
        let rows: Vec<Row> = page(at * 200, (at + 1) * 200)
            .into_iter()
            .map(|row| Row {
                run_id: format!("{}-{at}", row.run_id),
                error: Some("x".repeat(200)),
                ..row
            })
            .collect();
        store.take(scope, &rows);
        let some = mine(&mut store, scope);
        assert!(
            some.told.iter().all(|told| told.row.is_some()),
            "forgotten and not deleted"
        );
        told += some.told.len();
        store.told(scope, &some.told);
    }
    let kept = store.known(scope);
    assert!(
        kept.floor != EVER && told as u64 > kept.read,
        "no room was made"
    );
}

#[test]
fn while_all_is_read_again_nothing_counts_as_read_for_what_others_say() {
    let (mut one, mut other) = (replica(), replica());
    other
        .0
        .take_span(other.1, (EVER, NOW), (EVER, NOW), &page(0, 3), &[]);
    tell(&mut other, &mut one, 3);
    one.0.read_again(one.1);
    let again = Theirs {
        told: Vec::new(),
        taken: 3,
        cover: Some(other.0.known(other.1).cover),
        as_of: NOW,
    };
    one.0.take_over(one.1, &again);
    assert!(!one.0.known(one.1).cover.is_whole());
    one.0
        .take_span(one.1, (EVER, NOW), (EVER, NOW), &page(0, 3), &[]);
    one.0.take_over(one.1, &again);
    assert!(one.0.known(one.1).cover.is_whole());
}

fn shared_run(row: Row, seen: i64) -> crate::index::shared::Told {
    crate::index::shared::Told {
        run_id: row.run_id.clone(),
        seen,
        row: Some(row),
    }
}
