//! What a replica has read and not told the others, and what they have told it.
//!
//! SQLite notes by itself which rows changed, whatever changed them. The notes are in memory: what a process ends with is
//! told by the next one, which tells all it has.

use rusqlite::{Connection, OptionalExtension as _, Result, params};

use super::super::cover::{Cover, EVER};
use super::super::look;
use super::super::row::Row;
use super::super::rows::{COLUMNS, delete, read, write};
use super::super::store::{Scope, Store, set_cover};

/// Rows that are told, or taken over, at once.
pub(super) const AT_ONCE: u32 = 2_000;

/// Notes are taken of what KFP said, not of what was forgotten to make room, nor of what others told. Their own `OR REPLACE`
/// would be overridden by the statement that fires them.
const NOTES: &str = "
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE quiet (is_on INTEGER NOT NULL);
INSERT INTO quiet VALUES (FALSE);
CREATE TEMP TABLE outbox (
    of INTEGER NOT NULL, run TEXT NOT NULL, seen INTEGER NOT NULL, PRIMARY KEY (of, run)) WITHOUT ROWID;
CREATE TEMP TABLE taken (of INTEGER PRIMARY KEY, change INTEGER NOT NULL, reads_again INTEGER NOT NULL DEFAULT FALSE);
CREATE TEMP TRIGGER run_came AFTER INSERT ON main.runs WHEN NOT (SELECT is_on FROM quiet) BEGIN
    INSERT INTO outbox VALUES (new.scope, new.run_id, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT (of, run) DO UPDATE SET seen = excluded.seen; END;
CREATE TEMP TRIGGER run_changed AFTER UPDATE ON main.runs WHEN NOT (SELECT is_on FROM quiet) BEGIN
    INSERT INTO outbox VALUES (new.scope, new.run_id, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT (of, run) DO UPDATE SET seen = excluded.seen; END;
CREATE TEMP TRIGGER run_went AFTER DELETE ON main.runs WHEN NOT (SELECT is_on FROM quiet) BEGIN
    INSERT INTO outbox VALUES (old.scope, old.run_id, CAST(unixepoch('subsec') * 1000 AS INTEGER))
    ON CONFLICT (of, run) DO UPDATE SET seen = excluded.seen; END;
";

/// Whether notes are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Outbox(bool);

impl Outbox {
    /// Notes are taken from now on.
    ///
    /// # Errors
    /// Those of SQLite, as everywhere here.
    pub(in super::super) fn open(db: &Connection) -> Result<Self> {
        db.execute_batch(NOTES)?;
        Ok(Self(true))
    }

    /// While something is done that the others are not told.
    pub(in super::super) fn quiet(self, db: &Connection, is_on: bool) -> Result<()> {
        if self.0 {
            db.prepare_cached("UPDATE quiet SET is_on = ?1")?
                .execute([is_on])?;
            // What belongs to no namespace any more is nothing to tell.
            db.execute(
                "DELETE FROM outbox WHERE of NOT IN (SELECT id FROM scopes)",
                [],
            )?;
        }
        Ok(())
    }

    /// All is read again: what the others count as read does not count here until that is done.
    pub(in super::super) fn reads_again(self, db: &Connection, scope: Scope) -> Result<()> {
        if self.0 {
            db.execute("UPDATE taken SET reads_again = TRUE WHERE of = ?1", [scope])?;
        }
        Ok(())
    }
}

/// What this replica tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Mine {
    pub(in super::super) told: Vec<Told>,
    /// Whether that is all it has to tell. Only then does its `cover` hold for the others.
    pub(in super::super) is_all: bool,
    pub(in super::super) cover: Cover,
    /// When the last round began that came to its end, in milliseconds since 1970.
    pub(in super::super) as_of: Option<i64>,
    /// The last change of the others that was taken over.
    pub(in super::super) taken: i64,
}

/// A run as it was read, by whomever.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Told {
    pub(in super::super) run_id: String,
    /// When that was, in milliseconds since 1970; zero if nobody knows any more.
    pub(in super::super) seen: i64,
    /// `None` if it was deleted.
    pub(in super::super) row: Option<Row>,
}

/// What others told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Theirs {
    pub(in super::super) told: Vec<Told>,
    /// The last change among it.
    pub(in super::super) taken: i64,
    /// What they have read, if there is nothing more to tell.
    pub(in super::super) cover: Option<Cover>,
    /// Nothing they have read is older.
    pub(in super::super) as_of: i64,
}

impl Store {
    /// What this replica has to tell of a namespace; the first time, everything.
    pub(in super::super) fn mine(&mut self, scope: Scope) -> Option<Mine> {
        self.change(|db| mine(db, scope).map(Some))
    }

    /// It was told: what has changed since stays to be told.
    pub(in super::super) fn told(&mut self, scope: Scope, told: &[Told]) {
        self.change(|db| {
            let mut forget =
                db.prepare_cached("DELETE FROM outbox WHERE of = ?1 AND run = ?2 AND seen = ?3")?;
            for Told { run_id, seen, .. } in told {
                forget.execute(params![scope, run_id, seen])?;
            }
            Ok(())
        });
    }

    /// Takes over what others told, but for what this replica has read since.
    pub(in super::super) fn take_over(&mut self, scope: Scope, theirs: &Theirs) {
        let outbox = self.outbox();
        self.change(|db| {
            outbox.quiet(db, true)?;
            take_over(db, scope, theirs)?;
            outbox.quiet(db, false)
        });
    }
}

fn mine(db: &Connection, scope: Scope) -> Result<Mine> {
    let taken: Option<i64> = db
        .prepare_cached("SELECT change FROM taken WHERE of = ?1")?
        .query_row([scope], |row| row.get(0))
        .optional()?;
    if taken.is_none() {
        db.execute("INSERT INTO taken (of, change) VALUES (?1, 0)", [scope])?;
        db.execute(
            "INSERT OR IGNORE INTO outbox SELECT scope, run_id, 0 FROM runs WHERE scope = ?1",
            [scope],
        )?;
    }
    let mut statement = db.prepare_cached(&format!(
        "SELECT {COLUMNS}, parameters, o.run, o.seen FROM outbox AS o
         LEFT JOIN runs ON scope = o.of AND run_id = o.run WHERE o.of = ?1 ORDER BY o.seen, o.run LIMIT ?2"
    ))?;
    let told = statement.query_map(params![scope, AT_ONCE], |row| {
        let is_there = row.get::<_, Option<String>>(0)?.is_some();
        Ok(Told {
            run_id: row.get("run")?,
            seen: row.get("seen")?,
            row: if is_there {
                let parameters = row.get("parameters")?;
                Some(Row {
                    parameters,
                    ..read(row)?
                })
            } else {
                None
            },
        })
    })?;
    let told = told.collect::<Result<Vec<Told>>>()?;
    let known = look::known(db, scope)?;
    Ok(Mine {
        is_all: told.len() < AT_ONCE as usize,
        told,
        as_of: known.as_of,
        cover: known.cover,
        taken: taken.unwrap_or_default(),
    })
}

fn take_over(db: &Connection, scope: Scope, theirs: &Theirs) -> Result<()> {
    let known = look::known(db, scope)?;
    let mut later =
        db.prepare_cached("SELECT 1 FROM outbox WHERE of = ?1 AND run = ?2 AND seen > ?3")?;
    let mut rows = Vec::new();
    let mut gone = Vec::new();
    for told in &theirs.told {
        match &told.row {
            _ if later.exists(params![scope, told.run_id, told.seen])? => {}
            Some(row) if row.created >= known.floor => rows.push(row.clone()),
            Some(_) => {}
            None => gone.push(told.run_id.as_str()),
        }
    }
    write(db, scope, &rows)?;
    delete(db, scope, gone)?;
    db.prepare_cached("UPDATE taken SET change = ?2 WHERE of = ?1")?
        .execute(params![scope, theirs.taken])?;
    if let Some(cover) = &theirs.cover {
        take_over_cover(db, scope, cover, theirs.as_of)?;
    }
    Ok(())
}

/// What they have read counts as read here.
fn take_over_cover(db: &Connection, scope: Scope, theirs: &Cover, as_of: i64) -> Result<()> {
    let known = look::known(db, scope)?;
    let is_whole =
        |cover: &Cover| cover.back_to().is_some() && cover.last_gap(known.floor).is_none();
    if is_whole(&known.cover) {
        db.execute(
            "UPDATE taken SET reads_again = FALSE WHERE of = ?1",
            [scope],
        )?;
    }
    let reads_again: bool = db.query_row(
        "SELECT reads_again FROM taken WHERE of = ?1",
        [scope],
        |row| row.get(0),
    )?;
    if reads_again {
        return Ok(());
    }
    let mut theirs = theirs.clone();
    if known.floor != EVER {
        theirs.forget_before(known.floor);
    }
    let cover = Cover::of(known.cover.spans().iter().chain(theirs.spans()).copied());
    if cover == known.cover {
        return Ok(());
    }
    set_cover(db, scope, &cover)?;
    if is_whole(&cover) && known.as_of.is_none() && known.again_before.is_none() {
        // The next round is due by when the others began theirs.
        db.execute(
            "UPDATE scopes SET as_of = ?2, round_began = ?2 WHERE id = ?1",
            params![scope, as_of],
        )?;
    }
    Ok(())
}
