//! How many rows a list has on all its pages: every page says so, and a store may hold a million.

use std::ops::Range;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};

use super::conditions::{Condition, Conditions, where_sql};
use super::listable::{Counts, Listable};

/// A kept span of time lasts 2 to this power of seconds.
const SPAN_BITS: u32 = 12;

/// Counts the rows for which `conditions` hold: from what is kept of them, if that tells, else row by row.
pub(super) fn total(
    connection: &Connection,
    listable: &Listable,
    conditions: &Conditions,
) -> Result<i64, rusqlite::Error> {
    let rows = Rows {
        connection,
        table: listable.table,
        number: "count(*)",
    };
    let all: Vec<&Condition> = conditions.all.iter().collect();
    let Some(counts) = &listable.counts else {
        return rows.sum(&all, "", &[]);
    };
    let (kept, others): (Vec<_>, Vec<_>) = all
        .iter()
        .partition(|condition| counts.has(condition.column));
    if others.is_empty() {
        let kinds = Rows {
            table: counts.table,
            number: counts.number,
            ..rows
        };
        return kinds.sum(&kept, "", &[]);
    }
    match moments(counts, &others) {
        Some((moment, range)) => in_range(&rows, counts, &kept, moment, &range),
        None => rows.sum(&all, "", &[]),
    }
}

/// The one moment that `conditions` are about, and between which times they have it.
fn moments(counts: &Counts, conditions: &[&Condition]) -> Option<(&'static str, Range<i64>)> {
    let moment = conditions.first()?.column;
    let mut within = i64::MIN..i64::MAX;
    for condition in conditions {
        let range = condition.range.as_ref()?;
        if condition.column != moment || !counts.moments.contains(&moment) {
            return None;
        }
        within = within.start.max(range.start)..within.end.min(range.end);
    }
    Some((moment, within))
}

/// Counts the whole spans in a range by what is kept of them, and its two ends row by row.
fn in_range(
    rows: &Rows<'_>,
    counts: &Counts,
    kept: &[&Condition],
    moment: &str,
    range: &Range<i64>,
) -> Result<i64, rusqlite::Error> {
    if range.is_empty() {
        return Ok(0);
    }
    let count = |range: Range<i64>| {
        let narrower = format!("{moment} >= ? AND {moment} < ?");
        let ends = [range.start.into(), range.end.into()];
        rows.sum(kept, &narrower, &ends)
    };
    let (first, last) = (range.start >> SPAN_BITS, (range.end - 1) >> SPAN_BITS);
    if first == last {
        return count(range.clone());
    }
    let spans = Rows {
        table: counts.spans,
        number: counts.number,
        ..*rows
    };
    let between = spans.sum(
        kept,
        "moment = ? AND span > ? AND span < ?",
        &[moment.to_owned().into(), first.into(), last.into()],
    )?;
    let begin = count(range.start..(first + 1) << SPAN_BITS)?;
    Ok(begin + between + count(last << SPAN_BITS..range.end)?)
}

/// Rows that say how many there are.
#[derive(Clone, Copy)]
struct Rows<'a> {
    connection: &'a Connection,
    table: &'static str,
    /// The column with the number, or what counts for one.
    number: &'static str,
}

impl Rows<'_> {
    /// The sum over the rows for which `conditions` hold, and `narrower` with its values.
    fn sum<'a>(
        &self,
        conditions: &[&'a Condition],
        narrower: &'a str,
        values: &'a [Sql],
    ) -> Result<i64, rusqlite::Error> {
        let narrower = (!narrower.is_empty()).then_some(narrower);
        let sql = conditions.iter().map(|one| one.sql.as_str());
        let sql = where_sql(sql.chain(narrower));
        let bound = conditions.iter().flat_map(|one| &one.values);
        self.connection
            .prepare_cached(&format!("SELECT {} FROM {}{sql}", self.number, self.table))?
            .query_row(params_from_iter(bound.chain(values)), |row| row.get(0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rusqlite::params;
    use serde_json::{Value, json};

    use super::*;
    use crate::config::Storage;
    use crate::kfp::list::conditions::Scope;
    use crate::kfp::list::{ListOptions, ListRequest, RUNS};
    use crate::storage::Database;

    /// Three spans long.
    const TIMES: std::ops::Range<i64> = 8_000..20_000;

    fn store(runs: &[(bool, &str, i64, i64)]) -> Database {
        let database = Database::open(&Storage::Memory).unwrap();
        let written: Result<(), rusqlite::Error> = database.write_now(|transaction| {
            for (index, (is_archived, state, created_at, finished_at)) in runs.iter().enumerate() {
                transaction.execute(
                    "INSERT INTO runs VALUES (?1, 'e', 'team-a', 'run', '', '', '', '', ?2, ?3, ?3, '[]', ?4, 0, ?5, '',
                                              '', '', '', '')",
                    params![
                        index.to_string(),
                        if *is_archived { "ARCHIVED" } else { "AVAILABLE" },
                        state,
                        created_at,
                        finished_at
                    ],
                )?;
            }
            Ok(())
        });
        written.unwrap();
        database
    }

    fn conditions(predicates: &[Value]) -> Conditions {
        let request = ListRequest {
            page_token: String::new(),
            page_size: 20,
            sort_by: String::new(),
            filter: json!({"predicates": predicates}).to_string(),
        };
        let options = ListOptions::check(&RUNS, &request).unwrap();
        let scope = Scope::Is("namespace", "Team-A".to_owned());
        Conditions::of(&options, &scope, &[]).unwrap()
    }

    fn totals(database: &Database, conditions: &Conditions) -> (i64, i64) {
        database
            .read_now(|connection| {
                let sql = format!("SELECT count(*) FROM runs{}", conditions.sql());
                let rows =
                    connection.query_row(&sql, params_from_iter(conditions.values()), |row| {
                        row.get(0)
                    })?;
                Ok::<_, rusqlite::Error>((total(connection, &RUNS, conditions)?, rows))
            })
            .unwrap()
    }

    fn since(key: &str, operation: &str, time: i64) -> Value {
        json!({"key": key, "operation": operation, "long_value": time.to_string()})
    }

    fn failed() -> Value {
        json!({"key": "state", "operation": "EQUALS", "string_value": "failed"})
    }

    #[test]
    fn lists_of_a_kind_and_since_a_time_count_no_rows() {
        let database = store(&[
            (false, "FAILED", 8_000, 9_000),
            (false, "FAILED", 13_000, 0),
            (true, "RUNNING", 13_001, 0),
        ]);
        let tampered: Result<(), rusqlite::Error> = database.write_now(|transaction| {
            transaction.execute_batch(
                "UPDATE run_counts SET runs = runs * 1000; UPDATE run_spans SET runs = runs * 1000",
            )
        });
        tampered.unwrap();
        for (predicates, told) in [
            (vec![], 3_000),
            (vec![failed()], 2_000),
            (vec![since("created_at", "GREATER_THAN", 12_000)], 2_000),
            (
                vec![since("created_at", "GREATER_THAN", 5), failed()],
                2_000,
            ),
            (vec![since("finished_at", "LESS_THAN", 1)], 2),
            // The span in which the range begins is counted row by row.
            (vec![since("created_at", "GREATER_THAN", 8_001)], 2_000),
        ] {
            assert_eq!(
                totals(&database, &conditions(&predicates)).0,
                told,
                "{predicates:?}"
            );
        }
    }

    fn predicate() -> impl Strategy<Value = Value> {
        let key = prop::sample::select(vec!["created_at", "finished_at"]);
        let operation = prop::sample::select(vec![
            "EQUALS",
            "NOT_EQUALS",
            "GREATER_THAN",
            "GREATER_THAN_EQUALS",
            "LESS_THAN",
            "LESS_THAN_EQUALS",
        ]);
        let time = prop_oneof![TIMES, Just(0), Just(i64::MAX), Just(i64::MIN), Just(8_192)];
        prop_oneof![
            6 => (key, operation, time).prop_map(|(key, operation, time)| since(key, operation, time)),
            1 => Just(failed()),
            1 => Just(json!({"key": "storage_state", "operation": "NOT_EQUALS", "string_value": "ARCHIVED"})),
            1 => Just(json!({"key": "created_at", "operation": "GREATER_THAN", "string_value": "12000.5"})),
        ]
    }

    proptest! {
        // Each case has a store of its own.
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn a_total_is_the_number_of_rows(
            runs in prop::collection::vec(
                (any::<bool>(), prop::sample::select(vec!["FAILED", "RUNNING"]), TIMES, prop_oneof![TIMES, Just(0)]),
                0..40,
            ),
            predicates in prop::collection::vec(predicate(), 0..4),
        ) {
            let database = store(&runs);
            let (total, rows) = totals(&database, &conditions(&predicates));
            prop_assert_eq!(total, rows);
        }
    }
}
