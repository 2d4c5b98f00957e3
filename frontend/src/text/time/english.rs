//! English.

use super::TimeText;
use crate::text::{Duration, duration::Parts};

pub(in crate::text) const ENGLISH: TimeText = TimeText {
    just_now: "just now",
    minutes_ago: |minutes| format!("{minutes} min ago"),
    yesterday: |clock| format!("Yesterday {clock}"),
    date_and_clock: |date, clock| format!("{date}, {clock}"),
    soon: "in less than a minute",
    in_minutes: |minutes| format!("in {minutes} min"),
    in_hours: |hours| format!("in {hours} h"),
    weekday_and_clock: |day, clock| format!("{day} {clock}"),
    duration,
};

fn duration(length: Duration) -> String {
    match length.parts() {
        Parts::Days(days, hours) => format!("{days}d {hours}h"),
        Parts::Hours(hours, minutes) => format!("{hours}h {minutes:02}m"),
        Parts::Minutes(minutes, seconds) => format!("{minutes}m {seconds:02}s"),
    }
}
