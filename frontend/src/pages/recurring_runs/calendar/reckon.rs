//! When recurring runs fire, reckoned a little at a time: there may be thousands of them, and a page has to keep up with
//! whoever uses it meanwhile.

use std::sync::Arc;

use kfp_core::schedule::Timetable;
use time::{OffsetDateTime, UtcOffset};

use crate::data::{Schedule, Schedules};

/// Starts of one recurring run in a view from which on it is not drawn: a little more than one an hour in a month of
/// whole weeks.
const OFTEN: usize = 1_100;
/// Starts that are kept of all of them together.
const MOST: usize = 200_000;

/// A start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Start {
    /// When, in seconds since 1970.
    pub(super) at: i64,
    /// Of which recurring run: its place.
    pub(super) of: usize,
}

/// What was reckoned.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reckoned {
    /// The starts, in their order.
    pub(super) starts: Vec<Start>,
    /// The places of those that start too often to be drawn.
    pub(super) often: Vec<usize>,
    /// How many have a trigger that nobody can read.
    pub(super) unreadable: usize,
    /// For how many it was reckoned.
    pub(super) done: usize,
}

/// Reckons the starts of a time.
#[derive(Debug)]
pub(super) struct Reckoning {
    schedules: Arc<Schedules>,
    /// From after this moment on.
    after: OffsetDateTime,
    /// Until before this one.
    before: i64,
    most: usize,
    out: Reckoned,
}

impl Reckoning {
    /// Begins. `from` and `to` are seconds since 1970, and what starts at `to` is not told.
    pub(super) fn begin(schedules: Arc<Schedules>, from: i64, to: i64) -> Option<Self> {
        Some(Self {
            schedules,
            after: OffsetDateTime::from_unix_timestamp(from.checked_sub(1)?).ok()?,
            before: to,
            most: MOST,
            out: Reckoned::default(),
        })
    }

    /// Goes on until it is done or told to rest; whether it is done.
    pub(super) fn go_on(&mut self, mut rests: impl FnMut() -> bool) -> bool {
        let schedules = Arc::clone(&self.schedules);
        while let Some(schedule) = schedules.on.get(self.out.done) {
            if self.out.starts.len() >= self.most {
                break;
            }
            self.reckon(schedule, self.out.done);
            self.out.done += 1;
            if rests() {
                return self.out.done == schedules.on.len();
            }
        }
        true
    }

    /// What was reckoned.
    pub(super) fn finish(mut self) -> Reckoned {
        self.out.starts.sort_unstable();
        self.out
    }

    fn reckon(&mut self, schedule: &Schedule, place: usize) {
        let Ok(timetable) = Timetable::of(&schedule.trigger) else {
            self.out.unreadable += 1;
            return;
        };
        let created_at = schedule.created_at.unwrap_or(self.after);
        // KFP counts in UTC, unless its operator set another zone, which no call tells.
        let next = |moment: &OffsetDateTime| {
            let next = timetable.next_after(*moment, created_at, UtcOffset::UTC)?;
            (next.unix_timestamp() < self.before).then_some(next)
        };
        let first = next(&self.after.max(created_at));
        let before = self.out.starts.len();
        for at in std::iter::successors(first, next).take(OFTEN + 1) {
            let at = at.unix_timestamp();
            self.out.starts.push(Start { at, of: place });
        }
        if self.out.starts.len() - before > OFTEN {
            self.out.starts.truncate(before);
            self.out.often.push(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use kfp_core::model::{RecurringRunId, Trigger};

    use super::*;

    const HOUR: i64 = 3_600;
    const WEEK: i64 = 168 * HOUR;

    fn schedules(triggers: Vec<Trigger>) -> Arc<Schedules> {
        let on = triggers
            .into_iter()
            .enumerate()
            .map(|(at, trigger)| Schedule {
                id: RecurringRunId::new(format!("r-{at}")).expect("an id"),
                name: format!("r-{at}"),
                trigger,
                created_at: OffsetDateTime::from_unix_timestamp(10 * HOUR).ok(),
            });
        Arc::new(Schedules {
            on: on.collect(),
            ..Schedules::default()
        })
    }

    fn reckon(triggers: Vec<Trigger>, from: i64, to: i64) -> Reckoned {
        let mut reckoning = Reckoning::begin(schedules(triggers), from, to).expect("moments");
        assert!(reckoning.go_on(|| false));
        reckoning.finish()
    }

    #[test]
    fn starts_of_all_stand_in_their_order_and_none_before_its_making() {
        let told = reckon(
            vec![Trigger::cron("0 0 12 * * *"), Trigger::every(6 * HOUR)],
            0,
            36 * HOUR,
        );
        let told: Vec<_> = told
            .starts
            .iter()
            .map(|start| (start.at / HOUR, start.of))
            .collect();
        assert_eq!(told, [(12, 0), (16, 1), (22, 1), (28, 1), (34, 1)]);
        // The first moment belongs to it, the last does not.
        let daily = || vec![Trigger::cron("0 0 12 * * *")];
        assert_eq!(reckon(daily(), 36 * HOUR, 60 * HOUR).starts.len(), 1);
    }

    #[test]
    fn what_starts_all_the_time_is_told_and_not_drawn() {
        let told = reckon(
            vec![
                Trigger::cron("* * * * * *"),
                Trigger::cron("0 0 * * * *"),
                Trigger::every(1),
                Trigger::cron("nonsense"),
                Trigger::default(),
            ],
            WEEK,
            7 * WEEK,
        );
        assert_eq!((told.often, told.unreadable), (vec![0, 2], 1));
        assert_eq!(told.starts.len(), 1_008);
        assert_eq!(told.done, 5);
    }

    #[test]
    fn it_rests_when_it_is_told_to_and_goes_on_where_it_was() {
        let nightly = vec![Trigger::cron("0 0 2 * * *"); 2_000];
        let mut reckoning = Reckoning::begin(schedules(nightly), WEEK, 2 * WEEK).expect("moments");
        let mut steps = 0;
        loop {
            let mut count = 0;
            let rests = || {
                count += 1;
                count == 64
            };
            steps += 1;
            if reckoning.go_on(rests) {
                break;
            }
        }
        assert_eq!(steps, 32);
        assert_eq!(reckoning.finish().starts.len(), 14_000);
    }

    #[test]
    fn there_is_an_end_to_what_is_kept() {
        let hourly = vec![Trigger::cron("0 0 * * * *"); 10];
        let mut reckoning = Reckoning::begin(schedules(hourly), WEEK, 2 * WEEK).expect("moments");
        reckoning.most = 300;
        assert!(reckoning.go_on(|| false));
        let told = reckoning.finish();
        assert_eq!((told.done, told.starts.len()), (2, 336));
    }
}
