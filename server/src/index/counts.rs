//! How many runs a namespace has, by state.

use console_api::live::RunCounts;
use rusqlite::{Connection, Result};

use super::answer::extent;
use super::store::Scope;
use super::{Index, Key, look};

impl Index {
    /// The numbers of runs, if all of them were read.
    pub(crate) async fn counts(&self, key: &Key) -> Option<RunCounts> {
        self.look(key, counts).await
    }
}

pub(super) fn counts(db: &Connection, scope: Scope) -> Result<Option<RunCounts>> {
    if !extent(&look::known(db, scope)?).complete {
        return Ok(None);
    }
    let mut counts = RunCounts::default();
    let mut statement = db.prepare_cached(
        "SELECT archived, state, count(*) FROM runs WHERE scope = ?1 GROUP BY archived, state",
    )?;
    let mut rows = statement.query([scope])?;
    while let Some(row) = rows.next()? {
        let states = if row.get(0)? {
            &mut counts.archived
        } else {
            &mut counts.active
        };
        states.insert(row.get(1)?, look::count(row.get(2)?));
    }
    Ok(Some(counts))
}
