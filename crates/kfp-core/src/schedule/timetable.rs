//! When a recurring run fires, whatever makes it.

use time::{Duration, OffsetDateTime};

use super::cron::Cron;
use super::error::InvalidCron;
use super::rhythm::Rhythm;
use super::words;
use super::zone::{Zone, local};
use crate::model::Trigger;

/// The trigger of a recurring run, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timetable {
    kind: Kind,
    start: Option<OffsetDateTime>,
    end: Option<OffsetDateTime>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Once,
    Cron(Cron),
    Interval(Duration),
}

/// Why a trigger cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidTrigger {
    /// It has both a cron line and an interval.
    #[error("it has both a cron line and an interval")]
    Both,
    /// Its cron line is none.
    #[error("the cron line cannot be used: {0}")]
    Cron(InvalidCron),
    /// Its interval is not at least one second, or longer than a century.
    #[error("the interval is not at least one second, or longer than a century")]
    Interval,
    /// It ends before it begins.
    #[error("it ends before it begins")]
    Backwards,
}

impl Timetable {
    /// Reads a trigger.
    ///
    /// # Errors
    /// [`InvalidTrigger`] says what KFP would refuse, or would take and never fire.
    pub fn of(trigger: &Trigger) -> Result<Self, InvalidTrigger> {
        let (kind, start, end) = match (&trigger.cron_schedule, &trigger.periodic_schedule) {
            (Some(_), Some(_)) => return Err(InvalidTrigger::Both),
            (None, None) => (Kind::Once, None, None),
            (Some(schedule), None) => {
                let cron: Cron = schedule.cron.parse().map_err(InvalidTrigger::Cron)?;
                // KFP counts `@every` from the last firing, as it counts an interval.
                let kind = cron.interval().map_or(Kind::Cron(cron), Kind::Interval);
                (kind, schedule.start_time, schedule.end_time)
            }
            (None, Some(schedule)) => {
                let seconds = schedule.interval_second;
                if !(1..100 * 366 * 86_400).contains(&seconds) {
                    return Err(InvalidTrigger::Interval);
                }
                let interval = Kind::Interval(Duration::seconds(seconds));
                (interval, schedule.start_time, schedule.end_time)
            }
        };
        if start.zip(end).is_some_and(|(start, end)| end <= start) {
            return Err(InvalidTrigger::Backwards);
        }
        Ok(Self { kind, start, end })
    }

    /// What makes it fire, for words in another language than that of its [`Display`](std::fmt::Display).
    pub fn rhythm(&self) -> Rhythm {
        match &self.kind {
            Kind::Once => Rhythm::Once,
            Kind::Cron(cron) => cron.rhythm(),
            Kind::Interval(interval) => Rhythm::Every(*interval),
        }
    }

    /// The first firing after a moment, in the zone's offset; `None` when there is none.
    ///
    /// `last` is the planned time of the last firing, else the creation; an interval counts from it, or from its start. Firings
    /// that were missed are not told: those KFP makes up for at once.
    pub fn next_after(
        &self,
        moment: OffsetDateTime,
        last: OffsetDateTime,
        zone: impl Zone,
    ) -> Option<OffsetDateTime> {
        let next = match &self.kind {
            Kind::Once => return None,
            Kind::Cron(cron) => {
                let from = self.start.map_or(moment, |start| start.max(moment));
                cron.next_after(from, &zone)?
            }
            Kind::Interval(interval) => {
                let from = self.start.map_or(last, |start| start.max(last));
                let passed = (moment - from).whole_seconds().max(0);
                let rounds = passed / interval.whole_seconds() + 1;
                let ahead = interval.whole_seconds().checked_mul(rounds)?;
                local(&zone, from.checked_add(Duration::seconds(ahead))?)?
            }
        };
        self.end.is_none_or(|end| next <= end).then_some(next)
    }
}

impl std::fmt::Display for Timetable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.kind {
            Kind::Once => f.write_str("once, when it is created"),
            Kind::Cron(cron) => write!(f, "{cron}"),
            Kind::Interval(interval) => words::every(f, interval.unsigned_abs()),
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{datetime, offset};

    use super::*;

    const CREATED: OffsetDateTime = datetime!(2026-11-25 9:15 UTC);

    fn next(trigger: &Trigger, moment: OffsetDateTime) -> Option<OffsetDateTime> {
        Timetable::of(trigger)
            .unwrap()
            .next_after(moment, CREATED, offset!(UTC))
    }

    #[test]
    fn an_interval_counts_from_the_last_firing() {
        let hourly = Trigger::every(3600);
        assert_eq!(
            next(&hourly, CREATED),
            Some(datetime!(2026-11-25 10:15 UTC))
        );
        let cron = Trigger::cron("@every 1h");
        for moment in [CREATED, datetime!(2026-11-25 9:45 UTC)] {
            assert_eq!(next(&cron, moment), Some(datetime!(2026-11-25 10:15 UTC)));
        }
        assert_eq!(
            next(&hourly, datetime!(2026-11-25 10:15 UTC)),
            Some(datetime!(2026-11-25 11:15 UTC))
        );
        assert_eq!(
            next(&hourly, datetime!(2026-11-26 0:00 UTC)),
            Some(datetime!(2026-11-26 0:15 UTC))
        );
    }

    #[test]
    fn nothing_fires_outside_of_the_window() {
        let mut nightly = Trigger::cron("0 0 2 * * *");
        if let Some(schedule) = &mut nightly.cron_schedule {
            schedule.start_time = Some(datetime!(2026-12-01 2:00 UTC));
            schedule.end_time = Some(datetime!(2026-12-03 2:00 UTC));
        }
        assert_eq!(
            next(&nightly, CREATED),
            Some(datetime!(2026-12-02 2:00 UTC))
        );
        assert_eq!(
            next(&nightly, datetime!(2026-12-02 3:00 UTC)),
            Some(datetime!(2026-12-03 2:00 UTC))
        );
        assert_eq!(next(&nightly, datetime!(2026-12-03 2:00 UTC)), None);
        let mut every = Trigger::every(60);
        if let Some(schedule) = &mut every.periodic_schedule {
            schedule.start_time = Some(datetime!(2026-11-26 0:00 UTC));
        }
        assert_eq!(next(&every, CREATED), Some(datetime!(2026-11-26 0:01 UTC)));
    }

    #[test]
    fn a_trigger_that_never_fires_is_refused() {
        assert_eq!(next(&Trigger::default(), CREATED), None);
        for (trigger, told) in [
            (Trigger::every(0), "the interval is not at least one second"),
            (
                Trigger::every(i64::MAX),
                "the interval is not at least one second",
            ),
            (
                Trigger::cron("0 2 * *"),
                "the cron line cannot be used: it has 4 fields",
            ),
        ] {
            let error = Timetable::of(&trigger).unwrap_err().to_string();
            assert!(error.starts_with(told), "{error}");
        }
        let both = Trigger {
            cron_schedule: Trigger::cron("@daily").cron_schedule,
            ..Trigger::every(60)
        };
        assert_eq!(Timetable::of(&both), Err(InvalidTrigger::Both));
        let words = |trigger: &Trigger| Timetable::of(trigger).unwrap().to_string();
        assert_eq!(words(&Trigger::every(5400)), "every 1 hour and 30 minutes");
        assert_eq!(words(&Trigger::default()), "once, when it is created");
    }
}
