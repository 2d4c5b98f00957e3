//! Cron lines.

use std::fmt;
use std::time::Duration;

use super::error::InvalidCron;
use super::field::{DAY_OF_MONTH, DAY_OF_WEEK, Field, HOUR, MINUTE, MONTH, SECOND};
use super::rhythm::{CronFields, Rhythm};
use super::words;

/// A cron line as KFP reads it. Prints itself in words.
///
/// Takes five or six fields (second, minute, hour, day of the month, month, and perhaps day of the week), and `@yearly`,
/// `@annually`, `@monthly`, `@weekly`, `@daily`, `@midnight`, `@hourly`, and `@every` with a duration. In a field stand `*` or
/// `?`, numbers, names of months and days, ranges, steps, and lists of these. A day counts when either of its fields holds it,
/// or both when one of them begins with a star.
///
/// # Spec
/// <https://github.com/kubeflow/pipelines/blob/7b70c7b/backend/src/crd/controller/scheduledworkflow/util/cron_schedule.go>
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cron {
    pub(super) when: When,
    fields: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum When {
    Fields(Fields),
    /// Whole seconds, at least one.
    Every(Duration),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Fields {
    pub(super) second: Field,
    pub(super) minute: Field,
    pub(super) hour: Field,
    pub(super) day_of_month: Field,
    pub(super) month: Field,
    pub(super) day_of_week: Field,
}

impl Cron {
    /// How many fields the line has: 5, 6, or 0 for a word such as `@daily`. Whoever wrote five probably thinks of crontab, which
    /// begins with the minute: see [`UnixCron`](super::UnixCron).
    pub fn field_count(&self) -> usize {
        self.fields
    }

    pub(super) fn rhythm(&self) -> Rhythm {
        match &self.when {
            When::Fields(fields) => Rhythm::Fields(CronFields(*fields)),
            When::Every(interval) => {
                Rhythm::Every(time::Duration::try_from(*interval).unwrap_or(time::Duration::MAX))
            }
        }
    }
}

impl std::str::FromStr for Cron {
    type Err = InvalidCron;

    fn from_str(line: &str) -> Result<Self, InvalidCron> {
        let line = line.trim();
        if let Some(word) = line.strip_prefix('@') {
            let when = descriptor(word)?;
            return Ok(Self { when, fields: 0 });
        }
        let parts: Vec<&str> = line.split_whitespace().collect();
        match parts.as_slice() {
            [] => Err(InvalidCron::Empty),
            [first, ..] if first.starts_with("TZ=") || first.starts_with("CRON_TZ=") => {
                Err(InvalidCron::Zone)
            }
            [second, minute, hour, day_of_month, month, rest @ ..] if rest.len() < 2 => {
                let fields = Fields {
                    second: Field::parse(second, &SECOND)?,
                    minute: Field::parse(minute, &MINUTE)?,
                    hour: Field::parse(hour, &HOUR)?,
                    day_of_month: Field::parse(day_of_month, &DAY_OF_MONTH)?,
                    month: Field::parse(month, &MONTH)?,
                    day_of_week: match rest {
                        [day_of_week, ..] => Field::parse(day_of_week, &DAY_OF_WEEK)?,
                        [] => Field::every(&DAY_OF_WEEK),
                    },
                };
                Ok(Self {
                    when: When::Fields(fields),
                    fields: parts.len(),
                })
            }
            parts => Err(InvalidCron::Fields { found: parts.len() }),
        }
    }
}

fn descriptor(word: &str) -> Result<When, InvalidCron> {
    let daily = Fields {
        second: Field::only(0),
        minute: Field::only(0),
        hour: Field::only(0),
        day_of_month: Field::every(&DAY_OF_MONTH),
        month: Field::every(&MONTH),
        day_of_week: Field::every(&DAY_OF_WEEK),
    };
    let fields = match word {
        "yearly" | "annually" => Fields {
            day_of_month: Field::only(1),
            month: Field::only(1),
            ..daily
        },
        "monthly" => Fields {
            day_of_month: Field::only(1),
            ..daily
        },
        "weekly" => Fields {
            day_of_week: Field::only(0),
            ..daily
        },
        "daily" | "midnight" => daily,
        "hourly" => Fields {
            hour: Field::every(&HOUR),
            ..daily
        },
        _ => {
            let duration = word.strip_prefix("every ").and_then(duration);
            return duration.map(When::Every).ok_or(InvalidCron::Descriptor);
        }
    };
    Ok(When::Fields(fields))
}

/// Go's durations, as far as they come to whole seconds: `1h30m`, `90s`, `1.5h`. Less than a second is one second.
fn duration(text: &str) -> Option<Duration> {
    const UNITS: [(&str, u64); 4] = [("ms", 1), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)];
    let mut rest = text;
    let mut millis = 0_u64;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, from_unit) = rest.split_at(end);
        let (unit, factor) = UNITS
            .into_iter()
            .find(|(name, _)| from_unit.starts_with(name))?;
        millis = millis.checked_add(times(number, factor)?)?;
        rest = &from_unit[unit.len()..];
    }
    // More than a human lifetime is a mistake, and would not fit the calendar.
    let seconds = (millis / 1000).max(1);
    (!text.is_empty() && seconds < 100 * 366 * 86_400).then(|| Duration::from_secs(seconds))
}

/// A decimal number of digits and at most one point, times a factor of at most nine digits, rounded down. Reading it as a
/// floating point number would bring the tables for that into the browser.
fn times(number: &str, factor: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let read = |digits: &str| match digits {
        "" => Some(0_u64),
        digits => digits.parse().ok(),
    };
    let (fraction, beyond) = fraction.split_at(fraction.len().min(9));
    if beyond.contains('.') {
        return None;
    }
    let tenths = 10_u64.pow(u32::try_from(fraction.len()).ok()?);
    let part = read(fraction)?.checked_mul(factor)? / tenths;
    read(whole)?.checked_mul(factor)?.checked_add(part)
}

impl fmt::Display for Cron {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.when {
            When::Fields(fields) => words::fields(f, fields),
            When::Every(interval) => words::every(f, *interval),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(line: &str) -> String {
        line.parse::<Cron>().unwrap_err().to_string()
    }

    #[test]
    fn what_kfp_takes_is_read() {
        for line in [
            "0 0 2 * * *",
            "0 0 2 * *",
            " 0   0 2 ? * ? ",
            "*/5 1-10/3 0,12 1,15,31 JAN-mar SUN,sat",
            "10/20 * * * *",
            "0 0 0 31 2 *",
            "@daily",
            "@every 1h30m",
            "@every 90s",
            "@every 100ms",
            "*/100 * * * * *",
        ] {
            assert!(line.parse::<Cron>().is_ok(), "{line}: {}", error(line));
        }
    }

    #[test]
    fn what_kfp_refuses_is_refused_with_the_part() {
        for (line, told) in [
            ("", "it is empty"),
            ("   ", "it is empty"),
            ("0 0 2 *", "it has 4 fields"),
            ("0 0 2 * * * 2026", "it has 7 fields"),
            ("TZ=Asia/Seoul 0 0 2 * * *", "it names a zone"),
            (
                "0 0 24 * * *",
                "`24` is not within 0 to 23, as a hour has to be",
            ),
            ("0 0 0 0 * *", "`0` is not within 1 to 31"),
            ("0 0 0 * * 7", "`7` is not within 0 to 6"),
            ("0 0 0 * 13 *", "`13` is not within 1 to 12"),
            ("0 x 0 * * *", "`x` is no minute"),
            ("0 -1 0 * * *", "`` is no minute"),
            ("0 0 5-1 * * *", "`5-1` runs backwards"),
            ("0 */0 * * * *", "the step of `*/0`"),
            ("0 */x * * * *", "the step of `*/x`"),
            ("0 , * * * *", "the minute is empty"),
            ("nonsense", "it has 1 fields"),
            ("@noon", "`@` is followed by none"),
            ("@every", "`@` is followed by none"),
            ("@every day", "`@` is followed by none"),
            ("@every 1000000000h", "`@` is followed by none"),
        ] {
            assert!(error(line).starts_with(told), "{line}: {}", error(line));
        }
    }

    #[test]
    fn a_duration_is_the_sum_of_its_parts_and_at_least_a_second() {
        let seconds = |text: &str| duration(text).map(|duration| duration.as_secs());
        for (text, expected) in [
            ("1h30m", 5400),
            ("1.5h", 5400),
            (".5h", 1800),
            ("2.h", 7200),
            ("90s1500ms", 91),
            ("0.0166666666666666666h", 59),
            ("100ms", 1),
            ("0s", 1),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
        for text in [
            "",
            "1",
            "h",
            ".h",
            "1.2.3h",
            "1.123456789.h",
            "-1h",
            "1d",
            "99999999999999999999h",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn the_number_of_fields_is_told() {
        for (line, count) in [("0 2 * * *", 5), ("0 0 2 * * *", 6), ("@daily", 0)] {
            assert_eq!(line.parse::<Cron>().unwrap().field_count(), count);
        }
    }
}
