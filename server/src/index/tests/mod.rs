mod canceled;
mod counts;
mod file;
mod gone;
mod plain;
mod reading;
mod shared;
mod versions;

use console_api::overview::Found;

use super::Key;
use super::answer::{Counted, Who};
use super::row::Row;
use super::search::{Budget, Finding, Search};
use super::store::{Scope, Store};

/// Noon of a day in 2026.
const NOW: i64 = 1_795_435_200_000;
const HOUR: i64 = 60 * 60 * 1000;

fn memory() -> (Store, Scope) {
    let mut store = Store::open(None, 64 * 1024 * 1024);
    let scope = store.scope("", "team-a").expect("a scope");
    (store, scope)
}

/// A run that was made so many seconds before now and has succeeded a minute later.
fn run(id: &str, seconds_ago: i64) -> Row {
    let created = NOW - seconds_ago * 1000;
    Row {
        run_id: id.to_owned(),
        name: format!("run {id}"),
        state: "SUCCEEDED".to_owned(),
        created,
        finished: Some(created + 60_000),
        ..Row::default()
    }
}

/// Runs of which each was made a minute before the next.
fn page(from: i64, to: i64) -> Vec<Row> {
    (from..to)
        .map(|at| run(&format!("r{at:03}"), at * 60))
        .collect()
}

fn key(namespace: &str) -> Key {
    Key {
        decides_by: String::new(),
        namespace: namespace.to_owned(),
    }
}

fn counted(store: &Store, scope: Scope) -> Counted {
    store
        .look(|db| Counted::of(db, scope, NOW))
        .expect("counted")
}

fn find(store: &Store, scope: Scope, who: Who, search: &Search) -> Found {
    find_within(store, scope, who, search, Budget::default())
}

fn find_within(store: &Store, scope: Scope, who: Who, search: &Search, budget: Budget) -> Found {
    let mut finding = Finding::new(who, search, budget);
    store
        .look(|db| {
            while finding.step(db, scope)? {}
            finding.found(db, scope, who)
        })
        .expect("found")
}
