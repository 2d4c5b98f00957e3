//! The tables.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Result};

use super::row::unfinished_words;

/// Another number makes the file anew: it is a cache.
const VERSION: i64 = 9;
/// Bytes of a page.
const PAGE: u64 = 4096;

/// What belongs to a scope goes with it, and nothing is kept under a number that is none's: rows of namespaces cannot meet.
const TABLES: &str = "
CREATE TABLE scopes (
    id INTEGER PRIMARY KEY AUTOINCREMENT, decides_by TEXT NOT NULL, namespace TEXT NOT NULL,
    total INTEGER, read_at INTEGER, floor INTEGER NOT NULL, used INTEGER NOT NULL DEFAULT 0,
    is_wrong INTEGER NOT NULL DEFAULT FALSE, round_began INTEGER NOT NULL, again_before INTEGER, as_of INTEGER,
    UNIQUE (decides_by, namespace));
CREATE TABLE covered (
    scope INTEGER NOT NULL REFERENCES scopes (id) ON DELETE CASCADE, since INTEGER NOT NULL, before INTEGER NOT NULL,
    PRIMARY KEY (scope, since)) WITHOUT ROWID;
CREATE TABLE runs (
    scope INTEGER NOT NULL REFERENCES scopes (id) ON DELETE CASCADE, run_id TEXT NOT NULL, created INTEGER NOT NULL,
    finished INTEGER, state TEXT NOT NULL, archived INTEGER NOT NULL, name TEXT NOT NULL, experiment TEXT, pipeline TEXT, version TEXT, recurring TEXT,
    error TEXT, tasks TEXT, failed TEXT, working TEXT, terminated INTEGER NOT NULL, parameters TEXT, PRIMARY KEY (scope, run_id)) WITHOUT ROWID;
CREATE INDEX runs_by_time ON runs (scope, created, run_id);
CREATE TABLE names (
    scope INTEGER NOT NULL REFERENCES scopes (id) ON DELETE CASCADE, kind INTEGER NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL,
    read_at INTEGER NOT NULL, PRIMARY KEY (scope, kind, id)) WITHOUT ROWID;
";

/// Opens a file, or the memory, and makes the tables where there are none.
///
/// # Errors
/// If the file cannot be used, is none of ours, or is broken.
pub(super) fn open(path: Option<&Path>, most_bytes: u64) -> Result<Connection> {
    let db = match path {
        Some(path) => Connection::open(path)?,
        None => Connection::open_in_memory()?,
    };
    db.busy_timeout(Duration::ZERO)?;
    db.pragma_update(None, "foreign_keys", true)?;
    if path.is_some() {
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "NORMAL")?;
        db.pragma_update(None, "journal_size_limit", 4 * 1024 * 1024)?;
    }
    db.pragma_update(None, "cache_size", -4_096)?;
    let pages = most_bytes.div_ceil(PAGE).max(64);
    db.pragma_update(
        None,
        "max_page_count",
        i64::try_from(pages).unwrap_or(i64::MAX),
    )?;
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version == 0 {
        let words = unfinished_words();
        db.execute_batch(&format!(
            "BEGIN;{TABLES}
            CREATE INDEX runs_unfinished ON runs (scope, created) WHERE state IN ({words});
            PRAGMA user_version = {VERSION};COMMIT;"
        ))?;
        return Ok(db);
    }
    let word: String = db.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if version == VERSION && word == "ok" {
        Ok(db)
    } else {
        Err(rusqlite::Error::InvalidQuery)
    }
}

/// Opens a file that is open already once more, to read beside whoever writes.
///
/// # Errors
/// If the file cannot be used.
pub(super) fn open_to_look(path: &Path) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(Duration::from_secs(1))?;
    db.pragma_update(None, "query_only", true)?;
    db.pragma_update(None, "cache_size", -4_096)?;
    Ok(db)
}

/// Takes a file away with what belongs to it.
pub(super) fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let _ = std::fs::remove_file(name);
    }
}
