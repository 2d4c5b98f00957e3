//! The rows of runs in SQLite.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Result, params};

use super::cover::{Cover, EVER};
use super::file::{Place, open};
use super::look::{self, Known, cover};
use super::row::Row;
use super::rows::{delete, delete_others, stale_query, write};
use super::shared::Outbox;
use super::versions::VERSIONS;
use super::{now, rounds};

/// Which runs: those of a namespace, as KFP shows them to somebody where it decides by the user.
pub(super) type Scope = i64;

/// The index of runs. One thread at a time.
#[derive(Debug)]
pub(super) struct Store {
    db: Connection,
    place: Place,
    most_bytes: u64,
    /// Counts how often it began anew, to tell who has the old file open still.
    begun: u64,
    /// Counts uses, to tell which scope was used last.
    uses: i64,
    /// What is to be told to other replicas.
    outbox: Outbox,
}

impl Store {
    /// Opens the file, or begins in memory. What cannot be read is begun anew, and the log says so.
    pub(super) fn open(path: Option<&Path>, most_bytes: u64) -> Self {
        let mut place = Place::of(path);
        let db = open(&mut place, most_bytes);
        let uses = db.query_row("SELECT coalesce(max(used), 0) FROM scopes", [], |row| {
            row.get(0)
        });
        Self {
            uses: uses.unwrap_or_default(),
            db,
            place,
            most_bytes,
            begun: 0,
            outbox: Outbox::default(),
        }
    }

    /// From now on it is noted what other replicas are to be told.
    pub(super) fn share(&mut self) {
        match Outbox::open(&self.db) {
            Ok(outbox) => self.outbox = outbox,
            Err(error) => {
                tracing::warn!(%error, "the index of runs cannot be shared");
            }
        }
    }

    pub(super) fn outbox(&self) -> Outbox {
        self.outbox
    }

    /// Changes the tables, all or nothing.
    pub(super) fn change<T: Default>(&mut self, what: impl Fn(&Connection) -> Result<T>) -> T {
        self.tried(|store| {
            let transaction = store.db.transaction()?;
            let done = what(&transaction)?;
            transaction.commit()?;
            Ok(done)
        })
    }

    /// The file that others may look into beside this one, and which one it is; `None` if all is in memory.
    pub(super) fn file(&self) -> Option<(PathBuf, u64)> {
        let path = self.place.path()?.to_owned();
        Some((path, self.begun))
    }

    /// What went wrong while somebody looked.
    pub(super) fn failed(&mut self, error: &rusqlite::Error) {
        let code = error.sqlite_error_code();
        if let Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) = code {
            self.begin_anew(error);
        } else {
            tracing::warn!(%error, "the index of runs could not be used");
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
                _ => {
                    self.failed(&error);
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
        self.place.clear();
        self.db = open(&mut self.place, self.most_bytes);
        self.begun += 1;
        if self.outbox != Outbox::default() {
            self.share();
        }
    }

    /// The scope of a namespace, as one who uses it now; `None` if the index cannot be used.
    pub(super) fn scope(&mut self, decides_by: &str, namespace: &str) -> Option<Scope> {
        self.uses += 1;
        self.tried(|store| {
            let scope = store.db.query_row(
                "INSERT INTO scopes (decides_by, namespace, floor, used, round_began) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT DO UPDATE SET used = excluded.used RETURNING id",
                params![decides_by, namespace, EVER, store.uses, now()],
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

    /// Takes in all runs that were made in a span of time, beside some that were taken in before. What should be among them,
    /// made within `whole`, and is not, was deleted.
    pub(super) fn take_span(
        &mut self,
        scope: Scope,
        (from, to): (i64, i64),
        whole: (i64, i64),
        rows: &[Row],
        earlier: &[String],
    ) {
        self.tried(|store| {
            let transaction = store.db.transaction()?;
            let ids = rows.iter().map(|row| &row.run_id).chain(earlier);
            let there = ids.map(String::as_str).collect();
            delete_others(&transaction, scope, whole, &there)?;
            write(&transaction, scope, rows)?;
            let mut cover = cover(&transaction, scope)?;
            cover.add(from, to);
            set_cover(&transaction, scope, &cover)?;
            rounds::read(&transaction, scope, &cover, (from, to.max(whole.1)))?;
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
            delete(&transaction, scope, ids.iter().map(String::as_str))?;
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

    /// Takes in names of objects of a kind. When they were read is kept where they are not all read again and again.
    pub(super) fn name(&mut self, scope: Scope, kind: i64, names: &[(String, String)]) {
        let at = if kind == VERSIONS { now() } else { 0 };
        self.tried(|store| {
            let transaction = store.db.transaction()?;
            for (id, name) in names {
                transaction
                    .prepare_cached(
                        "INSERT INTO names VALUES (?1, ?2, ?3, ?4, ?5)
                         ON CONFLICT DO UPDATE SET name = excluded.name, read_at = excluded.read_at
                         WHERE name IS NOT excluded.name OR read_at IS NOT excluded.read_at",
                    )?
                    .execute(params![scope, kind, id, name, at])?;
            }
            transaction.commit()
        });
    }

    /// A version may have another name: wherever it has one, it is read again.
    pub(super) fn renamed(&mut self, version: &str) {
        self.tried(|store| {
            store.db.execute(
                "UPDATE names SET read_at = 0 WHERE kind = ?1 AND id = ?2",
                params![VERSIONS, version],
            )
        });
    }

    /// What is known beside the runs.
    pub(super) fn known(&mut self, scope: Scope) -> Known {
        self.tried(|store| look::known(&store.db, scope))
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
            rounds::begin(&transaction, scope, None, now())?;
            store.outbox.reads_again(&transaction, scope)?;
            transaction.commit()
        });
    }

    /// All that was made before is read once more from here on, and counts as read meanwhile; with no time, all that comes
    /// next.
    pub(super) fn begin_round(&mut self, scope: Scope, before: Option<i64>) {
        self.tried(|store| rounds::begin(&store.db, scope, before, now()));
    }

    /// The tables themselves, to look at.
    ///
    /// # Errors
    /// What the question ends with; [`Store::failed`] is told of it.
    pub(super) fn look<T>(&self, question: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        question(&self.db)
    }

    /// Forgets what was used longest ago; of the only scope the oldest runs.
    fn make_room(&mut self) -> Result<()> {
        let transaction = self.db.transaction()?;
        self.outbox.quiet(&transaction, true)?;
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
        self.outbox.quiet(&transaction, false)?;
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

fn newest(db: &Connection, scope: Scope) -> Result<Option<i64>> {
    db.query_row(
        "SELECT max(created) FROM runs WHERE scope = ?1",
        [scope],
        |row| row.get(0),
    )
}

pub(super) fn set_cover(db: &Connection, scope: Scope, cover: &Cover) -> Result<()> {
    db.prepare_cached("DELETE FROM covered WHERE scope = ?1")?
        .execute([scope])?;
    for (from, to) in cover.spans() {
        db.prepare_cached("INSERT INTO covered VALUES (?1, ?2, ?3)")?
            .execute(params![scope, from, to])?;
    }
    Ok(())
}
