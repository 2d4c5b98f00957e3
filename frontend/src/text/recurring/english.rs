//! English.

use super::RecurringText;

pub(in crate::text) const ENGLISH: RecurringText = RecurringText {
    name: "Recurring run",
    when: "When",
    next: "Next",
    switch: "On or off",
    at_a_time: "At a time",
    words: |timetable| {
        let words = timetable.to_string();
        let mut letters = words.chars();
        let first = letters.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    },
    unreadable: "This trigger cannot be read, so it may never fire",
    five_fields: "Five fields: KFP reads the first one as seconds, where crontab has the minute.",
    caption: |namespace| format!("Recurring runs in {namespace}"),
    filter: "Filter by name",
    choice: "On, off or both",
    on: "On",
    off: "Off",
    fires: |name| format!("{name} fires"),
    no_next: "no more",
    narrowed: |shown, read| {
        format!("{shown} of the {read} on this page: KFP cannot filter by on and off")
    },
    none_left: "None on this page.",
    empty: |namespace| format!("No recurring runs yet in {namespace}"),
    empty_text: "A recurring run makes runs by a cron line or an interval. Create one here, or from code:",
    next_firings: "Next five starts",
    zone_note: "Computed in UTC, where KFP counts unless its operator set another zone. Missed starts are not in it.",
    your_zone: |zone| format!("Your zone, {zone}"),
    off_note: "It is off: none of these will start until it is switched on.",
    new: "New recurring run",
    clone: "Clone",
    details: "Details",
    cron: "Cron, seconds first",
    starts: "Not before",
    ends: "Not after",
    missed: "Missed starts",
    caught_up: "are made up for, one after another",
    left_missed: "stay missed",
    service_account: "Service account",
    id: "Id",
    parameters: "Parameters",
    no_parameters: "It starts its runs without parameters of its own.",
    parameter: "Parameter",
    value: "Value",
    hidden_value: "hidden, since its name looks like a secret",
    runs: |name| format!("Runs of {name}"),
    picked: |own, read| {
        format!("{own} of the {read} on this page are its own: KFP has no index for them")
    },
    none_picked: "None of the latest runs is of this one",
    none_picked_text: "KFP has no index for it, so runs are read page by page, newest first.",
    switched_on: |name| format!("{name} is on"),
    switched_off: |name| format!("{name} is off"),
    not_switched: |name, why| format!("{name} could not be switched: {why}"),
};
