//! The file: found again, bounded, and built anew when it is broken.

use std::sync::mpsc;

use console_api::overview::GroupKind;

use super::super::store::Store;
use super::super::took::{Brought, take};
use super::super::{Index, look};
use super::{key, memory, run};

const MEGABYTE: u64 = 1024 * 1024;

#[test]
fn what_was_read_is_there_after_a_restart_and_a_broken_file_is_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("index.sqlite");
    {
        let mut store = Store::open(Some(&path), MEGABYTE);
        let scope = store.scope("", "team-a").expect("a scope");
        store.take(scope, &[run("a", 1), run("b", 2)]);
    }
    {
        let mut store = Store::open(Some(&path), MEGABYTE);
        let scope = store.scope("", "team-a").expect("a scope");
        assert_eq!(store.known(scope).read, 2);
    }
    for broken in [b"this is no database, and longer than its head, which has a hundred bytes or so, is it not? Well, it is.".to_vec(), vec![0; 8192]] {
        std::fs::write(&path, broken).expect("written");
        let mut store = Store::open(Some(&path), MEGABYTE);
        let scope = store.scope("", "team-a").expect("a scope");
        assert_eq!(store.known(scope).read, 0);
        store.take(scope, &[run("c", 1)]);
        assert_eq!(store.known(scope).read, 1);
    }
}

#[test]
fn file_of_another_version_is_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("index.sqlite");
    drop(Store::open(Some(&path), MEGABYTE));
    {
        let db = rusqlite::Connection::open(&path).expect("a database");
        db.pragma_update(None, "user_version", 999)
            .expect("written");
    }
    let mut store = Store::open(Some(&path), MEGABYTE);
    let scope = store.scope("", "team-a").expect("a scope");
    store.take(scope, &[run("a", 1)]);
    assert_eq!(store.known(scope).read, 1);
}

#[test]
fn second_process_with_one_file_keeps_its_own_in_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("index.sqlite");
    let mut first = Store::open(Some(&path), MEGABYTE);
    let mut second = Store::open(Some(&path), MEGABYTE);
    for store in [&mut first, &mut second] {
        let scope = store.scope("", "team-a").expect("a scope");
        store.take(scope, &[run("a", 1)]);
        assert_eq!(store.known(scope).read, 1);
    }
    drop(second);
    let scope = first.scope("", "team-a").expect("a scope");
    assert_eq!(first.known(scope).read, 1);
}

#[test]
fn folder_that_is_not_there_means_memory() {
    let mut store = Store::open(Some("/nowhere/at/all".as_ref()), MEGABYTE);
    let scope = store.scope("", "team-a").expect("a scope");
    store.take(scope, &[run("a", 1)]);
    assert_eq!(store.known(scope).read, 1);
}

#[test]
fn what_was_used_longest_ago_makes_room_and_then_the_oldest_runs() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("index.sqlite");
    let mut store = Store::open(Some(&path), MEGABYTE);
    let old = store.scope("", "team-old").expect("a scope");
    store.take(old, &[run("a", 1)]);
    let scope = store.scope("", "team-a").expect("a scope");
    for part in 0_i64..200 {
        let rows: Vec<_> = (0..50)
            .map(|at| run(&format!("{part:03}-{at:02}"), part * 50 + at))
            .collect();
        store.take(scope, &rows);
    }
    let known = store.known(scope);
    assert!(
        (1_000..10_000).contains(&known.read),
        "{} of 10,000",
        known.read
    );
    assert!(known.floor > 0, "the oldest are not read again");
    let size = std::fs::metadata(&path).expect("a file").len();
    assert!(size <= MEGABYTE, "{size} bytes");
    let anew = store.scope("", "team-old").expect("a scope");
    assert_ne!(anew, old, "a number is never used again");
    assert_eq!(store.known(anew).read, 0);
}

#[test]
fn scopes_never_mix() {
    let (mut store, scope) = memory();
    let others = [
        store.scope("", "team-b").expect("a scope"),
        store.scope("ann", "team-a").expect("a scope"),
    ];
    store.take(scope, &[run("a", 1)]);
    store.counted(scope, 1, 1);
    for other in others {
        assert_eq!(store.known(other).read, 0);
        store.remove(other, &["a".to_owned()]);
        store.take_span(other, (i64::MIN, i64::MAX), (i64::MIN, i64::MAX), &[], &[]);
    }
    assert_eq!(store.known(scope).read, 1);
}

#[test]
fn nothing_is_kept_of_a_scope_that_is_not_there() {
    let (mut store, scope) = memory();
    for none in [0, scope + 1] {
        store.take(none, &[run("a", 1)]);
        store.take_span(none, (0, 1), (0, 1), &[run("b", 1)], &[]);
        store.name(none, 0, &[("p".to_owned(), "train".to_owned())]);
        let known = store.known(none);
        assert_eq!((known.read, known.cover.back_to()), (0, None));
        let names = store.look(|db| look::names(db, none, GroupKind::Pipelines));
        assert_eq!(names.expect("names"), []);
    }
}

#[tokio::test]
async fn where_a_scope_cannot_be_had_nothing_is_done_under_another() {
    let index = Index::open(None, MEGABYTE);
    let [one, other] = ["team-a", "team-b"].map(key);
    index
        .with(&one, |store, _| {
            let renamed = store.look(|db| db.execute_batch("ALTER TABLE scopes RENAME TO others"));
            renamed.expect("renamed");
        })
        .await;
    for key in [one, other] {
        let scope = index.with(&key, |_, scope| Some(scope)).await;
        assert_eq!(scope, None);
    }
}

/// Whoever looks holds nobody up who writes; this would never end otherwise.
#[tokio::test]
async fn the_feed_writes_while_somebody_looks_into_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("index.sqlite");
    let index = Index::open(Some(&path), MEGABYTE);
    let key = key("team-a");
    let (written, wait) = mpsc::channel();
    let looking = index.look(&key, move |db, scope| {
        let before = look::number(db, scope)?;
        wait.recv().expect("somebody writes");
        Ok((before, look::number(db, scope)?))
    });
    let writing = async {
        index
            .with(&key, |store, scope| store.take(scope, &[run("a", 1)]))
            .await;
        written.send(()).expect("somebody looks");
    };
    let (looked, ()) = tokio::join!(looking, writing);
    assert_eq!(looked.1, 1);
    assert!(looked.0 <= 1);
}

#[tokio::test]
async fn what_is_looked_into_is_the_file_that_is_written_also_when_it_is_built_anew() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("index.sqlite");
    let index = Index::open(Some(&path), MEGABYTE);
    let key = key("team-a");
    let all = Brought::Newest {
        goes_on: false,
        total: 1,
    };
    for id in ["a", "b"] {
        let brought = all.clone();
        let taken = index.with(&key, move |store, scope| {
            take(store, scope, &brought, &[run(id, 1)])
        });
        taken.await;
        assert_eq!(index.look(&key, look::number).await, 1, "{id}");
        let broken = rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_CORRUPT),
            None,
        );
        index.look::<u64>(&key, |_, _| Err(broken)).await;
        assert_eq!(index.look(&key, look::number).await, 0, "it begins anew");
    }
}
