//! How long something took: two units at most, the larger one first.

/// A length of time in whole seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Duration(u64);

/// The largest unit of a duration, with the one below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Parts {
    /// Days and hours.
    Days(u64, u64),
    /// Hours and minutes.
    Hours(u64, u64),
    /// Minutes and seconds.
    Minutes(u64, u64),
}

impl Duration {
    /// A length in seconds.
    pub(crate) fn from_seconds(seconds: u64) -> Self {
        Self(seconds)
    }

    /// From one moment to another, both in seconds since 1970; `None` when the second comes before the first.
    pub(crate) fn between(start: i64, end: i64) -> Option<Self> {
        u64::try_from(end.checked_sub(start)?).ok().map(Self)
    }

    /// The parts that are shown.
    pub(crate) fn parts(self) -> Parts {
        let (minutes, seconds) = (self.0 / 60, self.0 % 60);
        let (hours, minutes_left) = (minutes / 60, minutes % 60);
        if hours >= 24 {
            Parts::Days(hours / 24, hours % 24)
        } else if hours > 0 {
            Parts::Hours(hours, minutes_left)
        } else {
            Parts::Minutes(minutes, seconds)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn durations_are_written_in_both_languages() {
        let lengths = [
            (8, "0m 08s", "8초"),
            (862, "14m 22s", "14분 22초"),
            (4_320, "1h 12m", "1시간 12분"),
            (187_200, "2d 4h", "2일 4시간"),
        ];
        for (seconds, english, korean) in lengths {
            let length = Duration::from_seconds(seconds);
            assert_eq!(
                (Language::English.catalogue().time.duration)(length),
                english
            );
            assert_eq!((Language::Korean.catalogue().time.duration)(length), korean);
        }
    }

    #[test]
    fn an_end_before_the_start_is_no_duration() {
        assert_eq!(Duration::between(10, 5), None);
        assert_eq!(Duration::between(i64::MIN, i64::MAX), None);
        assert_eq!(Duration::between(5, 10), Some(Duration::from_seconds(5)));
    }
}
