//! Cron lines in words.

use std::fmt::{self, Write as _};
use std::time::Duration;

use super::cron::Fields;
use super::field::{Bounds, DAY_OF_MONTH, DAY_OF_WEEK, Field, HOUR, MINUTE, MONTH, SECOND};

const DAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// How many times of a day are listed one by one.
const LISTED_TIMES: usize = 6;

/// `every 1 hour and 30 minutes`
pub(super) fn every(f: &mut fmt::Formatter<'_>, interval: Duration) -> fmt::Result {
    let seconds = interval.as_secs();
    let units = [
        (seconds / 86_400, "day"),
        (seconds / 3_600 % 24, "hour"),
        (seconds / 60 % 60, "minute"),
        (seconds % 60, "second"),
    ];
    let parts: Vec<String> = units
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| counted(count, unit))
        .collect();
    match parts.as_slice() {
        [one] => match one.strip_prefix("1 ") {
            Some(unit) => write!(f, "every {unit}"),
            None => write!(f, "every {one}"),
        },
        parts => write!(f, "every {}", listed(parts)),
    }
}

pub(super) fn fields(f: &mut fmt::Formatter<'_>, fields: &Fields) -> fmt::Result {
    let time = time(fields);
    f.write_str(&time)?;
    let days = days(fields);
    if !days.is_empty() {
        write!(f, " {days}")?;
    } else if time.starts_with("at ") && !time.contains("every ") {
        f.write_str(" every day")?;
    }
    if !fields.month.is_all(&MONTH) {
        let name = |month: u8| MONTHS[usize::from(month - 1)].to_owned();
        write!(f, " {}", spans("in", fields.month, name))?;
    }
    Ok(())
}

/// When on a day.
fn time(fields: &Fields) -> String {
    let Fields {
        second,
        minute,
        hour,
        ..
    } = *fields;
    let all_hours = hour.is_all(&HOUR);
    match (second.single(), minute.single()) {
        (Some(second), Some(minute)) if all_hours => past_every_hour(second, minute),
        (Some(second), Some(minute)) => match hour.step(&HOUR) {
            // Midnight is 0 and so part of every step.
            Some(step) if hour.values().count() > LISTED_TIMES => {
                let past = past(second, minute);
                format!("{past} every {step} hours, beginning at midnight")
            }
            _ => at_times(hour, minute, second),
        },
        (Some(0), None) => {
            let every = often(minute, &MINUTE, "minute");
            every + &of_hours(hour, all_hours)
        }
        (Some(second), None) => {
            let every = often(minute, &MINUTE, "minute");
            format!(
                "at {} of {every}{}",
                ordinal_second(second),
                of_hours(hour, all_hours)
            )
        }
        (None, _) => {
            let mut text = often(second, &SECOND, "second");
            if !minute.is_all(&MINUTE) {
                let minutes = spans("in minute", minute, |minute| minute.to_string());
                write!(text, " {minutes}").expect("writing to a text does not fail");
            }
            text + &of_hours(hour, all_hours)
        }
    }
}

fn past_every_hour(second: u8, minute: u8) -> String {
    if second == 0 && minute == 0 {
        "at the start of every hour".to_owned()
    } else {
        format!("{} every hour", past(second, minute))
    }
}

/// `at 2 minutes and 30 seconds past`
fn past(second: u8, minute: u8) -> String {
    let parts = [(minute, "minute"), (second, "second")];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| counted(count.into(), unit))
        .collect();
    if parts.is_empty() {
        "on the hour".to_owned()
    } else {
        format!("at {} past", listed(&parts))
    }
}

fn at_times(hours: Field, minute: u8, second: u8) -> String {
    let time = |hour: u8| {
        if second == 0 {
            format!("{hour:02}:{minute:02}")
        } else {
            format!("{hour:02}:{minute:02}:{second:02}")
        }
    };
    if hours.values().count() > LISTED_TIMES {
        return format!(
            "{} the hour {}",
            past(second, minute),
            spans("of", hours, |hour| hour.to_string())
        );
    }
    let times: Vec<String> = hours.values().map(time).collect();
    format!("at {}", listed(&times))
}

/// `every minute`, `every 5 minutes`, `in minute 1, 2 and 5`
fn often(field: Field, bounds: &Bounds, unit: &str) -> String {
    if field.is_all(bounds) {
        format!("every {unit}")
    } else if let Some(step) = field.step(bounds).filter(|step| 60 % step == 0) {
        format!("every {step} {unit}s")
    } else {
        spans(&format!("in {unit}"), field, |value| value.to_string())
    }
}

fn of_hours(hours: Field, all: bool) -> String {
    if all {
        return String::new();
    }
    format!(" {}", spans("in the hour", hours, |hour| hour.to_string()))
}

fn ordinal_second(second: u8) -> String {
    format!("second {second}")
}

fn days(fields: &Fields) -> String {
    let Fields {
        day_of_month,
        day_of_week,
        ..
    } = *fields;
    let all_of_month = day_of_month.is_all(&DAY_OF_MONTH);
    let all_of_week = day_of_week.is_all(&DAY_OF_WEEK);
    let of_month = || spans("on day", day_of_month, |day| day.to_string()) + " of the month";
    let of_week = || week(day_of_week);
    // Without a star either day will do; then one that holds every day leaves the other without effect.
    let both_count = day_of_month.is_star || day_of_week.is_star;
    match (all_of_month, all_of_week) {
        (true, false) if both_count => of_week(),
        (false, true) if both_count => of_month(),
        (false, false) if both_count => {
            format!(
                "{} if it is {}",
                of_month(),
                of_week().replacen("on ", "", 1)
            )
        }
        (false, false) => format!("{} or {}", of_month(), of_week()),
        _ => String::new(),
    }
}

fn week(field: Field) -> String {
    spans("on", field, |day| DAYS[usize::from(day)].to_owned())
}

/// `on Monday, Wednesday and Friday`, `from Monday to Friday`
fn spans(before: &str, field: Field, name: impl Fn(u8) -> String) -> String {
    let mut runs: Vec<(u8, u8)> = Vec::new();
    for value in field.values() {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == value => *end = value,
            _ => runs.push((value, value)),
        }
    }
    if let [(start, end)] = runs.as_slice()
        && *end > *start + 1
    {
        let unit = before.split_once(' ').map_or("", |(_, unit)| unit);
        let space = if unit.is_empty() { "" } else { " " };
        return format!("from {unit}{space}{} to {}", name(*start), name(*end));
    }
    let parts: Vec<String> = runs
        .iter()
        .flat_map(|(start, end)| match end - start {
            0 => vec![name(*start)],
            1 => vec![name(*start), name(*end)],
            _ => vec![format!("{} to {}", name(*start), name(*end))],
        })
        .collect();
    format!("{before} {}", listed(&parts))
}

fn counted(count: u64, unit: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

fn listed(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use crate::schedule::Cron;

    #[test]
    fn lines_are_told_as_people_would() {
        for (line, words) in [
            ("* * * * * *", "every second"),
            ("*/10 * * * * *", "every 10 seconds"),
            ("0 * * * * *", "every minute"),
            ("0 */5 * * * *", "every 5 minutes"),
            (
                "0 */7 * * * *",
                "in minute 0, 7, 14, 21, 28, 35, 42, 49 and 56",
            ),
            ("30 * * * * *", "at second 30 of every minute"),
            ("0 0 * * * *", "at the start of every hour"),
            ("0 15 * * * *", "at 15 minutes past every hour"),
            (
                "30 2 * * * *",
                "at 2 minutes and 30 seconds past every hour",
            ),
            ("0 0 2 * * *", "at 02:00 every day"),
            ("15 0 2 * * *", "at 02:00:15 every day"),
            ("0 0 6,12,18 * * *", "at 06:00, 12:00 and 18:00 every day"),
            (
                "0 0 */6 * * *",
                "at 00:00, 06:00, 12:00 and 18:00 every day",
            ),
            (
                "0 30 */2 * * *",
                "at 30 minutes past every 2 hours, beginning at midnight",
            ),
            (
                "0 */10 9-17 * * MON-FRI",
                "every 10 minutes from the hour 9 to 17 from Monday to Friday",
            ),
            ("0 30 6 ? * MON-FRI", "at 06:30 from Monday to Friday"),
            ("0 0 0 * * SUN,WED", "at 00:00 on Sunday and Wednesday"),
            ("0 0 0 1,15 * ?", "at 00:00 on day 1 and 15 of the month"),
            (
                "0 0 0 1 1,7 *",
                "at 00:00 on day 1 of the month in January and July",
            ),
            ("0 0 0 * 6-8 *", "at 00:00 every day from June to August"),
            (
                "0 0 0 13 * FRI",
                "at 00:00 on day 13 of the month or on Friday",
            ),
            (
                "0 0 0 */10 * FRI",
                "at 00:00 on day 1, 11, 21 and 31 of the month if it is Friday",
            ),
            ("0 0 0 1-31 * FRI", "at 00:00 every day"),
            ("@daily", "at 00:00 every day"),
            ("@weekly", "at 00:00 on Sunday"),
            ("@every 1h30m", "every 1 hour and 30 minutes"),
            ("@every 24h", "every day"),
            ("@every 1s", "every second"),
        ] {
            assert_eq!(line.parse::<Cron>().unwrap().to_string(), words, "{line}");
        }
    }
}
