//! The calendar of recurring runs.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use super::words::words;

words! {
    /// The calendar of recurring runs.
    pub(crate) struct CalendarText {
        /// The seven days from today on.
        next_days: &'static str,
        /// The seven days from another day on: which.
        days_from: fn(&str) -> String,
        /// How many starts there are.
        starts: fn(usize) -> String,
        /// When most begin: from, to, how many recurring runs.
        busiest: fn(&str, &str, usize) -> String,
        /// No hour is busier than others.
        evenly: &'static str,
        /// The choice between a week and a month.
        span: &'static str,
        /// Seven days.
        week: &'static str,
        /// A month.
        month: &'static str,
        /// What begins earlier.
        earlier: &'static str,
        /// Why there is nothing earlier.
        no_earlier: &'static str,
        /// What begins later.
        later: &'static str,
        /// This day.
        today: &'static str,
        /// In which zone it is told, and in which it is reckoned: the zone of the reader.
        zones: fn(&str) -> String,
        /// How many begin in each hour.
        by_hour: &'static str,
        /// The head of the column with the days.
        day: &'static str,
        /// An hour: day, from, to, starts.
        hour: fn(&str, &str, &str, usize) -> String,
        /// A day: which, how many starts.
        of_day: fn(&str, usize) -> String,
        /// A day that is over: which.
        passed: fn(&str) -> String,
        /// What the keys do in the month.
        month_keys: &'static str,
        /// What the keys do in the hours.
        hour_keys: &'static str,
        /// Nothing begins that day.
        none: &'static str,
        /// Nothing begins in all these days.
        none_in_span: &'static str,
        /// None is on.
        none_on: &'static str,
        /// So many times that day.
        times: fn(usize) -> String,
        /// More of that day.
        more: fn(usize) -> String,
        /// Fewer of that day.
        fewer: &'static str,
        /// How many are in no list at all.
        not_listed: fn(usize) -> String,
        /// What starts too often to be drawn: its names.
        often: fn(&str) -> String,
        /// Some names and how many more.
        and_more: fn(&str, usize) -> String,
        /// Not all were reckoned: for how many, of how many.
        cut: fn(usize, usize) -> String,
        /// Not all were read: how many, of how many.
        unread: fn(&str, &str) -> String,
        /// How many have a trigger that cannot be read.
        unreadable: fn(usize) -> String,
        /// It is being reckoned.
        coming: &'static str,
    }
}
