//! What is read of the tables: by whoever writes, and beside it.

use console_api::overview::GroupKind;
use rusqlite::{Connection, OptionalExtension as _, Result};

use super::cover::{Cover, EVER};
use super::row::Row;
use super::rows::{COLUMNS, read};
use super::store::Scope;

/// What is known of a scope beside its runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) read: u64,
    pub(super) total: Option<u64>,
    pub(super) read_at: Option<i64>,
    /// Older runs found no room.
    pub(super) floor: i64,
    /// Whether all runs were read, and yet not as many as KFP had when it told their number.
    pub(super) is_wrong: bool,
    pub(super) cover: Cover,
    /// When the reading of all runs that is under way began, or else the last one.
    pub(super) round_began: Option<i64>,
    /// What was made before is still to be read once more; `None` between rounds.
    pub(super) again_before: Option<i64>,
    /// When the last round began that came to its end: nothing is told that is older.
    pub(super) as_of: Option<i64>,
}

impl Default for Known {
    fn default() -> Self {
        Self {
            read: 0,
            total: None,
            read_at: None,
            floor: EVER,
            is_wrong: false,
            cover: Cover::default(),
            round_began: None,
            again_before: None,
            as_of: None,
        }
    }
}

/// What is known beside the runs.
///
/// # Errors
/// Those of SQLite, as everywhere here.
pub(super) fn known(db: &Connection, scope: Scope) -> Result<Known> {
    let read = number(db, scope)?;
    let mut statement =
        db.prepare_cached("SELECT total, read_at, floor, is_wrong, round_began, again_before, as_of FROM scopes WHERE id = ?1")?;
    let known = statement
        .query_row([scope], |row| {
            Ok(Known {
                read,
                total: row.get::<_, Option<i64>>(0)?.map(count),
                read_at: row.get(1)?,
                floor: row.get(2)?,
                is_wrong: row.get(3)?,
                cover: Cover::default(),
                round_began: row.get(4)?,
                again_before: row.get(5)?,
                as_of: row.get(6)?,
            })
        })
        .optional()?;
    Ok(Known {
        cover: cover(db, scope)?,
        ..known.unwrap_or_default()
    })
}

/// How many runs there are here.
pub(super) fn number(db: &Connection, scope: Scope) -> Result<u64> {
    db.prepare_cached("SELECT count(*) FROM runs WHERE scope = ?1")?
        .query_row([scope], |row| Ok(count(row.get(0)?)))
}

/// All names of a kind, by their ids.
///
/// Those of shared pipelines stand under no namespace ([`shared`]).
pub(super) fn names(
    db: &Connection,
    scope: Scope,
    kind: GroupKind,
) -> Result<Vec<(String, String)>> {
    names_of(db, scope, super::took::number(kind))
}

/// The same of a kind by its number in the file, without what is there no more.
pub(super) fn names_of(db: &Connection, scope: Scope, kind: i64) -> Result<Vec<(String, String)>> {
    let mut statement = db.prepare_cached(
        "SELECT id, name FROM names WHERE scope = ?1 AND kind = ?2 AND name <> ''",
    )?;
    let names = statement.query_map([scope, kind], |row| Ok((row.get(0)?, row.get(1)?)))?;
    names.collect()
}

/// Where the names of shared pipelines stand, if they were read.
pub(super) fn shared(db: &Connection, scope: Scope) -> Result<Option<Scope>> {
    db.prepare_cached(
        "SELECT id FROM scopes WHERE namespace = '' AND decides_by = (SELECT decides_by FROM scopes WHERE id = ?1)",
    )?
    .query_row([scope], |row| row.get(0))
    .optional()
}

/// Goes through all runs, the newest first.
pub(super) fn each(db: &Connection, scope: Scope, mut see: impl FnMut(Row)) -> Result<()> {
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM runs WHERE scope = ?1 ORDER BY created DESC, run_id DESC"
    ))?;
    let mut rows = statement.query([scope])?;
    while let Some(row) = rows.next()? {
        see(read(row)?);
    }
    Ok(())
}

/// Of which times everything was read.
pub(super) fn cover(db: &Connection, scope: Scope) -> Result<Cover> {
    let mut statement = db.prepare_cached("SELECT since, before FROM covered WHERE scope = ?1")?;
    let spans = statement.query_map([scope], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Cover::of(spans.collect::<Result<Vec<(i64, i64)>>>()?))
}

/// SQLite has no numbers without a sign.
pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}
