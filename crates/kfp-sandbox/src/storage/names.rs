//! Names of runs, packed: a search for a part of a name reads a few thousand pieces instead of a million rows.

use std::collections::BTreeMap;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params, params_from_iter};

use super::text::{Pattern, fold};

/// Stands in front of every packed name: no text has this byte.
const MARK: u8 = 0xFF;
/// So many changes are packed at a time.
const AT_ONCE: u32 = if cfg!(test) { 3 } else { 20_000 };
/// So many names are told one by one.
const FEW: usize = if cfg!(test) { 3 } else { 4_000 };

/// What a search found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// How many rows have such a name.
    pub(crate) rows: i64,
    /// The names as they compare; of more than a few thousand rows the first ones.
    pub(crate) names: Vec<String>,
}

impl Found {
    /// Whether [`Self::names`] has them all.
    pub(crate) fn is_told(&self) -> bool {
        usize::try_from(self.rows).is_ok_and(|rows| rows <= FEW)
    }
}

/// The names that are like all of `patterns`, among the rows of `run_names` for which `where_sql` holds.
pub(crate) fn search<'a>(
    connection: &Connection,
    where_sql: &str,
    values: impl IntoIterator<Item = &'a Sql>,
    patterns: &[Pattern],
) -> Result<Found, rusqlite::Error> {
    let mut found = Found::default();
    let Some((first, others)) = patterns.split_first() else {
        return Ok(found);
    };
    let mut statement =
        connection.prepare_cached(&format!("SELECT names FROM run_names{where_sql}"))?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        let packed = row.get_ref(0)?.as_blob()?;
        let search = Search {
            packed,
            first,
            others,
        };
        search.each(&mut |name| {
            found.rows += 1;
            if found.is_told() {
                found.names.push(String::from_utf8_lossy(name).into_owned());
            }
        });
    }
    Ok(found)
}

/// A search through one piece.
struct Search<'a> {
    packed: &'a [u8],
    first: &'a Pattern,
    others: &'a [Pattern],
}

impl Search<'_> {
    fn each(&self, found: &mut impl FnMut(&[u8])) {
        if self.first.literal().is_empty() {
            for name in self.packed.split(|byte| *byte == MARK).skip(1) {
                self.judge(name, found);
            }
            return;
        }
        let mut from = 0;
        while let Some(hit) = self.first.find_literal(&self.packed[from..]) {
            let hit = from + hit;
            let begin = memchr::memrchr(MARK, &self.packed[..hit]).map_or(0, |mark| mark + 1);
            let end = memchr::memchr(MARK, &self.packed[hit..])
                .map_or(self.packed.len(), |mark| hit + mark);
            self.judge(&self.packed[begin..end], found);
            from = end;
        }
    }

    /// A name in which the first pattern's literal is.
    fn judge(&self, name: &[u8], found: &mut impl FnMut(&[u8])) {
        let is_like = |pattern: &Pattern| {
            std::str::from_utf8(name).is_ok_and(|name| pattern.is_like_folded(name))
        };
        if (self.first.is_part() || is_like(self.first)) && self.others.iter().all(is_like) {
            found(name);
        }
    }
}

/// Packs what changed since the last time.
pub(super) fn pack(transaction: &Transaction<'_>) -> Result<(), rusqlite::Error> {
    loop {
        let changes = changes(transaction)?;
        let Some(last) = changes.last() else {
            return Ok(());
        };
        let number = last.number;
        let mut pieces: BTreeMap<(Kind, i64), Vec<(String, bool)>> = BTreeMap::new();
        for change in changes {
            pieces
                .entry((change.kind, change.part))
                .or_default()
                .push((change.name, change.is_there));
        }
        for ((kind, part), names) in pieces {
            repack(transaction, &kind, part, &names)?;
        }
        transaction
            .prepare_cached("DELETE FROM run_name_changes WHERE number <= ?1")?
            .execute([number])?;
    }
}

/// The columns that tell kinds of runs apart.
type Kind = [String; 5];

struct Change {
    number: i64,
    kind: Kind,
    part: i64,
    name: String,
    is_there: bool,
}

fn changes(transaction: &Transaction<'_>) -> Result<Vec<Change>, rusqlite::Error> {
    transaction
        .prepare_cached(
            "SELECT number, part, namespace, experiment_uuid, storage_state, state, conditions, name, is_there
             FROM run_name_changes ORDER BY number LIMIT ?1",
        )?
        .query_map([AT_ONCE], |row| {
            Ok(Change {
                number: row.get(0)?,
                part: row.get(1)?,
                kind: kind(row)?,
                name: row.get(7)?,
                is_there: row.get(8)?,
            })
        })?
        .collect()
}

/// In one case, as they compare without it.
fn kind(row: &Row<'_>) -> Result<Kind, rusqlite::Error> {
    let kind: Kind = [
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
        row.get(6)?,
    ];
    Ok(kind.map(|column| column.to_ascii_lowercase()))
}

fn repack(
    transaction: &Transaction<'_>,
    kind: &Kind,
    part: i64,
    changes: &[(String, bool)],
) -> Result<(), rusqlite::Error> {
    const WHERE: &str =
        "namespace = ?1 AND experiment_uuid = ?2 AND storage_state = ?3 AND state = ?4
                         AND conditions = ?5 AND part = ?6";
    let [namespace, experiment, storage_state, state, conditions] = kind;
    let key = params![
        namespace,
        experiment,
        storage_state,
        state,
        conditions,
        part
    ];
    let kept: Option<Vec<u8>> = transaction
        .prepare_cached(&format!("SELECT names FROM run_names WHERE {WHERE}"))?
        .query_row(key, |row| row.get(0))
        .optional()?;
    let mut packed = kept.unwrap_or_default();
    for (name, is_there) in changes {
        let mut entry = vec![MARK];
        entry.extend_from_slice(fold(name).as_bytes());
        if *is_there {
            packed.extend_from_slice(&entry);
        } else {
            remove(&mut packed, &entry);
        }
    }
    if packed.is_empty() {
        transaction
            .prepare_cached(&format!("DELETE FROM run_names WHERE {WHERE}"))?
            .execute(key)?;
        return Ok(());
    }
    transaction
        .prepare_cached(
            "INSERT INTO run_names VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE SET names = excluded.names",
        )?
        .execute(params![namespace, experiment, storage_state, state, conditions, part, packed])?;
    Ok(())
}

/// Takes a name out, of equal ones the first.
fn remove(packed: &mut Vec<u8>, entry: &[u8]) {
    let ends = |end: usize| packed.get(end).is_none_or(|byte| *byte == MARK);
    let found = memchr::memmem::find_iter(packed, entry).find(|at| ends(at + entry.len()));
    if let Some(at) = found {
        packed.drain(at..at + entry.len());
    } else {
        tracing::error!("the name of a run that changed was not among the packed ones");
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::config::Storage;
    use crate::storage::Database;

    #[derive(Clone, Debug)]
    enum Change {
        Make(&'static str),
        Rename(&'static str),
        Walk(&'static str),
        Delete,
    }

    fn change() -> impl Strategy<Value = Change> {
        let name = prop::sample::select(vec!["", "a", "A", "ab", "ab ", "Ü", "학습", "a\u{0}b"]);
        prop_oneof![
            3 => name.clone().prop_map(Change::Make),
            1 => name.prop_map(Change::Rename),
            1 => prop::sample::select(vec!["Running", "RUNNING", "FAILED"]).prop_map(Change::Walk),
            1 => Just(Change::Delete),
        ]
    }

    fn happen(
        transaction: &Transaction<'_>,
        run: u8,
        change: &Change,
    ) -> Result<usize, rusqlite::Error> {
        let id = run.to_string();
        match change {
            Change::Make(name) => transaction.execute(
                "INSERT INTO runs VALUES (?1, 'e', 'team-a', ?2, '', '', '', '', 'AVAILABLE', 'PENDING', 'Pending', '[]',
                                          0, 0, 0, '', '', '', '', '') ON CONFLICT DO NOTHING",
                params![id, name],
            ),
            Change::Rename(name) => transaction.execute(
                "UPDATE runs SET display_name = ?2 WHERE uuid = ?1",
                params![id, name],
            ),
            Change::Walk(state) => transaction.execute(
                "UPDATE runs SET state = ?2 WHERE uuid >= ?1",
                params![id, state],
            ),
            Change::Delete => transaction.execute("DELETE FROM runs WHERE uuid = ?1", [id]),
        }
    }

    /// The names of each state, sorted, as the packed ones or the rows have them.
    fn names(connection: &Connection, sql: &str) -> Vec<(String, Vec<u8>)> {
        let mut names = Vec::new();
        let mut statement = connection.prepare(sql).unwrap();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let state: String = row.get(0).unwrap();
            let packed = match row.get_ref(1).unwrap() {
                rusqlite::types::ValueRef::Text(name) => {
                    let mut entry = vec![MARK];
                    entry.extend_from_slice(fold(std::str::from_utf8(name).unwrap()).as_bytes());
                    entry
                }
                packed => packed.as_blob().unwrap().to_vec(),
            };
            for name in packed.split(|byte| *byte == MARK).skip(1) {
                names.push((state.clone(), name.to_vec()));
            }
        }
        names.sort();
        names
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

        #[test]
        fn packed_names_are_those_of_the_rows(
            changes in prop::collection::vec(prop::collection::vec((0u8..8, change()), 1..6), 0..12),
        ) {
            let database = Database::open(&Storage::Memory).unwrap();
            for together in &changes {
                let done: Result<(), rusqlite::Error> = database.write_now(|transaction| {
                    for (run, change) in together {
                        happen(transaction, *run, change)?;
                    }
                    Ok(())
                });
                done.unwrap();
            }
            let (packed, rows) = database
                .read_now(|connection| {
                    Ok::<_, rusqlite::Error>((
                        names(connection, "SELECT upper(state), names FROM run_names"),
                        names(connection, "SELECT upper(state), display_name FROM runs"),
                    ))
                })
                .unwrap();
            prop_assert_eq!(packed, rows);
        }
    }
}
