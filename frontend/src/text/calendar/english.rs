//! English.

use super::CalendarText;

pub(in crate::text) const ENGLISH: CalendarText = CalendarText {
    next_days: "Next 7 days",
    days_from: |day| format!("7 days from {day}"),
    starts: |count| match count {
        1 => "1 start.".to_owned(),
        _ => format!("{count} starts."),
    },
    busiest: |from, to, runs| match runs {
        1 => format!("Busiest: {from} to {to}, 1 recurring run"),
        _ => format!("Busiest: {from} to {to}, {runs} recurring runs"),
    },
    evenly: "Spread evenly over the day",
    span: "Week or month",
    week: "Week",
    month: "Month",
    earlier: "Earlier",
    no_earlier: "Only what is still to come is shown",
    later: "Later",
    today: "Today",
    zones: |zone| {
        format!("Times in {zone}. KFP reckons in UTC, unless its operator set another zone.")
    },
    by_hour: "Load by hour",
    day: "Day",
    hour: |day, from, to, count| match count {
        0 => format!("{day}, {from} to {to}: no start"),
        1 => format!("{day}, {from} to {to}: 1 start"),
        _ => format!("{day}, {from} to {to}: {count} starts"),
    },
    of_day: |day, count| match count {
        0 => format!("{day}: no start"),
        1 => format!("{day}: 1 start"),
        _ => format!("{day}: {count} starts"),
    },
    passed: |day| format!("{day}: over"),
    month_keys: "Arrow keys go from day to day, Enter shows the days from there.",
    hour_keys: "Arrow keys go through days and hours.",
    none: "No start",
    none_in_span: "Nothing starts in these days.",
    none_on: "No recurring run is on, so nothing starts by itself.",
    times: |count| format!("{count}×"),
    more: |count| format!("{count} more"),
    fewer: "Fewer",
    not_listed: |count| format!("{count} more are not listed"),
    often: |names| format!("Not drawn, since they start all the time: {names}"),
    and_more: |names, count| format!("{names} and {count} more"),
    cut: |done, all| {
        format!(
            "Reckoned for {done} of the {all} that are on: there are too many starts for one calendar"
        )
    },
    unread: |read, all| format!("Of {read} of {all} recurring runs, the newest ones"),
    unreadable: |count| match count {
        1 => "1 has a trigger that cannot be read".to_owned(),
        _ => format!("{count} have triggers that cannot be read"),
    },
    coming: "Reckoning the next starts",
};
