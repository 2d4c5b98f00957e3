//! What a calendar shows: `span` and `date`.

use time::{Date, Month};

/// How many days a calendar shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Span {
    /// Seven.
    #[default]
    Week,
    /// Those of a month.
    Month,
}

impl Span {
    /// Both, in the order of the choice.
    pub(crate) const ALL: [Self; 2] = [Self::Week, Self::Month];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
        }
    }

    pub(super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|span| span.word() == word)
    }
}

/// The years that a date in an address may name: no clock of a browser is troubled by them.
const YEARS: std::ops::Range<i32> = 1_970..3_000;

/// Reads `2026-12-01`.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let year = year.parse().ok().filter(|year| YEARS.contains(year))?;
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    let date = Date::from_calendar_date(year, month, day.parse().ok()?).ok()?;
    // One way alone: without signs, and with all its zeros.
    (write_date(date) == text).then_some(date)
}

/// Writes `2026-12-01`.
pub(super) fn write_date(date: Date) -> String {
    let (year, month, day) = date.to_calendar_date();
    format!("{year:04}-{:02}-{day:02}", u8::from(month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_one_way_alone() {
        let date = parse_date("2028-02-29").expect("a leap day");
        assert_eq!(write_date(date), "2028-02-29");
        for text in [
            "",
            "2026-2-1",
            "2026-02-30",
            "2026-13-01",
            "0001-01-01",
            "9999-01-01",
            "2026-12-01-",
            "2026-12-+1",
            "tomorrow",
        ] {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
