//! A cron line.

use std::str::FromStr;

use time::{Duration, OffsetDateTime, Time};

use super::CronError;
use super::field::{DAYS, Field, HOURS, MONTHS, SECONDS, WEEKDAYS};

/// A cron line that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CronExpression(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Seconds, minutes, hours, days of the month, months, days of the week.
    Fields([Field; 6]),
    /// From one time to the next.
    Every(Duration),
}

/// How far back the last time of a line is looked for, one span after another. What does not fire in one of them fires
/// at most some thousand times in the next.
const WINDOWS: [Duration; 5] = [
    Duration::MINUTE,
    Duration::HOUR,
    Duration::DAY,
    Duration::days(31),
    Duration::days(366),
];

/// A time that does not come within this is never.
const YEARS_AHEAD: i32 = 5;

impl FromStr for CronExpression {
    type Err = CronError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(CronError::Empty);
        }
        let text = match text {
            "@yearly" | "@annually" => "0 0 0 1 1 *",
            "@monthly" => "0 0 0 1 * *",
            "@weekly" => "0 0 0 * * 0",
            "@daily" | "@midnight" => "0 0 0 * * *",
            "@hourly" => "0 0 * * * *",
            other => other,
        };
        if text.starts_with('@') {
            let span = text
                .strip_prefix("@every ")
                .ok_or_else(|| CronError::Descriptor {
                    text: text.to_owned(),
                })?;
            let every = go_duration(span).ok_or_else(|| CronError::Duration {
                line: text.to_owned(),
                text: span.to_owned(),
            })?;
            // Fractions are dropped, and nothing is faster than a second.
            return Ok(Self(Kind::Every(Duration::seconds(
                every.whole_seconds().max(1),
            ))));
        }
        let mut words: Vec<&str> = text.split_whitespace().collect();
        if words.len() == 5 {
            words.push("*");
        }
        let [second, minute, hour, day, month, weekday] = words.as_slice() else {
            return Err(CronError::Fields {
                found: text.split_whitespace().count(),
                line: text.to_owned(),
            });
        };
        Ok(Self(Kind::Fields([
            Field::parse(second, SECONDS)?,
            Field::parse(minute, SECONDS)?,
            Field::parse(hour, HOURS)?,
            Field::parse(day, DAYS)?,
            Field::parse(month, MONTHS)?,
            Field::parse(weekday, WEEKDAYS)?,
        ])))
    }
}

impl CronExpression {
    /// The first time after `after`, in whole seconds of its time zone; `None` if there is none in five years.
    pub fn next_after(&self, after: OffsetDateTime) -> Option<OffsetDateTime> {
        let whole = after.replace_nanosecond(0).ok()?;
        let fields = match &self.0 {
            Kind::Every(every) => return whole.checked_add(*every),
            Kind::Fields(fields) => fields,
        };
        let mut at = whole.checked_add(Duration::SECOND)?;
        let last_year = at.year() + YEARS_AHEAD;
        while at.year() <= last_year {
            if !fields[4].contains(u8::from(at.month())) {
                at = first_of_next_month(at)?;
            } else if !day_matches(fields, at) {
                at = at.replace_time(Time::MIDNIGHT).checked_add(Duration::DAY)?;
            } else if !fields[2].contains(at.hour()) {
                at = at
                    .replace_minute(0)
                    .ok()?
                    .replace_second(0)
                    .ok()?
                    .checked_add(Duration::HOUR)?;
            } else if !fields[1].contains(at.minute()) {
                at = at.replace_second(0).ok()?.checked_add(Duration::MINUTE)?;
            } else if !fields[0].contains(at.second()) {
                at = at.checked_add(Duration::SECOND)?;
            } else {
                return Some(at);
            }
        }
        None
    }
}

impl CronExpression {
    /// The last time until `until` of those that follow one another from `first` on, which is one of them; `first` if
    /// it is later.
    pub(super) fn last_until(
        &self,
        first: OffsetDateTime,
        until: OffsetDateTime,
    ) -> OffsetDateTime {
        if let Kind::Every(every) = self.0 {
            let passed = (until - first).whole_seconds().max(0);
            let every = every.whole_seconds().max(1);
            return first
                .checked_add(Duration::seconds(passed - passed % every))
                .unwrap_or(first);
        }
        // A line may fire every second for years: its last times are looked for backwards, in windows that grow.
        let mut last = first;
        for window in WINDOWS {
            let Some(begin) = until.checked_sub(window).filter(|begin| *begin > first) else {
                break;
            };
            if let Some(found) = self.next_after(begin).filter(|found| *found <= until) {
                last = found;
                break;
            }
        }
        while let Some(later) = self.next_after(last).filter(|later| *later <= until) {
            last = later;
        }
        last
    }
}

fn first_of_next_month(at: OffsetDateTime) -> Option<OffsetDateTime> {
    let first = at.replace_day(1).ok()?.replace_time(Time::MIDNIGHT);
    let next = first.checked_add(Duration::days(31))?;
    next.replace_day(1).ok()
}

/// Both kinds of days must match if one of them is a star, else one of them is enough.
fn day_matches(fields: &[Field; 6], at: OffsetDateTime) -> bool {
    let day = fields[3].contains(at.day());
    let weekday = fields[5].contains(at.weekday().number_days_from_sunday());
    if fields[3].is_star || fields[5].is_star {
        day && weekday
    } else {
        day || weekday
    }
}

/// A duration as Go writes it: numbers with units, such as `1h30m`.
fn go_duration(text: &str) -> Option<Duration> {
    let mut total = Duration::ZERO;
    let mut rest = text;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, tail) = rest.split_at(digits);
        let unit_length = tail
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_length);
        let seconds = match unit {
            "h" => 3_600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 0.001,
            _ => return None,
        };
        let number: f64 = number.parse().ok()?;
        total = total.checked_add(Duration::checked_seconds_f64(number * seconds)?)?;
        rest = tail;
    }
    Some(total)
}
