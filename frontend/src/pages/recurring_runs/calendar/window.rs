//! The days that the calendar shows, by the clock of the reader.

use time::{Date, Duration};

use crate::url_state::Span;

/// Seconds of a day whose clock is not changed.
const DAY: i64 = 86_400;

/// A day by the clock of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    /// Which.
    pub(super) date: Date,
    /// When it begins, in seconds since 1970.
    pub(super) starts_at: i64,
    /// How many seconds the clock is ahead of UTC all day; `None` on a day on which it changes.
    offset: Option<i64>,
}

/// Days that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The days.
    pub(super) days: Vec<Day>,
    /// When the last one ends.
    pub(super) ends_at: i64,
}

/// How many minutes the clock of the reader is ahead of UTC at a moment in seconds since 1970.
pub(super) trait Ahead: Fn(i64) -> i32 {}

impl<F: Fn(i64) -> i32> Ahead for F {}

impl Window {
    /// So many days from one on.
    pub(super) fn of(first: Date, count: usize, ahead: &impl Ahead) -> Self {
        let seconds = |moment: i64| i64::from(ahead(moment)) * 60;
        let mut dates = std::iter::successors(Some(first), |date| date.next_day());
        let dates: Vec<Date> = dates.by_ref().take(count + 1).collect();
        let starts: Vec<i64> = dates
            .iter()
            .map(|date| {
                let naive = date.midnight().assume_utc().unix_timestamp();
                let guess = naive - seconds(naive);
                naive - seconds(guess)
            })
            .collect();
        let days = dates.iter().zip(starts.windows(2)).map(|(date, ends)| {
            let (here, there) = (seconds(ends[0]), seconds(ends[1] - 1));
            Day {
                date: *date,
                starts_at: ends[0],
                offset: (here == there).then_some(here),
            }
        });
        Self {
            days: days.collect(),
            ends_at: starts.last().copied().unwrap_or_default(),
        }
    }

    /// When the first day begins.
    pub(super) fn starts_at(&self) -> i64 {
        self.days.first().map_or(self.ends_at, |day| day.starts_at)
    }
}

impl Day {
    /// The hour on the clock at a moment of the day.
    pub(super) fn hour(&self, moment: i64, ahead: &impl Ahead) -> usize {
        let offset = self.offset.unwrap_or_else(|| i64::from(ahead(moment)) * 60);
        let of_day = (moment + offset).rem_euclid(DAY);
        usize::try_from(of_day / 3_600).unwrap_or_default()
    }
}

/// The date on the clock of the reader.
pub(super) fn today(now: i64, ahead: &impl Ahead) -> Option<Date> {
    let local = now + i64::from(ahead(now)) * 60;
    let moment = time::OffsetDateTime::from_unix_timestamp(local).ok()?;
    Some(moment.date())
}

/// The first day of a view and how many days it has. A month is shown in whole weeks, which begin on Sunday.
pub(super) fn extent(span: Span, date: Date) -> (Date, usize) {
    match span {
        Span::Week => (date, 7),
        Span::Month => {
            let first = date.replace_day(1).unwrap_or(date);
            let before = i64::from(first.weekday().number_days_from_sunday());
            let start = first.checked_sub(Duration::days(before)).unwrap_or(first);
            let days = before + i64::from(date.month().length(date.year()));
            let weeks = days.div_euclid(7) + i64::from(days.rem_euclid(7) > 0);
            (start, usize::try_from(weeks * 7).unwrap_or(42))
        }
    }
}

/// The day at which the view before begins, or the one after. No view begins before today.
pub(super) fn neighbour(span: Span, date: Date, today: Date, is_later: bool) -> Option<Date> {
    let first = date.replace_day(1).ok()?;
    let there = match (span, is_later) {
        (Span::Week, true) => date.checked_add(Duration::WEEK)?,
        (Span::Week, false) => date.checked_sub(Duration::WEEK)?,
        (Span::Month, true) => {
            let next = first.checked_add(Duration::days(32))?;
            next.replace_day(1).ok()?
        }
        (Span::Month, false) => first.previous_day()?.replace_day(1).ok()?,
    };
    let is_here = match span {
        Span::Week => date == today,
        Span::Month => (date.year(), date.month()) == (today.year(), today.month()),
    };
    (is_later || !is_here).then(|| there.max(today))
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    /// Central Europe around the end of October 2026.
    fn europe(moment: i64) -> i32 {
        if moment < datetime!(2026-10-25 1:00 UTC).unix_timestamp() {
            120
        } else {
            60
        }
    }

    #[test]
    fn days_begin_at_midnight_of_the_reader() {
        let window = Window::of(date!(2026 - 11 - 27), 2, &|_| 540);
        assert_eq!(
            window.starts_at(),
            datetime!(2026-11-26 15:00 UTC).unix_timestamp()
        );
        assert_eq!(window.ends_at - window.starts_at(), 2 * DAY);
        let two_at_night = datetime!(2026-11-27 17:14 UTC).unix_timestamp();
        assert_eq!(window.days[1].hour(two_at_night, &|_| 540), 2);
    }

    #[test]
    fn a_day_on_which_the_clock_is_set_back_has_an_hour_more() {
        let window = Window::of(date!(2026 - 10 - 25), 1, &europe);
        assert_eq!(window.ends_at - window.starts_at(), DAY + 3_600);
        for (moment, hour) in [
            (datetime!(2026-10-24 22:00 UTC), 0),
            (datetime!(2026-10-25 0:30 UTC), 2),
            (datetime!(2026-10-25 1:30 UTC), 2),
            (datetime!(2026-10-25 22:30 UTC), 23),
        ] {
            let moment = moment.unix_timestamp();
            assert_eq!(window.days[0].hour(moment, &europe), hour, "{moment}");
        }
    }

    #[test]
    fn today_is_that_of_the_reader() {
        let late = datetime!(2026-11-26 16:00 UTC).unix_timestamp();
        assert_eq!(today(late, &|_| 540), Some(date!(2026 - 11 - 27)));
        assert_eq!(today(late, &|_| -300), Some(date!(2026 - 11 - 26)));
    }

    #[test]
    fn a_month_is_shown_in_whole_weeks() {
        let of = |date: Date| extent(Span::Month, date);
        assert_eq!(of(date!(2026 - 11 - 26)), (date!(2026 - 11 - 01), 35));
        assert_eq!(of(date!(2026 - 02 - 01)), (date!(2026 - 02 - 01), 28));
        assert_eq!(of(date!(2026 - 08 - 31)), (date!(2026 - 07 - 26), 42));
    }

    #[test]
    fn nothing_lies_before_today() {
        let today = date!(2026 - 11 - 26);
        let week = |date: Date, is_later| neighbour(Span::Week, date, today, is_later);
        assert_eq!(week(today, true), Some(date!(2026 - 12 - 03)));
        assert_eq!(week(date!(2026 - 12 - 03), false), Some(today));
        assert_eq!(week(date!(2026 - 11 - 28), false), Some(today));
        assert_eq!(week(today, false), None);
        let month = |date: Date, is_later| neighbour(Span::Month, date, today, is_later);
        assert_eq!(month(today, true), Some(date!(2026 - 12 - 01)));
        assert_eq!(
            month(date!(2027 - 01 - 31), false),
            Some(date!(2026 - 12 - 01))
        );
        assert_eq!(month(date!(2026 - 12 - 01), false), Some(today));
        assert_eq!(month(today, false), None);
    }
}
