//! The rows of runs in SQLite.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Result, params};

use super::cover::{Cover, EVER};
use super::row::Row;
use super::rows::{COLUMNS, delete, delete_others, read, stale_query, write};
use super::schema;

/// Which runs: those of a namespace, as KFP shows them to somebody where it decides by the user.
pub(super) type Scope = i64;

/// What is known of a scope beside its runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) read: u64,
    pub(super) total: Option<u64>,
    pub(super) read_at: Option<i64>,
    /// Older runs found no room.
    pub(super) floor: i64,
    /// Whether all runs were read, and yet not as many as KFP had when it told their number.
    pub(super) is_wrong: bool,
    pub(super) cover: Cover,
}

/// The index of runs. One thread at a time.
#[derive(Debug)]
pub(super) struct Store {
    db: Connection,
    path: Option<PathBuf>,
    most_bytes: u64,
    /// Counts uses, to tell which scope was used last.
    uses: i64,
}

impl Store {
    /// Opens the file, or begins in memory. What cannot be read is begun anew, and the log says so.
    pub(super) fn open(path: Option<&Path>, most_bytes: u64) -> Self {
        let db = open_or_rebuild(path, most_bytes);
        let uses = db.query_row("SELECT coalesce(max(used), 0) FROM scopes", [], |row| {
            row.get(0)
        });
        Self {
            uses: uses.unwrap_or_default(),
            db,
            path: path.map(Path::to_owned),
            most_bytes,
        }
    }

    /// Does something, and begins anew if the file turns out to be broken.
    fn tried<T: Default>(&mut self, mut what: impl FnMut(&mut Self) -> Result<T>) -> T {
        let mut room_made = 0;
        loop {
            let error = match what(self) {
                Ok(done) => return done,
                Err(error) => error,
            };
            match error.sqlite_error_code() {
                Some(ErrorCode::DiskFull) if room_made < 8 => {
                    room_made += 1;
                    if let Err(error) = self.make_room() {
                        tracing::warn!(%error, "the index of runs is full, and no room could be made");
                        return T::default();
                    }
                }
                Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                    self.begin_anew(&error);
                    return T::default();
                }
                _ => {
                    tracing::warn!(%error, "the index of runs could not be used");
                    return T::default();
                }
            }
        }
    }

    fn begin_anew(&mut self, error: &rusqlite::Error) {
        tracing::warn!(%error, "the index of runs is broken and is built anew");
        // The file is open still: it is let go before it is taken away.
        if let Ok(memory) = Connection::open_in_memory() {
            self.db = memory;
        }
        if let Some(path) = &self.path {
            schema::remove(path);
        }
        self.db = open_or_rebuild(self.path.as_deref(), self.most_bytes);
    }

    /// The scope of a namespace, as one who uses it now; `None` if the index cannot be used.
    pub(super) fn scope(&mut self, decides_by: &str, namespace: &str) -> Option<Scope> {
        self.uses += 1;
        self.tried(|store| {
            let scope = store.db.query_row(
                "INSERT INTO scopes (decides_by, namespace, floor, used) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT DO UPDATE SET used = excluded.used RETURNING id",
                params![decides_by, namespace, EVER, store.uses],
                |row| row.get(0),
            )?;
            Ok(Some(scope))
        })
    }

    /// Takes in runs, whatever they are.
    pub(super) fn take(&mut self, scope: Scope, rows: &[Row]) {
        self.tried(|store| {
            let transaction = store.db.transaction()?;
            write(&transaction, scope, rows)?;
            transaction.commit()
        });
    }

    /// Takes in all runs that were made in a span of time. What should be among them, made within `whole`, and is not, was
    /// deleted.
    pub(super) fn take_span(
        &mut self,
        scope: Scope,
        (from, to): (i64, i64),
        whole: (i64, i64),
        rows: &[Row],
    ) {
        self.tried(|store| {
            let transaction = store.db.transaction()?;
            delete_others(&transaction, scope, whole, rows)?;
            write(&transaction, scope, rows)?;
            let mut cover = cover(&transaction, scope)?;
            cover.add(from, to);
            set_cover(&transaction, scope, &cover)?;
            transaction.commit()
        });
    }

    /// How many runs KFP has, and when it said so: just now. That it is another number than here, though all were read, can
    /// be told in this moment alone.
    pub(super) fn counted(&mut self, scope: Scope, total: u64, at: i64) {
        self.tried(|store| {
            let is_whole = cover(&store.db, scope)?.is_whole();
            store.db.execute(
                "UPDATE scopes SET total = ?2, read_at = ?3,
                    is_wrong = ?4 AND ?2 <> (SELECT count(*) FROM runs WHERE scope = ?1) WHERE id = ?1",
                params![
                    scope,
                    i64::try_from(total).unwrap_or(i64::MAX),
                    at,
                    is_whole
                ],
            )
        });
    }

    /// Forgets runs that were deleted.
    pub(super) fn remove(&mut self, scope: Scope, ids: &[String]) {
        self.tried(|store| {
            let transaction = store.db.transaction()?;
            for id in ids {
                delete(&transaction, scope, id)?;
            }
            transaction.commit()
        });
    }

    /// Runs that are unfinished here and not among those that are.
    pub(super) fn stale(&mut self, scope: Scope, unfinished: &BTreeSet<&str>) -> Vec<String> {
        self.tried(|store| {
            let mut statement = store.db.prepare_cached(&stale_query())?;
            let ids = statement.query_map([scope], |row| row.get::<_, String>(0))?;
            let ids: Result<Vec<String>> = ids.collect();
            Ok(ids?
                .into_iter()
                .filter(|id| !unfinished.contains(id.as_str()))
                .collect())
        })
    }

    /// Takes in names of objects of a kind.
    pub(super) fn name(&mut self, scope: Scope, kind: i64, names: &[(String, String)]) {
        self.tried(|store| {
            let transaction = store.db.transaction()?;
            for (id, name) in names {
                transaction
                    .prepare_cached(
                        "INSERT INTO names VALUES (?1, ?2, ?3, ?4)
                         ON CONFLICT DO UPDATE SET name = excluded.name WHERE name IS NOT excluded.name",
                    )?
                    .execute(params![scope, kind, id, name])?;
            }
            transaction.commit()
        });
    }

    /// All names of a kind.
    pub(super) fn names(&mut self, scope: Scope, kind: i64) -> Vec<(String, String)> {
        self.tried(|store| {
            let mut statement = store
                .db
                .prepare_cached("SELECT id, name FROM names WHERE scope = ?1 AND kind = ?2")?;
            let names = statement.query_map([scope, kind], |row| Ok((row.get(0)?, row.get(1)?)))?;
            names.collect()
        })
    }

    /// What is known beside the runs.
    pub(super) fn known(&mut self, scope: Scope) -> Known {
        self.tried(|store| {
            let read = store.db.query_row(
                "SELECT count(*) FROM runs WHERE scope = ?1",
                [scope],
                |row| row.get(0),
            )?;
            let mut statement = store.db.prepare_cached(
                "SELECT total, read_at, floor, is_wrong FROM scopes WHERE id = ?1",
            )?;
            let known = statement
                .query_row([scope], |row| {
                    Ok(Known {
                        read: count(read),
                        total: row.get::<_, Option<i64>>(0)?.map(count),
                        read_at: row.get(1)?,
                        floor: row.get(2)?,
                        is_wrong: row.get(3)?,
                        cover: Cover::default(),
                    })
                })
                .optional()?;
            Ok(Known {
                cover: cover(&store.db, scope)?,
                ..known.unwrap_or_default()
            })
        })
    }

    /// All is read once more, but for the newest.
    pub(super) fn read_again(&mut self, scope: Scope) {
        self.tried(|store| {
            let transaction = store.db.transaction()?;
            let mut spans = cover(&transaction, scope)?;
            if let Some(newest) = newest(&transaction, scope)? {
                spans.forget_before(newest);
            }
            set_cover(&transaction, scope, &spans)?;
            transaction.execute("UPDATE scopes SET is_wrong = FALSE WHERE id = ?1", [scope])?;
            transaction.commit()
        });
    }

    /// Goes through all runs, the newest first.
    pub(super) fn each(&mut self, scope: Scope, mut see: impl FnMut(Row)) {
        self.tried(|store| {
            let mut statement = store.db.prepare_cached(&format!(
                "SELECT {COLUMNS} FROM runs WHERE scope = ?1 ORDER BY created DESC, run_id DESC"
            ))?;
            let mut rows = statement.query([scope])?;
            while let Some(row) = rows.next()? {
                see(read(row)?);
            }
            Ok(())
        });
    }

    /// The tables themselves, for a search.
    pub(super) fn ask<T: Default>(&mut self, question: impl Fn(&Connection) -> Result<T>) -> T {
        self.tried(|store| question(&store.db))
    }

    /// Forgets what was used longest ago; of the only scope the oldest runs.
    fn make_room(&mut self) -> Result<()> {
        let transaction = self.db.transaction()?;
        let mut scopes = transaction.prepare("SELECT id FROM scopes ORDER BY used")?;
        let ids: Vec<Scope> = scopes
            .query_map([], |row| row.get(0))?
            .collect::<Result<_>>()?;
        drop(scopes);
        match ids[..] {
            [oldest, _, ..] => {
                transaction.execute("DELETE FROM scopes WHERE id = ?1", [oldest])?;
            }
            [only] => forget_oldest(&transaction, only)?,
            [] => {}
        }
        transaction.commit()
    }
}

/// A tenth of the runs, those that were made first; such are not read again.
fn forget_oldest(db: &Connection, scope: Scope) -> Result<()> {
    let count: i64 = db.query_row(
        "SELECT count(*) FROM runs WHERE scope = ?1",
        [scope],
        |row| row.get(0),
    )?;
    let floor: Option<i64> = db
        .query_row(
            "SELECT created FROM runs WHERE scope = ?1 ORDER BY created LIMIT 1 OFFSET ?2",
            params![scope, count / 10 + 1],
            |row| row.get(0),
        )
        .optional()?;
    let Some(floor) = floor else { return Ok(()) };
    db.execute(
        "DELETE FROM runs WHERE scope = ?1 AND created < ?2",
        params![scope, floor],
    )?;
    db.execute(
        "UPDATE scopes SET floor = ?2 WHERE id = ?1",
        params![scope, floor],
    )?;
    let mut spans = cover(db, scope)?;
    spans.forget_before(floor);
    set_cover(db, scope, &spans)
}

fn open_or_rebuild(path: Option<&Path>, most_bytes: u64) -> Connection {
    let Some(path) = path else {
        return schema::open(None, most_bytes).expect("a database in memory can be made");
    };
    let opened = schema::open(Some(path), most_bytes).or_else(|error| {
        if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) {
            return Err(error);
        }
        tracing::warn!(%error, "the file of the index of runs cannot be used and is built anew");
        schema::remove(path);
        schema::open(Some(path), most_bytes)
    });
    opened.unwrap_or_else(|error| {
        tracing::warn!(%error, "the index of runs has no file and is kept in memory");
        schema::open(None, most_bytes).expect("a database in memory can be made")
    })
}

/// SQLite has no numbers without a sign.
pub(super) fn count(number: i64) -> u64 {
    u64::try_from(number).unwrap_or_default()
}

fn newest(db: &Connection, scope: Scope) -> Result<Option<i64>> {
    db.query_row(
        "SELECT max(created) FROM runs WHERE scope = ?1",
        [scope],
        |row| row.get(0),
    )
}

fn cover(db: &Connection, scope: Scope) -> Result<Cover> {
    let mut statement = db.prepare_cached("SELECT since, before FROM covered WHERE scope = ?1")?;
    let spans = statement.query_map([scope], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(Cover::of(spans.collect::<Result<Vec<(i64, i64)>>>()?))
}

fn set_cover(db: &Connection, scope: Scope, cover: &Cover) -> Result<()> {
    db.prepare_cached("DELETE FROM covered WHERE scope = ?1")?
        .execute([scope])?;
    for (from, to) in cover.spans() {
        db.prepare_cached("INSERT INTO covered VALUES (?1, ?2, ?3)")?
            .execute(params![scope, from, to])?;
    }
    Ok(())
}
