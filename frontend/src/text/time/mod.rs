//! Times and durations.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::{Duration, words::words};

words! {
    /// Times and durations.
    pub(crate) struct TimeText {
        /// Less than a minute ago.
        just_now: &'static str,
        /// Minutes ago.
        minutes_ago: fn(u32) -> String,
        /// Yesterday at a time.
        yesterday: fn(&str) -> String,
        /// A date and a time.
        date_and_clock: fn(&str, &str) -> String,
        /// In less than a minute.
        soon: &'static str,
        /// In so many minutes.
        in_minutes: fn(u32) -> String,
        /// In so many hours.
        in_hours: fn(u32) -> String,
        /// A day of the week and a time.
        weekday_and_clock: fn(&str, &str) -> String,
        /// How long.
        duration: fn(Duration) -> String,
    }
}
