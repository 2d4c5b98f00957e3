//! Finding runs.
//!
//! Runs are walked through, the newest first, some at a time, and between these others have their turn. No more are looked at
//! than a [`Budget`] allows for; what was not is said.

use std::time::{Duration, Instant};

use console_api::overview::Found;
use rusqlite::{Connection, OptionalExtension as _, Result, params};

use super::answer::{Names, Who, extent};
use super::condition::Condition;
use super::look;
use super::order::{MOST_SKIPPED, Order};
use super::row::Row;
use super::rows::read;
use super::store::Scope;
use super::{Index, Key};

/// What is searched for; all of it must be met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Search {
    /// One of these; any if empty. So with the next four.
    pub(crate) pipelines: Vec<String>,
    pub(crate) versions: Vec<String>,
    pub(crate) experiments: Vec<String>,
    pub(crate) recurring_runs: Vec<String>,
    pub(crate) states: Vec<String>,
    pub(crate) is_archived: Option<bool>,
    /// Part of the name.
    pub(crate) name: Option<String>,
    /// Part of the name of the run, or of anything it belongs to.
    pub(crate) names: Option<String>,
    /// A parameter, and its value if it matters.
    pub(crate) parameter: Option<(String, Option<String>)>,
    pub(crate) longer_ms: Option<i64>,
    pub(crate) shorter_ms: Option<i64>,
    pub(crate) since_ms: Option<i64>,
    pub(crate) before_ms: Option<i64>,
    pub(crate) limit: usize,
    /// The run after which to go on, where they come by time of creation.
    pub(crate) after: Option<(i64, String)>,
    /// Another order than the newest first.
    pub(crate) order: Option<Order>,
}

/// What a search may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Budget {
    /// Runs that are looked at before others have their turn.
    pub(super) at_once: usize,
    /// Runs that are looked at in all.
    pub(super) runs: usize,
    /// For how long, waiting included.
    pub(super) time: Duration,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            at_once: 2_000,
            runs: 100_000,
            time: Duration::from_secs(1),
        }
    }
}

impl Index {
    /// Runs that are searched for, the newest first.
    pub(crate) async fn search(&self, key: &Key, who: Who, search: Search) -> Found {
        let mut finding = Some(Finding::new(who, &search, Budget::default()));
        let mut found = None;
        while let Some(mut walking) = finding.take() {
            let step = self.look(key, move |db, scope| {
                if walking.step(db, scope)? {
                    return Ok((Some(walking), None));
                }
                let found = walking.found(db, scope, who)?;
                Ok((None, Some(found)))
            });
            // Where the index cannot be used, nothing is found, and nothing was read.
            (finding, found) = step.await;
        }
        found.unwrap_or_else(|| Found {
            extent: console_api::overview::Extent::default(),
            matches: 0,
            looked_at: 0,
            looked_back_to_ms: None,
            runs: Vec::new(),
            next: None,
        })
    }
}

/// Where a walk has come: it goes on with the runs before this one, by time of creation and id.
type Position = (i64, String);

/// A search that is under way.
#[derive(Debug)]
pub(super) struct Finding {
    condition: Condition,
    /// Runs that were made before are not wanted.
    since: i64,
    limit: usize,
    order: Option<Order>,
    budget: Budget,
    began: Instant,
    walks: Vec<Walk>,
    /// One more than is told says that there are more. In another order, those that come first of all that were looked at.
    rows: Vec<Row>,
    matches: u64,
}

/// A way through the runs.
#[derive(Debug)]
struct Walk {
    /// Whether it brings the runs that are told.
    lists: bool,
    /// Whether it counts all that are searched for.
    counts: bool,
    /// Where it goes on; `None` at the end.
    from: Option<Position>,
    looked_at: usize,
}

impl Walk {
    /// Where it goes on, if it does.
    fn next(&mut self, is_full: bool, is_late: bool, budget: &Budget) -> Option<Position> {
        let may_go_on = self.looked_at == 0 || !is_late && self.looked_at < budget.runs;
        let is_wanted = self.counts || !is_full;
        self.from.take_if(|_| may_go_on && is_wanted)
    }
}

impl Finding {
    pub(super) fn new(who: Who, search: &Search, budget: Budget) -> Self {
        let top = (search.before_ms.unwrap_or(i64::MAX), String::new());
        let walk = |lists, counts, from| Walk {
            lists,
            counts,
            from: Some(from),
            looked_at: 0,
        };
        // All are counted anew for each page of the answer; the runs of a page are found from where the last one ended.
        let walks = match &search.after {
            Some(after) => {
                let after = after.clone().min(top.clone());
                vec![walk(true, false, after), walk(false, true, top)]
            }
            None => vec![walk(true, true, top)],
        };
        Self {
            condition: Condition::of(who, search),
            since: search.since_ms.unwrap_or(i64::MIN),
            limit: search.limit,
            order: search.order.clone(),
            budget,
            began: Instant::now(),
            walks,
            rows: Vec::new(),
            matches: 0,
        }
    }

    /// Looks at some runs. Gives back whether there was anything left to do.
    pub(super) fn step(&mut self, db: &Connection, scope: Scope) -> Result<bool> {
        let is_full = self.order.is_none() && self.rows.len() > self.limit;
        let is_late = self.began.elapsed() >= self.budget.time;
        let budget = &self.budget;
        let next = self.walks.iter_mut().find_map(|walk| {
            let from = walk.next(is_full, is_late, budget)?;
            Some((walk, from))
        });
        let Some((walk, from)) = next else {
            return Ok(false);
        };
        let part = Part::of(db, scope, &from, self.since, budget.at_once)?;
        let matches = self
            .condition
            .find(db, scope, (&part.down_to, &from), |row| {
                if walk.lists && (self.order.is_some() || self.rows.len() <= self.limit) {
                    self.rows.push(read(row)?);
                }
                Ok(())
            })?;
        if let Some(order) = &self.order {
            order.put_first(&mut self.rows, self.limit);
        }
        if walk.counts {
            self.matches += matches;
        }
        walk.looked_at += part.looked_at;
        walk.from = part.next;
        Ok(true)
    }

    /// What was found.
    pub(super) fn found(self, db: &Connection, scope: Scope, who: Who) -> Result<Found> {
        let Self {
            mut rows,
            limit,
            walks,
            order,
            ..
        } = self;
        if let Some(order) = &order {
            rows.drain(..order.skipped.min(rows.len()));
        }
        let goes_on = rows.len() > limit;
        rows.truncate(limit);
        let last = rows.last().filter(|_| goes_on);
        // No place is named that would not be taken back.
        let last = last.and_then(|row| match &order {
            Some(order) => {
                let skipped = order.skipped + limit;
                (skipped <= MOST_SKIPPED).then(|| skipped.to_string())
            }
            None => Some(position(row.created, &row.run_id)),
        });
        let mut looked_at = 0;
        let mut looked_back_to_ms = None;
        let mut next = last;
        for walk in walks {
            if walk.counts {
                looked_at = walk.looked_at;
                looked_back_to_ms = walk.from.as_ref().map(|(created, _)| *created);
            }
            if walk.lists && order.is_none() {
                // Where it was cut short, it is gone on with though the page is not full.
                next = next.or(walk.from.map(|(created, run)| position(created, &run)));
            }
        }
        let names = Names::read(db, scope)?;
        Ok(Found {
            extent: extent(&look::known(db, scope)?),
            matches: self.matches,
            looked_at: u64::try_from(looked_at).unwrap_or(u64::MAX),
            looked_back_to_ms,
            next,
            runs: rows.iter().map(|row| names.line(who, row)).collect(),
        })
    }
}

fn position(created: i64, run: &str) -> String {
    format!("{created}.{run}")
}

/// Runs that are looked at before others have their turn.
struct Part {
    /// The last of them.
    down_to: Position,
    looked_at: usize,
    /// Where to go on; `None` at the end.
    next: Option<Position>,
}

impl Part {
    fn of(
        db: &Connection,
        scope: Scope,
        (created, run): &Position,
        since: i64,
        most: usize,
    ) -> Result<Self> {
        const WITHIN: &str = "FROM runs INDEXED BY runs_by_time
            WHERE scope = ?1 AND (created, run_id) < (?2, ?3) AND created >= ?4";
        let skipped = i64::try_from(most).unwrap_or(i64::MAX).saturating_sub(1);
        let last = db
            .prepare_cached(&format!(
                "SELECT created, run_id {WITHIN} ORDER BY created DESC, run_id DESC LIMIT 1 OFFSET ?5"
            ))?
            .query_row(params![scope, created, run, since, skipped], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()?;
        if let Some(last) = last {
            return Ok(Self {
                down_to: last.clone(),
                looked_at: most,
                next: Some(last),
            });
        }
        let rest: i64 = db
            .prepare_cached(&format!("SELECT count(*) {WITHIN}"))?
            .query_row(params![scope, created, run, since], |row| row.get(0))?;
        Ok(Self {
            down_to: (since, String::new()),
            looked_at: usize::try_from(rest).unwrap_or_default(),
            next: None,
        })
    }
}
