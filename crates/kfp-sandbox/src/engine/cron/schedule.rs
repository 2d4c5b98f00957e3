//! When the next run of a recurring run is due.

use time::{Duration, OffsetDateTime};

use super::CronExpression;

/// What makes a recurring run fire.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Trigger {
    /// A cron line.
    Cron(CronExpression),
    /// Seconds from one to the next.
    Interval(u32),
}

/// A recurring run's schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// What makes it fire.
    pub trigger: Trigger,
    /// Not before this.
    pub start: Option<OffsetDateTime>,
    /// Not after this.
    pub end: Option<OffsetDateTime>,
    /// Only the last of the times that were missed is made up for.
    pub no_catchup: bool,
    /// How many runs of it may run at a time, 1 to 10.
    pub max_concurrency: u32,
}

const CONCURRENCY: std::ops::RangeInclusive<u32> = 1..=10;

impl Schedule {
    /// The time for which the next run is planned; it may lie in the past. `last` is the planned time of the last run,
    /// `created` when the schedule was made.
    pub fn next(
        &self,
        last: Option<OffsetDateTime>,
        created: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Option<OffsetDateTime> {
        let from = last.or(self.start).unwrap_or(created);
        match &self.trigger {
            Trigger::Cron(expression) => self.next_of_cron(expression, from, now),
            Trigger::Interval(seconds) => {
                self.next_of_interval(Duration::seconds(i64::from((*seconds).max(1))), from, now)
            }
        }
    }

    /// The planned time of a run that is to be made now, if there is one: its time has come and not too many run.
    pub fn due(
        &self,
        last: Option<OffsetDateTime>,
        created: OffsetDateTime,
        now: OffsetDateTime,
        running: u32,
    ) -> Option<OffsetDateTime> {
        let allowed = self
            .max_concurrency
            .clamp(*CONCURRENCY.start(), *CONCURRENCY.end());
        self.next(last, created, now)
            .filter(|next| *next <= now && running < allowed)
    }

    fn is_over(&self, at: OffsetDateTime) -> bool {
        self.end.is_some_and(|end| at > end)
    }

    fn next_of_cron(
        &self,
        expression: &CronExpression,
        from: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Option<OffsetDateTime> {
        let from = self.start.map_or(from, |start| from.max(start));
        let next = expression
            .next_after(from)
            .filter(|next| !self.is_over(*next))?;
        if self.no_catchup {
            let until = self.end.map_or(now, |end| now.min(end));
            return Some(expression.last_until(next, until));
        }
        Some(next)
    }

    fn next_of_interval(
        &self,
        interval: Duration,
        from: OffsetDateTime,
        now: OffsetDateTime,
    ) -> Option<OffsetDateTime> {
        if let Some(start) = self.start.filter(|start| *start > from) {
            return Some(start);
        }
        let next = from
            .checked_add(interval)
            .filter(|next| !self.is_over(*next))?;
        if self.no_catchup && next.checked_add(interval).is_some_and(|later| now >= later) {
            return Some(self.end.map_or(now, |end| now.min(end)));
        }
        Some(next)
    }
}
