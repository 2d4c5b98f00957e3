//! Times of the wire: RFC 3339 text, where a year before 1971 means "not yet".
//!
//! KFP writes `1970-01-01T00:00:00Z` for a run that has not finished and `0001-01-01T00:00:00Z` for a task that has
//! not ended. Use with `#[serde(default, with = "timestamp", skip_serializing_if = "Option::is_none")]`.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serializer, de, ser};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

/// The first year that is a time and not a "not yet".
const FIRST_YEAR: i32 = 1971;

/// Reads RFC 3339 text; `None` for "not yet".
///
/// # Errors
/// When the text is not RFC 3339.
pub fn parse(text: &str) -> Result<Option<OffsetDateTime>, time::error::Parse> {
    if text.is_empty() {
        return Ok(None);
    }
    let time = OffsetDateTime::parse(text, &Rfc3339)?;
    Ok((time.year() >= FIRST_YEAR).then_some(time))
}

/// Writes RFC 3339 text in UTC.
///
/// `None` for a year that RFC 3339 cannot hold.
pub fn format(time: OffsetDateTime) -> Option<String> {
    time.checked_to_offset(time::UtcOffset::UTC)?
        .format(&Rfc3339)
        .ok()
}

/// Reads an optional time.
///
/// # Errors
/// When it is there and is not RFC 3339 text.
pub fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<OffsetDateTime>, D::Error> {
    let text = Option::<Cow<'de, str>>::deserialize(deserializer)?.unwrap_or_default();
    parse(&text).map_err(|_| de::Error::custom("a time is not RFC 3339"))
}

/// Writes an optional time; `None` as null, which KFP reads as absent.
///
/// # Errors
/// When the year is not between 0 and 9999.
pub fn serialize<S: Serializer>(
    time: &Option<OffsetDateTime>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let Some(time) = time else {
        return serializer.serialize_none();
    };
    match format(*time) {
        Some(text) => serializer.serialize_str(&text),
        None => Err(ser::Error::custom("a time is outside the years 0 to 9999")),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use time::macros::datetime;

    use super::*;

    #[test]
    fn not_yet_is_none() {
        for text in ["", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00Z"] {
            assert_eq!(parse(text).unwrap(), None, "{text}");
        }
    }

    #[test]
    fn every_number_of_fraction_digits_is_read() {
        let expected = datetime!(2026-11-25 10:00:00 UTC);
        for fraction in ["", ".000", ".000000", ".000000000"] {
            assert_eq!(
                parse(&format!("2026-11-25T10:00:00{fraction}Z")).unwrap(),
                Some(expected)
            );
        }
    }

    #[test]
    fn text_that_is_no_time_is_an_error() {
        for text in ["yesterday", "2026-11-25", "1764064800"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn written_times_read_back(seconds in 31_536_000_i64..253_402_300_000) {
            let time = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
            prop_assert_eq!(parse(&format(time).unwrap()).unwrap(), Some(time));
        }
    }
}
