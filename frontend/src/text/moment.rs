//! How a moment in the past is told: the nearer, the more by its distance, the farther, the more by its date.

/// A moment on a clock on the wall, in the time zone of the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wall {
    /// Seconds since 1970 in UTC.
    pub(super) seconds: i64,
    /// Days since 1970 on the calendar of the reader.
    pub(super) day: i64,
    /// The year on the calendar of the reader.
    pub(super) year: i32,
}

/// How a moment is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// Less than a minute ago, or a little ahead because clocks differ.
    JustNow,
    /// Minutes ago, up to an hour.
    Minutes(u32),
    /// Today, by the clock.
    Today,
    /// Yesterday, by the clock.
    Yesterday,
    /// This year, by date and clock.
    ThisYear,
    /// By date with the year.
    Other,
}

/// How far a clock may be ahead before its moments are told by date: sign of a wrong clock, not of the future.
const TOLERANCE_SECONDS: i64 = 120;

impl Moment {
    pub(super) fn of(then: Wall, now: Wall) -> Self {
        let ago = now.seconds - then.seconds;
        match ago {
            _ if ago < -TOLERANCE_SECONDS => Self::by_date(then, now),
            ..60 => Self::JustNow,
            60..3600 => Self::Minutes(u32::try_from(ago / 60).unwrap_or(0)),
            _ if then.day == now.day => Self::Today,
            _ if then.day + 1 == now.day => Self::Yesterday,
            _ => Self::by_date(then, now),
        }
    }

    fn by_date(then: Wall, now: Wall) -> Self {
        if then.year == now.year {
            Self::ThisYear
        } else {
            Self::Other
        }
    }
}

/// How a moment in the future is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ahead {
    /// In less than a minute, or by now.
    Soon,
    /// In so many minutes, up to an hour.
    Minutes(u32),
    /// In so many hours, up to a day.
    Hours(u32),
    /// Within a week, by the day of the week and the clock.
    Weekday,
    /// By date and clock.
    Date,
}

impl Ahead {
    pub(super) fn of(seconds: i64) -> Self {
        match seconds {
            ..60 => Self::Soon,
            60..3_600 => Self::Minutes(u32::try_from(seconds / 60).unwrap_or(0)),
            3_600..86_400 => Self::Hours(u32::try_from(seconds / 3_600).unwrap_or(0)),
            86_400..518_400 => Self::Weekday,
            _ => Self::Date,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Wall = Wall {
        seconds: 1_000_000,
        day: 11,
        year: 2026,
    };

    fn ago(seconds: i64, day: i64, year: i32) -> Moment {
        Moment::of(
            Wall {
                seconds: NOW.seconds - seconds,
                day,
                year,
            },
            NOW,
        )
    }

    #[test]
    fn near_moments_are_told_by_distance_and_far_ones_by_date() {
        assert_eq!(ago(5, 11, 2026), Moment::JustNow);
        assert_eq!(ago(-30, 11, 2026), Moment::JustNow);
        assert_eq!(ago(-3_600, 11, 2026), Moment::ThisYear);
        assert_eq!(ago(59 * 60 + 59, 11, 2026), Moment::Minutes(59));
        assert_eq!(ago(3_600, 11, 2026), Moment::Today);
        assert_eq!(ago(60_000, 10, 2026), Moment::Yesterday);
        assert_eq!(ago(600_000, 4, 2026), Moment::ThisYear);
        assert_eq!(ago(600_000, 4, 2025), Moment::Other);
    }

    #[test]
    fn minutes_count_across_midnight() {
        assert_eq!(ago(10 * 60, 10, 2026), Moment::Minutes(10));
    }

    #[test]
    fn the_future_is_told_by_its_distance_then_by_the_day() {
        assert_eq!(Ahead::of(-5), Ahead::Soon);
        assert_eq!(Ahead::of(59), Ahead::Soon);
        assert_eq!(Ahead::of(28 * 60 + 5), Ahead::Minutes(28));
        assert_eq!(Ahead::of(10 * 3_600 + 5), Ahead::Hours(10));
        assert_eq!(Ahead::of(2 * 86_400), Ahead::Weekday);
        assert_eq!(Ahead::of(6 * 86_400), Ahead::Date);
    }
}
