//! Taking in what was read.

use std::collections::BTreeSet;

use console_api::beside::Beside;
use console_api::overview::GroupKind;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::cover::EVER;
use super::row::Row;
use super::store::{Scope, Store};
use super::versions::{self, SIZES, VERSIONS};
use super::{Index, Key, now};

/// KFP's times are whole seconds.
const SECOND: i64 = 1000;

/// What somebody read of a namespace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Brought {
    /// The newest runs.
    Newest {
        /// Whether there are older ones.
        goes_on: bool,
        /// How many there are in all.
        total: u64,
    },
    /// All runs that have not ended.
    Unfinished,
    /// Some runs.
    Some,
    /// The newest of the runs that were made within a time.
    Span {
        /// From then on, if it has a beginning; in milliseconds since 1970.
        since: Option<i64>,
        /// And before then.
        before: i64,
        /// Whether there are more.
        goes_on: bool,
    },
    /// Runs of a second in which more were made than a page holds.
    Second {
        /// Its beginning, in milliseconds since 1970.
        second: i64,
        /// Those that earlier pages held, by their ids.
        earlier: Vec<String>,
        /// What stands on the pages that follow.
        rest: Rest,
    },
    /// Those of these runs that are there.
    Named(Vec<String>),
    /// Names of what runs belong to.
    Names(GroupKind),
    /// Those of these versions of pipelines that are there, with their names.
    Versions(Vec<String>),
}

/// What is left of a second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// Nothing.
    None,
    /// More, to be read next.
    Follows,
    /// More, and that is left out.
    LeftOut,
}

impl Index {
    /// Takes in what was read.
    pub(crate) async fn took(&self, key: &Key, brought: Brought, objects: &[&RawValue]) {
        self.uses(key);
        if let Some((number, names)) = names(&brought, objects) {
            let sizes = sizes(&brought, objects);
            return self
                .with(key, move |store, scope| {
                    store.name(scope, number, &names);
                    store.name(scope, SIZES, &sizes);
                })
                .await;
        }
        let rows: Vec<Row> = objects
            .iter()
            .filter_map(|object| Row::read(object))
            .collect();
        let (is_unfinished, named) = match &brought {
            Brought::Unfinished => (true, Vec::new()),
            Brought::Named(ids) => (false, ids.clone()),
            _ => (false, Vec::new()),
        };
        let stale = self
            .with(key, move |store, scope| take(store, scope, &brought, &rows))
            .await;
        if is_unfinished {
            self.found_stale(key, stale);
        } else if !named.is_empty() {
            self.no_longer_stale(key, &named);
        }
    }
}

/// Gives back the runs that are to be asked for by their ids.
pub(super) fn take(
    store: &mut Store,
    scope: Scope,
    brought: &Brought,
    rows: &[Row],
) -> Vec<String> {
    match brought {
        Brought::Unfinished => {
            store.take(scope, rows);
            let there = rows.iter().map(|row| row.run_id.as_str()).collect();
            return store.stale(scope, &there);
        }
        Brought::Span {
            since,
            before,
            goes_on,
        } => take_within(store, scope, (*since, *before), *goes_on, rows),
        Brought::Second {
            second,
            earlier,
            rest,
        } => {
            let span = (*second, *second + SECOND);
            match rest {
                Rest::Follows => store.take(scope, rows),
                Rest::None => store.take_span(scope, span, span, rows, earlier),
                Rest::LeftOut => store.take_span(scope, span, (span.1, span.1), rows, earlier),
            }
        }
        Brought::Newest { goes_on, total } => {
            take_newest(store, scope, *goes_on, rows);
            store.counted(scope, *total, now());
        }
        Brought::Named(ids) => {
            let there: BTreeSet<&str> = rows.iter().map(|row| row.run_id.as_str()).collect();
            let gone = ids.iter().filter(|id| !there.contains(id.as_str()));
            let gone: Vec<String> = gone.cloned().collect();
            store.remove(scope, &gone);
            store.take(scope, rows);
        }
        Brought::Some | Brought::Names(_) | Brought::Versions(_) => {
            store.take(scope, rows);
        }
    }
    Vec::new()
}

fn take_within(
    store: &mut Store,
    scope: Scope,
    (since, before): (Option<i64>, i64),
    goes_on: bool,
    rows: &[Row],
) {
    let since = since.unwrap_or(EVER);
    let from = match rows.iter().map(|row| row.created).min() {
        // A page does not hold one second: its runs come by pages of that second alone.
        Some(oldest) if goes_on && oldest + SECOND >= before => return store.take(scope, rows),
        // The rest of that second may be on the next page.
        Some(oldest) if goes_on => oldest + SECOND,
        _ => since,
    };
    store.take_span(scope, (from, before), (from, before), rows, &[]);
}

fn take_newest(store: &mut Store, scope: Scope, goes_on: bool, rows: &[Row]) {
    let newest = rows.iter().map(|row| row.created).max().unwrap_or(0);
    let oldest = rows.iter().map(|row| row.created).min().unwrap_or(0);
    // Of those that were made in the same second as the last one, some may stand on the next page.
    let from = if goes_on { oldest + SECOND } else { EVER };
    // Where all were made in one second, nothing of it was read whole; where reading goes on is told by a span all the same.
    let span = if newest < from {
        (newest + 1, newest + 2)
    } else {
        (from.min(newest), newest + 1)
    };
    if !goes_on {
        // This is all there is: a round in one reading.
        store.begin_round(scope, None);
    }
    store.take_span(scope, span, (from, i64::MAX), rows, &[]);
}

/// The number of a kind in the file.
pub(super) fn number(kind: GroupKind) -> i64 {
    match kind {
        GroupKind::Pipelines => 0,
        GroupKind::Experiments => 1,
        GroupKind::RecurringRuns => 2,
    }
}

/// Of what kind names were brought, if they were, and by id.
fn names(brought: &Brought, objects: &[&RawValue]) -> Option<(i64, Vec<(String, String)>)> {
    let of = |id: &str| -> Vec<_> {
        let names = objects.iter().filter_map(|object| name(id, object));
        names.collect()
    };
    match brought {
        Brought::Names(kind) => {
            let id = match kind {
                GroupKind::Pipelines => "pipeline_id",
                GroupKind::Experiments => "experiment_id",
                GroupKind::RecurringRuns => "recurring_run_id",
            };
            Some((number(*kind), of(id)))
        }
        Brought::Versions(asked) => {
            Some((VERSIONS, versions::named(asked, of("pipeline_version_id"))))
        }
        _ => None,
    }
}

/// How many tasks versions of pipelines have: a number stands where a name would.
fn sizes(brought: &Brought, objects: &[&RawValue]) -> Vec<(String, String)> {
    #[derive(Deserialize)]
    struct Version {
        pipeline_version_id: String,
        console: Beside,
    }
    let Brought::Versions(asked) = brought else {
        return Vec::new();
    };
    let versions = objects
        .iter()
        .filter_map(|object| serde_json::from_str::<Version>(object.get()).ok());
    let sized = versions
        .filter(|version| asked.contains(&version.pipeline_version_id))
        .filter_map(|version| Some((version.pipeline_version_id, version.console.tasks?.of)));
    sized.map(|(id, of)| (id, of.to_string())).collect()
}

/// Id and display name of an object.
fn name(id: &str, object: &RawValue) -> Option<(String, String)> {
    let members: std::collections::BTreeMap<String, &RawValue> =
        serde_json::from_str(object.get()).ok()?;
    let text = |name: &str| -> Option<String> {
        let text: String = serde_json::from_str(members.get(name)?.get()).ok()?;
        Some(text).filter(|text| !text.is_empty())
    };
    Some((text(id)?, text("display_name").or_else(|| text("name"))?))
}
