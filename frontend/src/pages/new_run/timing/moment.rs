//! Moments as people write them: a date, perhaps with a time, perhaps with an offset. Pure.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::super::reading::Fault;

/// How many minutes the clock of the reader is ahead of UTC at a moment, given in seconds since 1970.
pub(in crate::pages::new_run) type Clock = fn(i64) -> i32;

/// Reads a moment; `None` when nothing is written. Without an offset it is one on the clock of the reader.
///
/// # Errors
/// When it is no moment, or its day is on no calendar.
pub(super) fn moment(text: &str, clock: Clock) -> Result<Option<OffsetDateTime>, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let (day, rest) = text.split_at_checked(10).ok_or(Fault::NoMoment)?;
    let day = date(day)?;
    let Some(rest) = rest.strip_prefix(['T', 't', ' ']) else {
        return if rest.is_empty() {
            on_clock(day.midnight(), clock).map(Some)
        } else {
            Err(Fault::NoMoment)
        };
    };
    let (time_of_day, offset) = split_offset(rest.trim());
    let at = PrimitiveDateTime::new(day, time(time_of_day).ok_or(Fault::NoMoment)?);
    match offset {
        None => on_clock(at, clock).map(Some),
        Some(offset) => {
            let offset = offset_of(offset).ok_or(Fault::NoMoment)?;
            Ok(Some(at.assume_offset(offset).to_offset(UtcOffset::UTC)))
        }
    }
}

/// Writes a moment as KFP takes it.
pub(super) fn rfc3339(at: OffsetDateTime) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", at.date())
}

/// A moment on the clock of the reader. Of one that the clock skips, the clock before it was put forward counts.
fn on_clock(at: PrimitiveDateTime, clock: Clock) -> Result<OffsetDateTime, Fault> {
    let naive = at.assume_utc().unix_timestamp();
    let guess = naive - i64::from(clock(naive)) * 60;
    let seconds = naive - i64::from(clock(guess)) * 60;
    OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| Fault::NoMoment)
}

fn date(text: &str) -> Result<Date, Fault> {
    let mut parts = text.split('-');
    let [year, month, day] = [parts.next(), parts.next(), parts.next()];
    let whole = parts.next().is_none();
    let year = year
        .and_then(|text| digits(text, 4))
        .ok_or(Fault::NoMoment)?;
    let month = month
        .and_then(|text| digits(text, 2))
        .ok_or(Fault::NoMoment)?;
    let day = day
        .and_then(|text| digits(text, 2))
        .ok_or(Fault::NoMoment)?;
    if !whole {
        return Err(Fault::NoMoment);
    }
    let date = u8::try_from(month)
        .ok()
        .and_then(|month| Month::try_from(month).ok())
        .zip(u8::try_from(day).ok())
        .and_then(|(month, day)| Date::from_calendar_date(i32::from(year), month, day).ok());
    date.ok_or(Fault::NoSuchDay)
}

fn time(text: &str) -> Option<Time> {
    let mut parts = text.trim_end().split(':');
    let hour = digits(parts.next()?, 2)?;
    let minute = digits(parts.next()?, 2)?;
    let second = match parts.next() {
        None => 0,
        Some(text) => {
            let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
            let is_number = !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit());
            digits(whole, 2).filter(|_| is_number)?
        }
    };
    if parts.next().is_some() {
        return None;
    }
    let [hour, minute, second] = [hour, minute, second].map(u8::try_from);
    Time::from_hms(hour.ok()?, minute.ok()?, second.ok()?).ok()
}

/// The time and what tells its offset.
fn split_offset(text: &str) -> (&str, Option<&str>) {
    match text.rfind(['Z', 'z', '+', '-']) {
        Some(at) => (&text[..at], Some(&text[at..])),
        None => (text, None),
    }
}

/// `Z`, `+09:00`, `+0900`, `+09`
fn offset_of(text: &str) -> Option<UtcOffset> {
    if matches!(text, "Z" | "z") {
        return Some(UtcOffset::UTC);
    }
    let (sign, rest) = match text.strip_prefix('+') {
        Some(rest) => (1, rest),
        None => (-1, text.strip_prefix('-')?),
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some(both) => both,
        None => rest.split_at_checked(2)?,
    };
    let minutes = if minutes.is_empty() { "00" } else { minutes };
    let [hours, minutes] = [digits(hours, 2)?, digits(minutes, 2)?];
    let [hours, minutes] = [hours, minutes].map(i8::try_from);
    UtcOffset::from_hms(sign * hours.ok()?, sign * minutes.ok()?, 0).ok()
}

fn digits(text: &str, count: usize) -> Option<u16> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_number)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Seoul.
    fn seoul(_: i64) -> i32 {
        9 * 60
    }

    fn read(text: &str) -> Result<Option<String>, Fault> {
        Ok(moment(text, seoul)?.map(rfc3339))
    }

    #[test]
    fn a_moment_is_read_by_the_clock_of_the_reader_or_by_its_own_offset() {
        for (text, told) in [
            ("2026-11-06", "2026-11-05T15:00:00Z"),
            ("2026-11-06 09:00", "2026-11-06T00:00:00Z"),
            (" 2026-11-06T09:00:30 ", "2026-11-06T00:00:30Z"),
            ("2026-11-06T00:00:00.00Z", "2026-11-06T00:00:00Z"),
            ("2026-11-06 09:00 +09:00", "2026-11-06T00:00:00Z"),
            ("2026-11-06T09:00-0330", "2026-11-06T12:30:00Z"),
            ("2026-11-06t09:00:00+01", "2026-11-06T08:00:00Z"),
        ] {
            assert_eq!(read(text), Ok(Some(told.to_owned())), "{text}");
        }
        assert_eq!(read("  "), Ok(None));
    }

    #[test]
    fn what_is_no_moment_is_told_from_a_day_that_there_is_not() {
        for text in ["2026-02-31", "2026-13-01 09:00", "2025-02-29T00:00:00Z"] {
            assert_eq!(read(text), Err(Fault::NoSuchDay), "{text}");
        }
        for text in [
            "tomorrow",
            "6.11.2026",
            "2026-11-6",
            "2026-11-06 9",
            "2026-11-06 25:00",
            "2026-11-06T09:00:00.Z",
            "2026-11-06T09:00:00+9",
            "2026-11-06x09:00",
            "2026-11-06 09:00:00:00",
            "가나다라마바사",
        ] {
            assert_eq!(read(text), Err(Fault::NoMoment), "{text}");
        }
    }

    #[test]
    fn a_clock_that_is_put_forward_is_asked_at_the_moment_itself() {
        // Ahead by one hour until the first of January 1970, 10:00 in UTC, then by two.
        fn forward(seconds: i64) -> i32 {
            if seconds < 36_000 { 60 } else { 120 }
        }
        let at = |text| moment(text, forward).expect("a moment").map(rfc3339);
        assert_eq!(
            at("1970-01-01 10:59"),
            Some("1970-01-01T09:59:00Z".to_owned())
        );
        assert_eq!(
            at("1970-01-01 12:00"),
            Some("1970-01-01T10:00:00Z".to_owned())
        );
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(seconds in 0_i64..253_402_300_799) {
            let at = OffsetDateTime::from_unix_timestamp(seconds).expect("a moment");
            prop_assert_eq!(moment(&rfc3339(at), seoul), Ok(Some(at)));
        }

        #[test]
        fn no_text_breaks_the_reader(text in "\\PC{0,30}|[0-9T:Z+ -]{0,30}") {
            let _read = moment(&text, seoul);
        }
    }
}
