//! Recurring runs.

mod english;
mod korean;

pub(super) use english::ENGLISH;
pub(super) use korean::KOREAN;

use kfp_core::schedule::Timetable;

use super::words::words;

words! {
    /// Recurring runs.
    pub(crate) struct RecurringText {
        /// The column with the name.
        name: &'static str,
        /// The column with the trigger in words.
        when: &'static str,
        /// The column with the next firing.
        next: &'static str,
        /// The column with the switch.
        switch: &'static str,
        /// How many of its runs go on at a time.
        at_a_time: &'static str,
        /// The trigger in words.
        words: fn(&Timetable) -> String,
        /// The trigger cannot be read.
        unreadable: &'static str,
        /// Cron lines of five fields.
        five_fields: &'static str,
        /// The caption of the list: namespace.
        caption: fn(&str) -> String,
        /// The filter of the list.
        filter: &'static str,
        /// The choice by the switch.
        choice: &'static str,
        /// It fires.
        on: &'static str,
        /// It does not.
        off: &'static str,
        /// What the switch is of: its name.
        fires: fn(&str) -> String,
        /// There is no next firing.
        no_next: &'static str,
        /// The rows of one page are narrowed by the switch: shown, read.
        narrowed: fn(usize, usize) -> String,
        /// None of them is left.
        none_left: &'static str,
        /// There is none: namespace.
        empty: fn(&str) -> String,
        /// What to do about it.
        empty_text: &'static str,
        /// The next firings.
        next_firings: &'static str,
        /// Which zone they are computed in.
        zone_note: &'static str,
        /// The zone of the reader: its name.
        your_zone: fn(&str) -> String,
        /// It is off, so nothing of this happens.
        off_note: &'static str,
        /// The form for a new one.
        new: &'static str,
        /// The same once more.
        clone: &'static str,
        /// What is known of it.
        details: &'static str,
        /// The cron line.
        cron: &'static str,
        /// Nothing fires before.
        starts: &'static str,
        /// Nothing fires after.
        ends: &'static str,
        /// What becomes of missed firings.
        missed: &'static str,
        /// They are made up for.
        caught_up: &'static str,
        /// They are not.
        left_missed: &'static str,
        /// The service account of the pods.
        service_account: &'static str,
        /// Its id.
        id: &'static str,
        /// What its runs are started with.
        parameters: &'static str,
        /// Nothing.
        no_parameters: &'static str,
        /// A parameter.
        parameter: &'static str,
        /// Its value.
        value: &'static str,
        /// A value that is not shown.
        hidden_value: &'static str,
        /// Its runs: its name.
        runs: fn(&str) -> String,
        /// How many of the runs that were read are its own: own, read.
        picked: fn(usize, usize) -> String,
        /// None of those that were read.
        none_picked: &'static str,
        /// What to do about it.
        none_picked_text: &'static str,
        /// It was switched on: its name.
        switched_on: fn(&str) -> String,
        /// It was switched off: its name.
        switched_off: fn(&str) -> String,
        /// It could not be switched: name, why.
        not_switched: fn(&str, &str) -> String,
    }
}
