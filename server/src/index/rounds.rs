//! Reading all runs once more.
//!
//! Archiving, restoring and deleting leave no trace by which KFP could be asked for it, and of what others do with older runs
//! the feed sees nothing. So all runs are read again, round after round, slowly. What was read before counts meanwhile, and
//! answers say how old it may be.

use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Result, params};

use super::cover::Cover;
use super::look::Known;
use super::store::Scope;

/// Runs of a reading.
const PAGE: u64 = 50;
/// A round may take this share of the time.
const DUTY: u32 = 10;

/// How often all is read again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rounds {
    /// Not sooner than this after the last round began; never if zero.
    pub(crate) every: Duration,
    /// How long a reading takes.
    pub(crate) pace: Duration,
}

impl Rounds {
    /// Whether it is time for the next one.
    pub(super) fn is_due(self, known: &Known, now: i64) -> bool {
        let pages = u32::try_from(known.read / PAGE + 1).unwrap_or(u32::MAX);
        let pause = self.pace.saturating_mul(pages).saturating_mul(DUTY);
        let pause = i64::try_from(pause.max(self.every).as_millis()).unwrap_or(i64::MAX);
        !self.every.is_zero()
            && known
                .as_of
                .is_some_and(|at| at.saturating_add(pause) <= now)
    }
}

/// A round begins: with all that was made before, or, if that does not count as read, with that.
pub(super) fn begin(db: &Connection, scope: Scope, before: Option<i64>, now: i64) -> Result<()> {
    db.prepare_cached("UPDATE scopes SET round_began = ?2, again_before = ?3 WHERE id = ?1")?
        .execute(params![scope, now, before])?;
    Ok(())
}

/// A span of time was read, up to its end.
pub(super) fn read(
    db: &Connection,
    scope: Scope,
    cover: &Cover,
    (from, to): (i64, i64),
) -> Result<()> {
    let found = db
        .prepare_cached("SELECT floor, again_before FROM scopes WHERE id = ?1")?
        .query_row([scope], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?))
        })
        .optional()?;
    let Some((floor, again_before)) = found else {
        return Ok(());
    };
    let again_before = again_before
        .map(|before| {
            if to >= before {
                before.min(from)
            } else {
                before
            }
        })
        .filter(|before| *before > floor);
    db.prepare_cached(
        "UPDATE scopes SET again_before = ?2 WHERE id = ?1 AND again_before IS NOT ?2",
    )?
    .execute(params![scope, again_before])?;
    let is_whole = cover.back_to().is_some() && cover.last_gap(floor).is_none();
    if is_whole && again_before.is_none() {
        db.prepare_cached(
            "UPDATE scopes SET as_of = round_began WHERE id = ?1 AND as_of IS NOT round_began",
        )?
        .execute([scope])?;
    }
    Ok(())
}
