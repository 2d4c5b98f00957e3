//! What stands in the fields of the timing, and how it is filled in. Pure.

use kfp_core::{
    model::Trigger,
    schedule::{Rhythm, Timetable},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::moment::rfc3339;
use crate::data::Recurs;

/// A unit of an interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::pages::new_run) enum Unit {
    /// Seconds.
    Seconds,
    /// Minutes.
    Minutes,
    /// Hours.
    #[default]
    Hours,
    /// Days of 24 hours.
    Days,
}

impl Unit {
    /// All of them, the longest last.
    pub(in crate::pages::new_run) const ALL: [Self; 4] =
        [Self::Seconds, Self::Minutes, Self::Hours, Self::Days];

    pub(super) fn seconds(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3_600,
            Self::Days => 86_400,
        }
    }

    /// The letter of the command line.
    fn letter(self) -> char {
        match self {
            Self::Seconds => 's',
            Self::Minutes => 'm',
            Self::Hours => 'h',
            Self::Days => 'd',
        }
    }
}

/// An interval in the longest unit that measures it.
fn measured(seconds: i64) -> (i64, Unit) {
    let units = Unit::ALL.into_iter().rev();
    let unit = units
        .into_iter()
        .find(|unit| seconds % unit.seconds() == 0)
        .unwrap_or(Unit::Seconds);
    (seconds / unit.seconds(), unit)
}

/// An interval as the command line takes it: `90s`, `2h`.
pub(super) fn interval(seconds: i64) -> String {
    let (count, unit) = measured(seconds);
    format!("{count}{}", unit.letter())
}

/// What stands in the fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::pages::new_run) struct TimingDraft {
    /// Whether an interval counts, and not the cron line.
    pub(in crate::pages::new_run) by_interval: bool,
    /// The cron line.
    pub(in crate::pages::new_run) cron: String,
    /// How many units the interval has.
    pub(in crate::pages::new_run) every: String,
    /// The unit of the interval.
    pub(in crate::pages::new_run) unit: Unit,
    /// Nothing starts before.
    pub(in crate::pages::new_run) start: String,
    /// Nothing starts after.
    pub(in crate::pages::new_run) end: String,
    /// How many runs may go on at a time.
    pub(in crate::pages::new_run) at_a_time: u8,
    /// Whether starts that were missed stay missed.
    pub(in crate::pages::new_run) no_catchup: bool,
    /// Whether it is made switched off.
    pub(in crate::pages::new_run) is_off: bool,
}

impl Default for TimingDraft {
    fn default() -> Self {
        Self {
            by_interval: false,
            cron: String::new(),
            every: "1".to_owned(),
            unit: Unit::default(),
            start: String::new(),
            end: String::new(),
            at_a_time: 1,
            no_catchup: false,
            is_off: false,
        }
    }
}

impl TimingDraft {
    /// That of a cron line. An interval that is written as one is one.
    pub(in crate::pages::new_run) fn of_cron(line: &str) -> Self {
        let timetable = Timetable::of(&Trigger::cron(line));
        let draft = Self::default();
        match timetable.map(|timetable| timetable.rhythm()) {
            Ok(Rhythm::Every(interval)) => draft.every(interval.whole_seconds()),
            _ => Self {
                cron: line.to_owned(),
                ..draft
            },
        }
    }

    /// That of a recurring run.
    pub(in crate::pages::new_run) fn of(recurs: &Recurs) -> Self {
        let (start, end) = window(&recurs.trigger);
        let written = |at: Option<OffsetDateTime>| at.map_or_else(String::new, rfc3339);
        let draft = match (
            &recurs.trigger.periodic_schedule,
            &recurs.trigger.cron_schedule,
        ) {
            (Some(periodic), _) => Self::default().every(periodic.interval_second),
            (None, Some(cron)) => Self::of_cron(&cron.cron),
            (None, None) => Self::default(),
        };
        Self {
            start: written(start),
            end: written(end),
            at_a_time: recurs.at_a_time,
            no_catchup: recurs.no_catchup,
            is_off: !recurs.is_on,
            ..draft
        }
    }

    fn every(self, seconds: i64) -> Self {
        let (count, unit) = measured(seconds);
        Self {
            by_interval: true,
            every: count.to_string(),
            unit,
            ..self
        }
    }
}

/// The window of a trigger.
pub(super) fn window(trigger: &Trigger) -> (Option<OffsetDateTime>, Option<OffsetDateTime>) {
    match (&trigger.cron_schedule, &trigger.periodic_schedule) {
        (Some(cron), _) => (cron.start_time, cron.end_time),
        (None, Some(periodic)) => (periodic.start_time, periodic.end_time),
        (None, None) => (None, None),
    }
}
